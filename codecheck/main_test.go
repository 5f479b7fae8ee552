package codecheck

import (
	"os"
	"testing"

	"github.com/verireward/verireward/internal/need"
	"github.com/verireward/verireward/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Init()
	os.Exit(m.Run())
}

// newChecker makes a Checker for a test, or skips the test where the host
// offers no sandbox of tier C.
func newChecker(t testing.TB, opts Options) *Checker {
	t.Helper()
	c, err := New(opts)
	if err != nil {
		need.Skip(t, "sandbox", "none of tier C: %v", err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}
