package arch_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shownBy is the last column of the tables in docs/features.md.
var shownBy = regexp.MustCompile("\\| `([a-z/]+)\\.((?:Test|Fuzz|Benchmark|Example)[A-Za-z0-9_]+)` \\|$")

// TestFeaturesAreShownByTests holds docs/features.md to what it says: each row
// names a test, and the test exists.
func TestFeaturesAreShownByTests(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join(root, "docs", "features.md"))
	require.NoError(t, err)
	rows := 0
	for line := range strings.SplitSeq(string(doc), "\n") {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| feature ") {
			continue
		}
		rows++
		m := shownBy.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("no test shows: %s", line)
			continue
		}
		if !declares(t, filepath.Join(root, m[1]), m[2]) {
			t.Errorf("%s has no %s", m[1], m[2])
		}
	}
	require.Greater(t, rows, 40)
}

// TestDecisionsAreNumberedOnce holds docs/adr to its index: each note has a
// number of its own, and a line there.
func TestDecisionsAreNumberedOnce(t *testing.T) {
	dir := filepath.Join(root, "docs", "adr")
	index, err := os.ReadFile(filepath.Join(dir, "README.md"))
	require.NoError(t, err)
	notes, err := filepath.Glob(filepath.Join(dir, "[0-9]*.md"))
	require.NoError(t, err)
	require.Greater(t, len(notes), 30)
	seen := map[string]string{}
	for _, file := range notes {
		name := filepath.Base(file)
		number, _, _ := strings.Cut(name, "-")
		if other, ok := seen[number]; ok {
			t.Errorf("%s and %s have one number", other, name)
		}
		seen[number] = name
		if !strings.Contains(string(index), "- ["+number+"]("+name+") ") {
			t.Errorf("docs/adr/README.md does not list %s", name)
		}
	}
}

// declares reports whether a test file in dir declares the function.
func declares(t *testing.T, dir, function string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(src), "\nfunc "+function+"(") {
			return true
		}
	}
	return false
}
