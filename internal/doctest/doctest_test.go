package doctest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// block is one fenced block of a Markdown document.
type block struct {
	language string
	line     int // of the opening fence, from 1
	text     string
}

// blocks lists the fenced blocks of a document.
func blocks(markdown string) []block {
	var out []block
	var open *block
	for i, line := range strings.Split(markdown, "\n") {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case open == nil && isFence:
			open = &block{language: strings.TrimSpace(fence), line: i + 1}
		case open != nil && isFence:
			out = append(out, *open)
			open = nil
		case open != nil:
			open.text += line + "\n"
		}
	}
	return out
}

func root(t *testing.T) string {
	t.Helper()
	_, file, _, ok := runtime.Caller(0)
	require.True(t, ok)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root(t), name))
	require.NoError(t, err)
	return string(b)
}

// command builds the command and returns the folder it is in.
func command(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(bin, "verireward"), "./cmd/verireward")
	build.Dir = root(t)
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return bin
}

func TestGuide(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: builds the command and runs the whole guide")
	}
	bin, home := command(t), t.TempDir()
	all := blocks(read(t, "docs/guide.md"))
	ran := 0
	for i, b := range all {
		if b.language != "sh" {
			continue
		}
		ran++
		cmd := exec.CommandContext(t.Context(), "bash", "-e", "-o", "pipefail")
		cmd.Dir = home
		cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "NO_COLOR=1")
		cmd.Stdin = strings.NewReader(b.text)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "docs/guide.md:%d\n%s", b.line, out)
		if i+1 < len(all) && all[i+1].language == "text" {
			require.Equal(t, all[i+1].text, string(out), "what docs/guide.md:%d prints", b.line)
		}
	}
	require.Greater(t, ran, 5, "blocks run")
}

func TestGoBlocksCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: runs the compiler")
	}
	for _, doc := range []string{"README.md", "docs/guide.md"} {
		for _, b := range blocks(read(t, doc)) {
			if b.language != "go" {
				continue
			}
			t.Run(fmt.Sprintf("%s:%d", doc, b.line), func(t *testing.T) {
				// Inside the module, so that its packages resolve; the folder's
				// leading dot keeps it out of every ./... pattern.
				dir, err := os.MkdirTemp(root(t), ".doctest-*")
				require.NoError(t, err)
				t.Cleanup(func() { os.RemoveAll(dir) })
				require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(whole(b.text)), 0o600))
				out, err := exec.CommandContext(t.Context(), "go", "vet", dir).CombinedOutput()
				require.NoError(t, err, "%s", out)
			})
		}
	}
}

// whole makes a program of a block: a block without a package clause becomes
// the body of a function that has a context.
func whole(text string) string {
	if strings.HasPrefix(text, "package ") {
		return text
	}
	var imports strings.Builder
	for name, path := range map[string]string{
		"format.":    "github.com/verireward/verireward/format",
		"mathcheck.": "github.com/verireward/verireward/mathcheck",
		"codecheck.": "github.com/verireward/verireward/codecheck",
		"sandbox.":   "github.com/verireward/verireward/sandbox",
		"spec.":      "github.com/verireward/verireward/spec",
		"reward.":    "github.com/verireward/verireward/reward",
		"text.":      "github.com/verireward/verireward/reward/text",
		"group.":     "github.com/verireward/verireward/reward/group",
		"log.":       "log",
		"fmt.":       "fmt",
	} {
		if strings.Contains(text, name) {
			fmt.Fprintf(&imports, "import %q\n", path)
		}
	}
	// The assignments at the end keep a block's last results from being
	// "declared and not used" without a word of it in the document.
	var used string
	for _, name := range []string{"res", "err"} {
		if strings.Contains(text, name+", ") || strings.Contains(text, ", "+name) {
			used += "_ = " + name + "\n"
		}
	}
	return "package main\nimport \"context\"\n" + imports.String() +
		"func main() { example(context.Background()) }\nfunc example(ctx context.Context) {\n" + text + used + "}\n"
}
