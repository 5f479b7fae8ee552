package rewardtest

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Case is one test a reward file carries.
type Case struct {
	// Name says what is tested.
	Name string
	// Check returns nil if the case holds, and else an error that shows the
	// difference.
	Check func(ctx context.Context) error
}

// Load reads the cases of one reward file.
type Load func(path string) ([]Case, error)

// Run runs the cases of every reward file (*.yaml, *.yml, *.json) under path,
// which may also be a single file, as subtests named after the file and the
// case. A file that cannot be read, or has no cases, fails: an untested reward
// file is what this is for.
func Run(t *testing.T, path string, load Load) {
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
			if len(cases) == 0 {
				t.Fatalf("%s carries no tests", file)
			}
			for _, c := range cases {
				t.Run(c.Name, func(t *testing.T) {
					if err := c.Check(t.Context()); err != nil {
						t.Error(err)
					}
				})
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
