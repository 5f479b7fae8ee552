package codecheck

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// stdHeader matches a C++ program whose first directive, before anything but
// comments, includes the header of everything. Only there can the precompiled
// one stand in for it: a pragma or macro before it may change what it says.
var stdHeader = regexp.MustCompile(`^\x{FEFF}?(?:\s|//[^\n]*\n|/\*(?:[^*]|\*+[^*/])*\*+/)*#[ \t]*include[ \t]*<bits/stdc\+\+\.h>`)

// cppHeader returns a directory with a precompiled bits/stdc++.h for a compiler
// command, or "" where the program has no use for one or the compiler cannot
// make it: then the program is compiled without. Reading the precompiled header
// takes a fifth of the time that reading the text takes.
func (c *Checker) cppHeader(ctx context.Context, p *program, command []string, text string) string {
	if !strings.Contains(filepath.Base(command[0]), "g++") || !stdHeader.MatchString(text[:min(len(text), maxBeforeHeader)]) {
		return ""
	}
	// Only flags that shape the compiler's work: files and libraries do not.
	flags := slices.DeleteFunc(slices.Clone(command[1:]), func(f string) bool {
		return !strings.HasPrefix(f, "-") || strings.HasPrefix(f, "-l") || f == "-o" || f == "-c"
	})
	key := cacheKey("1", p.tc.ID, strings.Join(flags, "\x00"))
	c.mu.Lock()
	dir, known := c.headers[key]
	c.mu.Unlock()
	// Others who share the cache may have made room in it.
	if known && (dir == "" || usable(dir, headerDeps)) {
		return dir
	}
	dir, err := prepared(ctx, c.opts.CacheDir, "stdcpp", key, headerDeps, headerCurrent, func(ctx context.Context, tmp, _ string) error {
		return buildCppHeader(ctx, command[0], flags, tmp)
	})
	if err != nil {
		// A header that cannot be prepared only costs time.
		dir = ""
	}
	c.mu.Lock()
	c.headers[key] = dir
	c.mu.Unlock()
	return dir
}

const (
	// maxBeforeHeader bounds what may stand before the include.
	maxBeforeHeader = 64 << 10
	// headerDeps is the file that lists what a precompiled header was made of.
	headerDeps = "made-of"
)

func buildCppHeader(ctx context.Context, compiler string, flags []string, tmp string) error {
	if err := os.Mkdir(filepath.Join(tmp, "bits"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(tmp, "all.hpp"), []byte("#include <bits/stdc++.h>\n"), 0o644); err != nil {
		return err
	}
	list := exec.CommandContext(ctx, compiler, append(slices.Clone(flags), "-M", "all.hpp")...)
	list.Dir = tmp
	rule, err := output(list)
	if err != nil {
		return err
	}
	header := ""
	var made strings.Builder
	for f := range strings.FieldsSeq(rule) {
		if !filepath.IsAbs(f) {
			continue
		}
		if strings.HasSuffix(f, "/bits/stdc++.h") {
			header = f
		}
		line, err := fileState(f)
		if err != nil {
			return err
		}
		made.WriteString(line + "\n")
	}
	if header == "" {
		return fmt.Errorf("no bits/stdc++.h")
	}
	compile := exec.CommandContext(ctx, compiler, append(slices.Clone(flags), "-x", "c++-header", "-o", "bits/stdc++.h.gch", header)...)
	compile.Dir = tmp
	if _, err := output(compile); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(tmp, headerDeps), []byte(made.String()), 0o644)
}

// fileState is a file's path, size and time of change.
func fileState(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %d %s", info.Size(), info.ModTime().UnixNano(), path), nil
}

// headerCurrent says whether the files that a precompiled header was made of
// are still what they were.
func headerCurrent(dir string) bool {
	made, err := os.ReadFile(filepath.Join(dir, headerDeps))
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(made)) {
		line = strings.TrimSuffix(line, "\n")
		parts := strings.SplitN(line, " ", 3)
		if len(parts) != 3 {
			return false
		}
		if now, err := fileState(parts[2]); err != nil || now != line {
			return false
		}
	}
	return true
}
