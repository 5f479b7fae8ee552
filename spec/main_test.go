package spec

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

func needSandbox(t *testing.T) {
	t.Helper()
	if _, err := sandbox.MakePlan(sandbox.Untrusted, sandbox.Probe()); err != nil {
		need.Skip(t, "sandbox", "none of tier C: %v", err)
	}
}
