package main

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/verireward/verireward/sandbox"
)

// update rewrites the expected outputs of the scripts.
var update = flag.Bool("update", false, "rewrite the files that cmp compares with")

func TestMain(m *testing.M) {
	sandbox.Init()
	testscript.Main(m, map[string]func(){"verireward": main})
}

// TestScripts runs the txtar scripts: every command, as a user calls it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Condition: func(name string) (bool, error) {
			if name != "sandbox" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			_, err := sandbox.MakePlan(sandbox.Untrusted, sandbox.Probe())
			return err == nil, nil
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			env.Setenv("HOME", env.WorkDir)
			for _, name := range []string{"VERIREWARD_CACHE"} {
				if v, ok := os.LookupEnv(name); ok {
					env.Setenv(name, v)
				}
			}
			return nil
		},
	})
}
