package codecheck

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/internal/need"
	"github.com/verireward/verireward/reward"
)

// suiteParts reads an archive of the language suite; names are
// those of its programs or cases, in order.
func suiteParts(t *testing.T, name string) (files map[string]string, names []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "lang", name+".txtar"))
	require.NoError(t, err)
	files = map[string]string{}
	for _, f := range txtar.Parse(data).Files {
		require.NotContains(t, files, f.Name, name)
		files[f.Name] = string(f.Data)
		if n, _, _ := strings.Cut(f.Name, "."); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return files, names
}

// TestLanguages holds every language to the common suite.
func TestLanguages(t *testing.T) {
	common, cases := suiteParts(t, "common")
	host, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer host.Close()
	var visits atomic.Int64
	go func() {
		for {
			conn, err := host.Accept()
			if err != nil {
				return
			}
			visits.Add(1)
			conn.Close()
		}
	}()
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0o755))
	file := filepath.Join(dir, "secret")
	require.NoError(t, os.WriteFile(file, []byte("secret\n"), 0o644))
	var numbers strings.Builder
	for i := range 100_000 {
		fmt.Fprintln(&numbers, i+1)
	}
	fill := func(s string) string {
		quoted, err := json.Marshal(numbers.String())
		require.NoError(t, err)
		return strings.NewReplacer("{port}", fmt.Sprint(host.Addr().(*net.TCPAddr).Port), "{file}", file, `"{numbers}"`, string(quoted)).Replace(s)
	}
	c := newChecker(t, Options{})
	for i, l := range lang.All() {
		t.Run(l.Name, func(t *testing.T) {
			own, names := suiteParts(t, l.Name)
			for _, n := range names {
				require.Contains(t, cases, n)
			}
			if _, err := c.toolchain(t.Context(), l); err != nil {
				need.Skip(t, l.Name, "%v", err)
			}
			for k, name := range cases {
				require.NotEmpty(t, common[name+".about"], name)
				// A program that several cases share stands under its own name.
				source, ok := own[orElse(strings.TrimSpace(common[name+".program"]), name)]
				require.True(t, ok, "%s has no program %s", l.Name, name)
				if testing.Short() && (k+i)%4 != 0 {
					continue
				}
				part := func(p string) string {
					if s, ok := own[name+"."+p]; ok {
						return s
					}
					return common[name+"."+p]
				}
				s := Submission{ID: l.Name + "/" + name, Language: l.Name, Source: &source, Tests: raw(fill(part("tests")))}
				if text := part("limits"); text != "" {
					require.NoError(t, json.Unmarshal([]byte(text), &s.Limits))
				}
				want := strings.Fields(orElse(part("want"), string(Accepted)))
				r, err := c.Check(t.Context(), s)
				require.NoError(t, err, s.ID)
				require.Contains(t, want, string(r.Verdict), "%s: %s", s.ID, lastReason(r))
				for _, x := range r.Tests {
					require.Less(t, len(x.Stdout), 2*maxShownOutput, s.ID)
				}
			}
		})
	}
	require.Zero(t, visits.Load(), "a program reached the host")
}

// TestMissingToolchains: a language whose tools are not there is an error that
// names them, never a verdict.
func TestMissingToolchains(t *testing.T) {
	c := newChecker(t, Options{})
	t.Setenv("PATH", t.TempDir())
	for _, l := range lang.All() {
		source := "x"
		_, err := c.Check(t.Context(), Submission{Language: l.Name, Source: &source, Tests: raw(`[{"kind":"stdio","stdin":"","stdout":""}]`)})
		var missing *lang.MissingError
		require.ErrorAs(t, err, &missing, l.Name)
		require.Equal(t, reward.KindToolchain, reward.KindOf(err))
		require.Contains(t, err.Error(), l.Name)
		require.Contains(t, err.Error(), l.Tools[0].Name)
	}
}
