package arch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSkipsSayWhy: a test that skips says what is missing. What a machine may
// lack is told by internal/need, which knows what it should have.
func TestSkipsSayWhy(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			s, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, _ := s.X.(*ast.Ident)
			switch {
			case s.Sel.Name == "SkipNow":
				t.Errorf("%s: says nothing", set.Position(call.Pos()))
			case s.Sel.Name == "Skip" && (of == nil || of.Name != "need"), s.Sel.Name == "Skipf":
				seen++
				if len(call.Args) == 0 {
					t.Errorf("%s: says nothing", set.Position(call.Pos()))
				} else if text, ok := call.Args[0].(*ast.BasicLit); ok && len(strings.Fields(text.Value)) < 2 {
					t.Errorf("%s: %s does not say what is missing", set.Position(call.Pos()), text.Value)
				}
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
	require.NotZero(t, seen, "the walk finds skips")
}
