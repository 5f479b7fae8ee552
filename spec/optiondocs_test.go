package spec

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write optiondocs.json anew")

// TestOptionDocs holds the descriptions in the schema to the comments in the
// sources: every option has one.
func TestOptionDocs(t *testing.T) {
	want := map[string]string{}
	seen := map[reflect.Type]bool{}
	var add func(of reflect.Type)
	add = func(of reflect.Type) {
		for of != nil && (of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map) {
			of = of.Elem()
		}
		if of == nil || of.Kind() != reflect.Struct || seen[of] {
			return
		}
		seen[of] = true
		for f := range optionFields(of) {
			key := docKey(of, f)
			dir, _, _ := strings.Cut(key, "."+of.Name()+".")
			text := fieldComment(t, filepath.Join("..", filepath.FromSlash(dir)), of.Name(), f.Name)
			assert.NotEmpty(t, text, "%s has no comment", key)
			want[key] = withKeys(of, text)
			add(f.Type)
		}
	}
	for _, e := range Catalogue() {
		add(e.options)
	}
	add(typeOf[formatOptions]())
	add(typeOf[SandboxSettings]())
	data, err := json.MarshalIndent(want, "", "  ")
	require.NoError(t, err)
	data = append(data, '\n')
	if *update {
		require.NoError(t, os.WriteFile("optiondocs.json", data, 0o644))
		return
	}
	require.Equal(t, string(data), string(optionDocsJSON), "write it anew: go test ./spec -run TestOptionDocs -update")
}

// withKeys has a comment speak of fields by their keys: it begins with its own,
// and may name others within a sentence.
func withKeys(of reflect.Type, text string) string {
	words := strings.Split(text, " ")
	for i, w := range words {
		bare := strings.Trim(w, ".,;:()")
		if f, ok := of.FieldByName(bare); ok && (i == 0 || !strings.HasSuffix(words[i-1], ".")) {
			words[i] = strings.Replace(w, bare, keyOf(f), 1)
		}
	}
	return strings.Join(words, " ")
}

// fieldComment is the comment of a struct's field on one line, without breaks.
func fieldComment(t *testing.T, dir, name, field string) string {
	files, err := filepath.Glob(path.Join(dir, "*.go"))
	require.NoError(t, err)
	text := ""
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		require.NoError(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || spec.Name.Name != name {
				return true
			}
			s, ok := spec.Type.(*ast.StructType)
			if !ok {
				return false
			}
			for _, of := range s.Fields.List {
				for _, id := range of.Names {
					if id.Name == field {
						text = of.Doc.Text() + of.Comment.Text()
					}
				}
			}
			return false
		})
	}
	return strings.Join(strings.Fields(text), " ")
}
