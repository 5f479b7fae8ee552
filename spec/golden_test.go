package spec_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward/rewardtest"
	"github.com/verireward/verireward/spec"
)

// TestPresetsUnderRewardtest runs the shipped files as a user runs theirs.
func TestPresetsUnderRewardtest(t *testing.T) {
	rewardtest.Run(t, "preset", spec.Cases)
}

func TestCasesSayWhatIsNotAsWanted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	require.NoError(t, os.WriteFile(path, []byte(`name: a
rewards: {exact: {use: exact}}
tests:
  - {name: right, completion: x, answer: x, want: 1}
  - {name: wrong, completion: x, answer: y, want: 1}
`), 0o600))
	cases, err := spec.Cases(path)
	require.NoError(t, err)
	got := map[string]error{}
	for name, check := range cases {
		got[name] = check(t.Context())
	}
	require.Len(t, got, 2)
	require.NoError(t, got["a/right"])
	require.ErrorContains(t, got["a/wrong"], "want 1, got 0")
	_, err = spec.Cases(path + ".missing")
	require.Error(t, err)
}
