package codecheck

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// weaveGo joins a Go program with test code, which has Test functions or a main
// of its own, and a file that calls them. The parts' imports are gathered at
// the top. Names of the language that the program declares anew would change
// what the tests say, so they are refused.
func weaveGo(p *program, t *Test, name, word string) (woven, error) {
	preamble, code := parseGo(p.preamble), parseGo(p.code)
	for _, d := range code.declares {
		if slices.Contains(goFixed, d) {
			return woven{}, refuse("the program declares %s, a name of the language that the appended tests use, in another meaning", d)
		}
	}
	for _, i := range code.imports {
		path := i[strings.LastIndexByte(i, ' ')+1:]
		if strings.Contains(goApart, path) {
			return woven{}, refuse("the program imports %s: %s", path, sameProcess)
		}
	}
	setup, test := parseGo(p.setup), parseGo(t.Code)
	if n := goCallsBack(p.code, append(test.judges, test.tests...)); n != "" {
		return woven{}, refuseBack(n)
	}
	imports := map[string]bool{}
	for _, part := range []goPart{preamble, code, setup, test} {
		for _, i := range part.imports {
			imports[i] = true
		}
	}
	body := joinTexts(preamble.body, code.body, setup.body, strings.ReplaceAll(test.body, "func main()", "func vrMain"+name+"()"))
	// What the other parts import without need is left out; the program's own
	// imports are its own. What is used without import is imported: prompts
	// often hold the imports that a completion leaves out.
	used := packagesUsed("package main\n" + body)
	for i := range imports {
		path, _ := strconv.Unquote(i[strings.LastIndexByte(i, ' ')+1:])
		base := path[strings.LastIndexByte(path, '/')+1:]
		if !slices.Contains(code.imports, i) && !used[base] && !strings.HasPrefix(i, "_ ") {
			delete(imports, i)
		}
	}
	// What the tests call by a package's name is the package, whatever the
	// program declares by that name: two calls of a Sprint of its own are equal.
	testUses := packagesUsed("package main\n" + joinTexts(setup.body, test.body))
	for base, path := range goImports {
		if used[base] && !named(imports, base) && (!slices.Contains(code.declares, base) || testUses[base]) {
			imports[" "+strconv.Quote(path)] = true
		}
	}
	var b strings.Builder
	b.WriteString("package main\n")
	for _, i := range sortedKeys(imports) {
		b.WriteString("import " + strings.TrimSpace(i) + "\n")
	}
	b.WriteString("\n" + body)

	var calls strings.Builder
	for _, f := range test.tests {
		fmt.Fprintf(&calls, "\nvrRun(t, %q, %s)", f, f)
	}
	var run string
	switch {
	case test.main:
		run = "vrMain" + name + "()\nvrEnd()"
	case len(test.tests) > 0:
		run = strings.NewReplacer("CALLS", calls.String(), "COUNT", strconv.Itoa(len(test.tests))).Replace(goRunTests)
	default:
		return woven{}, &InputError{-1, "append_code: the appended code has neither a Test function nor a main function"}
	}
	driver := strings.NewReplacer("RUN", run, "LETTERS", spelled(word, "b[%d] = %d ^ one*%d", 8), "LENGTH", strconv.Itoa(len(word))).Replace(goDriver)
	driver = regexp.MustCompile(`\b(vrRun|vrEnd|vrEnded)\b`).ReplaceAllString(driver, "${1}"+name)
	text := b.String()
	if code.main {
		// The program's own main is not called: the tests are.
		text = strings.Replace(text, "func main()", "func vrOwn"+name+"()", 1)
	}
	src := p.sources(text)
	src.more = map[string]string{"driver.go": driver}
	src.compile = append(slices.Clone(p.lang.Compile), "driver.go")
	return woven{src: src}, nil
}

// goDriver calls the tests and prints the word behind them.
const goDriver = `package main

import (
	vros "os"
	vratomic "sync/atomic"
	vrtesting "testing"
)

var vrEnded vratomic.Int64

func vrRun(t *vrtesting.T, name string, f func(*vrtesting.T)) {
	t.Run(name, func(t *vrtesting.T) {
		defer func() {
			if t.Skipped() {
				vrEnded.Add(1)
			}
		}()
		f(t)
		vrEnded.Add(1)
	})
}

func vrEnd() {
	b := make([]byte, LENGTH)
	one := byte(min(len(vros.Args), 1))
	LETTERS
	vros.Stdout.Write(append(append([]byte("\n"), b...), '\n'))
}

func main() {
	RUN
}
`

// goRunTests runs the tests below one of our own, whose cleanup comes after
// all of them, parallel ones too. That each of them came to its end is counted:
// the flags of package testing are the program's to change, and among them are
// ways to run no test at all.
const goRunTests = `vrtesting.Main(func(_, _ string) (bool, error) { return true, nil }, []vrtesting.InternalTest{{"Test", func(t *vrtesting.T) {
		t.Cleanup(func() {
			if !t.Failed() && vrEnded.Load() == COUNT {
				vrEnd()
			}
		})CALLS
	}}}, nil, nil)`

