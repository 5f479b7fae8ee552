package mathcheck_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/mathcheck"
)

// TestCheckerIsCheck: remembered golds change no verdict, whatever order they
// come in and from however many goroutines.
func TestCheckerIsCheck(t *testing.T) {
	cases := suite(t)
	k := mathcheck.NewChecker()
	var group sync.WaitGroup
	for w := range 4 {
		group.Go(func() {
			for i := range cases {
				c := cases[(i*7+w*13)%len(cases)]
				if testing.Short() && i%5 != 0 || len(c.pred) > 10_000 {
					continue
				}
				want, wantErr := mathcheck.Check(c.gold, c.pred)
				got, err := k.Check(c.gold, c.pred)
				if fmt.Sprint(want, wantErr) != fmt.Sprint(got, err) {
					t.Errorf("%s:%d: %v, %v; Check says %v, %v", c.file, c.line, got, err, want, wantErr)
				}
			}
		})
	}
	group.Wait()
	_, err := k.CheckAny([]string{" ", ""}, "1")
	require.Error(t, err)
	v, err := k.CheckAny([]string{"", "2", strings.Repeat("1", 500)}, "2.0")
	require.NoError(t, err)
	require.Equal(t, mathcheck.OutcomeEqual, v.Outcome)
}
