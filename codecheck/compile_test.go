//go:build linux

package codecheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/sandbox"
)

// hostSecret is what compile-time attacks are after; no part of it may come
// back.
const hostSecret = "vr_compile_secret_7f3a9c"

// census counts what a compiler's run could leave behind.
type compileCensus struct {
	Processes, Mounts, FDs int
	Left                   []string // in the directories of runs
	Secret                 string
}

func takeCompileCensus(t *testing.T, tmp, secret string) compileCensus {
	t.Helper()
	var c compileCensus
	var walk func(pid string)
	walk = func(pid string) {
		lists, _ := filepath.Glob("/proc/" + pid + "/task/*/children")
		for _, f := range lists {
			b, _ := os.ReadFile(f)
			for _, kid := range strings.Fields(string(b)) {
				c.Processes++
				walk(kid)
			}
		}
	}
	walk(fmt.Sprint(os.Getpid()))
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	require.NoError(t, err)
	c.Mounts = bytes.Count(mounts, []byte("\n"))
	fds, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	c.FDs = len(fds)
	c.Left, _ = filepath.Glob(tmp + "/*/run-*")
	b, err := os.ReadFile(secret)
	require.NoError(t, err)
	c.Secret = string(b)
	return c
}

// TestCompileAttacks: sources that attack the compiler, the machine it runs on
// or the host's files while they are compiled. None is an error of ours, none
// passes, nothing secret comes back in a report or an artifact, and after each
// an honest program passes and nothing is left behind. A story's want lists the
// verdicts that will do.
func TestCompileAttacks(t *testing.T) {
	stories := readStories(t, "compile")
	dir, err := os.MkdirTemp("/tmp", "vr-compile-")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o711))
	t.Setenv("TMPDIR", dir)
	t.Setenv("VERIREWARD_TEST_SECRET", hostSecret)
	t.Setenv("AWS_SECRET_ACCESS_KEY", hostSecret)
	secret := filepath.Join(dir, "secret")
	require.NoError(t, os.WriteFile(secret, []byte(hostSecret+"\n"), 0o644))
	private := [][]byte{[]byte(hostSecret)}
	if b, err := os.ReadFile("/etc/shadow"); err == nil {
		line, _, _ := bytes.Cut(b, []byte("\n"))
		private = append(private, line)
	}
	for _, tier := range []sandbox.Tier{sandbox.TierA, sandbox.TierC} {
		t.Run(tier.String(), func(t *testing.T) {
			if testing.Short() && tier == sandbox.TierC {
				t.Skip("-short: tries tier A only")
			}
			builds := t.TempDir()
			c := newChecker(t, Options{CacheDir: builds, Policy: sandbox.Policy{Strongest: tier}})
			honest := func() {
				code := "read x; echo $((x + 1))"
				r, err := c.Check(t.Context(), Submission{Language: "bash", Source: &code,
					Tests: json.RawMessage(`[{"kind":"stdio","stdin":"4\n","stdout":"5\n"}]`)})
				require.NoError(t, err)
				require.Equal(t, Accepted, r.Verdict, lastReason(r))
			}
			honest()
			tried := 0
			for i, s := range stories {
				l, ok := lang.ByName(s.sub.Language)
				require.True(t, ok)
				if _, err := c.toolchain(t.Context(), l); err != nil || testing.Short() && i%12 != 0 ||
					tier == sandbox.TierC && i%3 != 0 && os.Getenv("VERIREWARD_ALL_SETS") == "" {
					continue
				}
				before := takeCompileCensus(t, dir, secret)
				sub := s.sub
				text := strings.ReplaceAll(*sub.Source, "SECRET", secret)
				sub.Source, sub.Tests = &text, s.sets["tests"]
				if strings.Contains(text, "AWS_") { // a name, not the file's
					sub.Source = s.sub.Source
				}
				r, err := c.Check(t.Context(), sub)
				if cmd, ok := errors.AsType[*sandbox.CmdError](err); ok {
					t.Logf("left out: %v", cmd) // a toolchain that only its owner may use
					continue
				}
				tried++
				if !assert.NoError(t, err, "%s\n%s", s.sub.ID, s.about) {
					continue
				}
				assert.Contains(t, strings.Split(s.want, "|"), string(r.Verdict), "%s: %s\n%s", s.sub.ID, lastReason(r), s.about)
				report, err := json.Marshal(r)
				require.NoError(t, err)
				for _, p := range private {
					assert.NotContains(t, string(report), string(p), s.sub.ID)
				}
				honest()
				assert.Equal(t, before, takeCompileCensus(t, dir, secret), s.sub.ID)
			}
			require.NoError(t, filepath.WalkDir(builds, func(path string, d fs.DirEntry, err error) error {
				if err != nil || !d.Type().IsRegular() {
					return err
				}
				b, err := os.ReadFile(path)
				for _, p := range private {
					assert.False(t, bytes.Contains(b, p), "a secret of the host in an artifact")
				}
				return err
			}))
			t.Logf("%d of %d attacks", tried, len(stories))
		})
	}
}
