//go:build linux

package sandbox

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
)

// eachTier runs f with a sandbox of every tier that this host offers to this
// user.
func eachTier(t *testing.T, f func(*testing.T, *Sandbox)) {
	t.Helper()
	var seen []Tier
	for _, strongest := range []Tier{TierA, TierB, TierC} {
		s, err := New(Policy{Strongest: strongest})
		require.NoError(t, err)
		if tier := s.Plan().Tier; slices.Contains(seen, tier) {
			s.Close()
			continue
		}
		seen = append(seen, s.Plan().Tier)
		t.Run("tier "+s.Plan().Tier.String(), func(t *testing.T) { f(t, s) })
		require.NoError(t, s.Close())
	}
	for what, tier := range map[string]Tier{"tier-A": TierA, "tier-B": TierB} {
		if !slices.Contains(seen, tier) {
			need.LeaveOut(t, what, "it was not offered")
		}
	}
}

// sh is a command that runs a shell script.
func sh(script string) Cmd { return Cmd{Args: []string{"/bin/sh", "-c", script}} }

// run runs cmd and requires that it could be judged.
func run(t *testing.T, s *Sandbox, cmd Cmd) Result {
	t.Helper()
	r, err := s.Run(t.Context(), cmd)
	require.NoError(t, err)
	require.Equal(t, s.Layers(), r.Layers)
	return r
}
