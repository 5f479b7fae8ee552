// Package spectests runs the tests that specifications carry with go test, so
// that they stand in the same report as a repository's other tests.
package spectests_test

import (
	"os"
	"testing"

	"github.com/verireward/verireward/reward/rewardtest"
	"github.com/verireward/verireward/sandbox"
	"github.com/verireward/verireward/spec"
)

func TestMain(m *testing.M) {
	sandbox.Init() // the code rewards of a specification need it
	os.Exit(m.Run())
}

func TestSpecs(t *testing.T) {
	rewardtest.Run(t, "../specs", spec.Cases)
}