// named says whether some import goes by a name.
func named(imports map[string]bool, base string) bool {
	for i := range imports {
		name, path, _ := strings.Cut(i, " ")
		path, _ = strconv.Unquote(path)
		if name == base || name == "" && path[strings.LastIndexByte(path, '/')+1:] == base {
			return true
		}
	}
	return false
}

// goImports are the packages that test code of the field uses.
var goImports = map[string]string{
	"fmt": "fmt", "testing": "testing", "strings": "strings", "math": "math", "reflect": "reflect", "sort": "sort", "strconv": "strconv",
	"errors": "errors", "os": "os", "time": "time", "bytes": "bytes", "unicode": "unicode", "rand": "math/rand", "assert": goAssertPath,
}

// goFixed are the predeclared names that a program must leave alone.
var goFixed = strings.Fields("panic true false nil len cap append copy make new recover print println error bool int int8 int16 int32 int64 " +
	"uint uint8 uint16 uint32 uint64 float32 float64 string byte rune iota vrtesting vros vratomic")

// goPart is a part of a Go program.
type goPart struct {
	// imports are "NAME PATH" with NAME empty for none; body is the rest.
	imports []string
	body    string
	// declares are the names declared at the top level, tests the functions
	// that take a *testing.T.
	declares, tests []string
	main            bool
	// judges are the functions in which something may be said to be wrong, main
	// among them.
	judges []string
}

// parseGo takes a text apart. A text that does not parse is kept whole: the
// compiler says what is wrong with it.
func parseGo(text string) goPart {
	part := goPart{body: text}
	if strings.TrimSpace(text) == "" {
		return part
	}
	src := text
	shift := 0
	if !goPackage(text) {
		const head = "package main\n"
		src, shift = head+text, len(head)
	}
	fset := token.NewFileSet()
	f, _ := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if f == nil || f.Name == nil {
		return part
	}
	file := fset.File(f.Pos())
	if file == nil {
		return part
	}
	// The clauses are blanked, so that lines keep their numbers.
	b := []byte(text)
	blank := func(from, to token.Pos) {
		for i := file.Offset(from) - shift; i < file.Offset(to)-shift; i++ {
			if i >= 0 && i < len(b) && b[i] != '\n' {
				b[i] = ' '
			}
		}
	}
	if shift == 0 {
		blank(f.Package, f.Name.End())
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			if d.Tok == token.IMPORT {
				blank(d.Pos(), d.End())
				for _, s := range d.Specs {
					i := s.(*ast.ImportSpec)
					n := ""
					if i.Name != nil {
						n = i.Name.Name
					}
					part.imports = append(part.imports, n+" "+i.Path.Value)
				}
				continue
			}
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					part.declares = append(part.declares, s.Name.Name)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						part.declares = append(part.declares, n.Name)
					}
				}
			}
		case *ast.FuncDecl:
			if d.Recv != nil {
				continue
			}
			part.declares = append(part.declares, d.Name.Name)
			part.main = part.main || d.Name.Name == "main"
			if from, to := file.Offset(d.Pos())-shift, file.Offset(d.End())-shift; d.Name.Name == "main" || 0 <= from && to <= len(text) && judges.MatchString(text[from:to]) {
				part.judges = append(part.judges, d.Name.Name)
			}
			if strings.HasPrefix(d.Name.Name, "Test") && d.Type.Params.NumFields() == 1 {
				part.tests = append(part.tests, d.Name.Name)
			}
		}
	}
	part.body = string(b)
	return part
}

// goApart are the packages with which a program reaches beneath the language or
// starts other processes.
const goApart = `"os/exec" "syscall" "unsafe" "plugin" "debug/elf" "debug/gosym"`

// goCallsBack returns one of names that a program speaks of as a value: its own
// declarations, fields and members are others.
func goCallsBack(code string, names []string) string {
	src := code
	if !goPackage(code) {
		src = "package main\n" + code
	}
	f, _ := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	if f == nil {
		return ""
	}
	names = append(slices.Clone(names), "main")
	found := ""
	// Neither what stands behind a dot nor the name in a declaration is a use.
	other := map[*ast.Ident]bool{f.Name: true}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			other[n.Sel] = true
		case *ast.FuncDecl:
			other[n.Name] = true
		case *ast.Field:
			for _, name := range n.Names {
				other[name] = true
			}
		case *ast.Ident:
			if !other[n] && slices.Contains(names, n.Name) {
				found = n.Name
			}
		}
		return true
	})
	return found
}

// goPackage says whether a text has a package clause.
func goPackage(text string) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", text, parser.PackageClauseOnly)
	return err == nil && f != nil && f.Name != nil && f.Name.Name != "_"
}

// packagesUsed returns the names that a text selects from.
func packagesUsed(text string) map[string]bool {
	uses := map[string]bool{}
	f, _ := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
	if f == nil {
		return uses
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				uses[x.Name] = true
			}
		}
		return true
	})
	return uses
}

func sortedKeys(m map[string]bool) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
