package codecheck

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/verireward/verireward/reward"
)

// goAssert is a stand-in for the assertion package that Go test code of the
// field imports; there is no network to fetch the real one.
//
//go:embed harness/goassert.go.txt
var goAssert string

// goAssertPath is the import path the stand-in answers to.
const goAssertPath = "github.com/stretchr/testify/assert"

// goStd returns a directory with the compiled standard library and an
// importcfg. It is made once per toolchain and kept in the cache directory:
// compiling against it takes a fraction of a second, where an empty build
// cache would cost half a minute.
func (c *Checker) goStd(ctx context.Context, p *program) (string, error) {
	dir, err := prepared(ctx, c.opts.CacheDir, "gostd", cacheKey("1", p.tc.ID, goAssert), "importcfg", nil, func(ctx context.Context, tmp, dir string) error {
		return buildGoStd(ctx, p.tc.Tools, tmp, dir)
	})
	if err != nil {
		return "", reward.Errorf(reward.KindToolchain, "go: the standard library cannot be prepared: %w", err)
	}
	return dir, nil
}

func buildGoStd(ctx context.Context, tools map[string]string, tmp, dir string) error {
	list := exec.CommandContext(ctx, tools["go"], "list", "-export", "-f", "{{if .Export}}{{.ImportPath}}={{.Export}}{{end}}", "std")
	list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOTOOLCHAIN=local", "GOWORK=off", "GO111MODULE=on")
	list.Dir = tmp
	out, err := output(list)
	if err != nil {
		return err
	}
	var cfg strings.Builder
	n := 0
	for line := range strings.SplitSeq(strings.TrimSpace(out), "\n") {
		path, file, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		name := fmt.Sprintf("%03d.a", n)
		n++
		if err := copyFile(filepath.Join(tmp, name), file); err != nil {
			return err
		}
		fmt.Fprintf(&cfg, "packagefile %s=%s\n", path, filepath.Join(dir, name))
	}
	// Compiling the stand-in needs the archives where they are now.
	here := strings.ReplaceAll(cfg.String(), "="+dir+"/", "="+tmp+"/")
	if err := os.WriteFile(filepath.Join(tmp, "tmpcfg"), []byte(here), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(tmp, "assert.go"), []byte(goAssert), 0o644); err != nil {
		return err
	}
	compile := exec.CommandContext(ctx, tools["compile"], "-importcfg", "tmpcfg", "-p", goAssertPath, "-o", "assert.a", "assert.go")
	compile.Dir = tmp
	if _, err := output(compile); err != nil {
		return err
	}
	fmt.Fprintf(&cfg, "packagefile %s=%s\n", goAssertPath, filepath.Join(dir, "assert.a"))
	return os.WriteFile(filepath.Join(tmp, "importcfg"), []byte(cfg.String()), 0o644)
}

func copyFile(dst, src string) error {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(dst, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
