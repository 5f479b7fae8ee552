//go:build linux

package sandbox

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkRun runs a program that does nothing, and a warm test, in each
// tier. What they cost beside a bare fork and exec, at several levels of
// concurrency, is measured by bench/sandbox.sh.
func BenchmarkRun(b *testing.B) {
	for _, tier := range []Tier{TierC, TierA} {
		s, err := New(Policy{Strongest: tier})
		require.NoError(b, err)
		b.Run("tier-"+s.Plan().Tier.String()+"/true", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := s.Run(b.Context(), Cmd{Args: []string{"/bin/true"}})
				require.NoError(b, err)
				require.Equal(b, Exited, r.Status)
			}
		})
		w := newWarm(b, s)
		b.Run("tier-"+s.Plan().Tier.String()+"/python-warm", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := w.Run(b.Context(), py("print('hello')"))
				require.NoError(b, err)
				require.Equal(b, Exited, r.Status)
			}
		})
		require.NoError(b, s.Close())
	}
}
