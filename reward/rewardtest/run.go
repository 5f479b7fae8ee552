package rewardtest

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Cases are the tests a reward file carries: their names, and what returns nil
// if the case holds and else an error that shows the difference. The type is
// written with nothing of this package, so that what reads files need not
// import it.
type Cases = iter.Seq2[string, func(context.Context) error]

// Run runs the cases of every reward file (*.yaml, *.yml, *.json) under path,
// which may also be a single file, as subtests named after the file and the
// case. A file that cannot be read, or has no cases, fails: an untested reward
// file is what this is for.
func Run(t *testing.T, path string, load func(path string) (Cases, error)) {
	t.Helper()
	files, err := rewardFiles(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			cases, err := load(file)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for name, check := range cases {
				n++
				t.Run(name, func(t *testing.T) {
					if err := check(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			if n == 0 {
				t.Errorf("%s carries no tests", file)
			}
		})
	}
}

// rewardFiles lists the reward files under path in lexical order.
func rewardFiles(path string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		ext := strings.ToLower(filepath.Ext(p))
		if !d.IsDir() && (slices.Contains([]string{".yaml", ".yml", ".json"}, ext) || p == path) {
			out = append(out, p)
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("no reward files in %s", path)
	}
	return out, err
}
