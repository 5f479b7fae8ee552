package lang

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
)

func TestNamesAreDistinct(t *testing.T) {
	seen := map[string]string{}
	for _, l := range All() {
		for _, n := range append([]string{l.Name}, l.Aliases...) {
			require.Empty(t, seen[n], "%s is a name of two languages", n)
			seen[n] = l.Name
			got, ok := ByName(n)
			require.True(t, ok)
			require.Equal(t, l.Name, got.Name)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, l := range All() {
		tc, err := l.Resolve(t.Context())
		if err != nil {
			var missing *MissingError
			require.ErrorAs(t, err, &missing)
			need.LeaveOut(t, l.Name, "%v", err)
			continue
		}
		t.Log(l.Name, tc.Tools, tc.ReadOnly)
		require.Len(t, tc.Tools, len(l.Tools))
	}
}

func TestMissingToolIsNamed(t *testing.T) {
	l := Language{Name: "cobol", Tools: []Tool{{Name: "cobc-not-there"}}}
	_, err := l.Resolve(t.Context())
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	require.Equal(t, "cobc-not-there", missing.Tool)
}

func TestLooksLike(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		want       bool
	}{
		{"python", "n = int(input())\nprint(n)\n", true},
		{"python", "import sys\nprint(sum(map(int, sys.stdin)))", true},
		{"python", "print('hi')", true},
		{"python", "I think we should sort the list first.", false},
		{"python", "Here is the code:\n\nprint(1)", false},
		{"python", "42", false},
		{"python", "", false},
		{"python", "    return x + 1\n", true},
		{"cpp", "#include <iostream>\nint main(){}", true},
		{"cpp", "The main idea is simple.", false},
		{"go", "package main\n\nfunc main() {}\n", true},
		{"rust", "fn main() {}", true},
		{"java", "public class Main {}", true},
		{"javascript", "const x = 1;\nconsole.log(x)", true},
		{"bash", "read a b\necho $((a+b))", true},
		{"bash", "Sorry, I cannot help with that.", false},
	} {
		l, _ := ByName(c.lang)
		require.Equal(t, c.want, l.LooksLike(c.text), "%s: %q", c.lang, c.text)
	}
}
