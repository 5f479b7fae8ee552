package arch_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is the repository's directory, seen from this package.
const root = "../.."

// imports maps every package below the module to what its files import, test
// files apart. Files of all operating systems count.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && file != root && (name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		found[pkg] = append(found[pkg], "")
		for _, spec := range f.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[pkg] = append(found[pkg], p)
		}
		return nil
	})
	require.NoError(t, err)
	require.Contains(t, found, "reward", "the walk starts at the repository's root")
	for pkg, list := range found {
		slices.Sort(list)
		found[pkg] = slices.Compact(list)[1:]
	}
	return found
}

// matches reports whether pkg is meant by pattern: itself, or below "x/*".
func matches(pattern, pkg string) bool {
	if below, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(pkg, below)
	}
	return pattern == pkg
}

func matchesAny(patterns []string, pkg string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, pkg) })
}

// within reports whether the import p is the package or module m, or below it.
func within(p, m string) bool { return p == m || strings.HasPrefix(p, m+"/") }

func isStdlib(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return !strings.Contains(first, ".")
}

func arrowOf(pkg string) (arrow, bool) {
	for _, a := range arrows {
		if matches(a.from, pkg) {
			return a, true
		}
	}
	return arrow{}, false
}

func TestArrowsPointDown(t *testing.T) {
	for pkg, list := range imports(t) {
		a, ok := arrowOf(pkg)
		if !ok {
			t.Errorf("package %s is not in the picture: say in rules_test.go what it may import, and why", pkg)
			continue
		}
		for _, p := range list {
			if to, ours := strings.CutPrefix(p, module); ours && !matchesAny(a.to, to) {
				t.Errorf("%s imports %s, which it may not: %s", pkg, to, a.why)
			}
		}
	}
}

func TestThirdPartiesHaveOneHome(t *testing.T) {
	for pkg, list := range imports(t) {
		for _, p := range list {
			if strings.HasPrefix(p, module) {
				continue
			}
			i := slices.IndexFunc(homes, func(h home) bool {
				if isStdlib(h.path) {
					return p == h.path
				}
				return within(p, h.path)
			})
			switch {
			case i < 0 && isStdlib(p):
			case i < 0:
				t.Errorf("%s imports %s, which has no home: give it one in rules_test.go, and the reason in docs/adr", pkg, p)
			case !matchesAny(homes[i].homes, pkg):
				t.Errorf("%s imports %s, whose home is %v: %s", pkg, p, homes[i].homes, homes[i].why)
			}
		}
	}
}

func TestPureJudgesDoNotSeeTheMachine(t *testing.T) {
	for pkg, list := range imports(t) {
		if !matchesAny(pure, pkg) {
			continue
		}
		for _, p := range list {
			if slices.Contains(impure, p) {
				t.Errorf("%s imports %s: its verdict must be a function of its input", pkg, p)
			}
		}
	}
}

func TestLeafUsesTheStandardLibraryOnly(t *testing.T) {
	for pkg, list := range imports(t) {
		if !matchesAny(stdlibOnly, pkg) {
			continue
		}
		for _, p := range list {
			if !isStdlib(p) && !strings.HasPrefix(p, module) {
				t.Errorf("%s imports %s: whoever imports rewards must get nothing else with them", pkg, p)
			}
		}
	}
}

// TestPictureHasNoCycle follows the arrows themselves, whatever the code
// imports today: a picture that allows a cycle is no picture.
func TestPictureHasNoCycle(t *testing.T) {
	var visit func(trail []string, pkg string)
	seen := map[string]bool{}
	visit = func(trail []string, pkg string) {
		if slices.Contains(trail, pkg) {
			t.Fatalf("the arrows allow a cycle: %s", strings.Join(append(trail, pkg), " -> "))
		}
		if seen[pkg] {
			return
		}
		seen[pkg] = true
		a, _ := arrowOf(pkg)
		for _, to := range a.to {
			if strings.Contains(to, "*") {
				continue // siblings: the compiler keeps these free of cycles
			}
			visit(append(trail, pkg), to)
		}
	}
	for _, a := range arrows {
		if !strings.Contains(a.from, "*") {
			visit(nil, a.from)
		}
	}
}

func TestMatches(t *testing.T) {
	require.True(t, matches("reward/*", "reward/text"))
	require.False(t, matches("reward/*", "reward"))
	require.True(t, matches("*", path.Join("cmd", "verireward")))
	require.False(t, matches("spec", "spec/preset"))
	require.True(t, within("golang.org/x/sys/unix", "golang.org/x/sys"))
	require.False(t, within("golang.org/x/system", "golang.org/x/sys"))
}
