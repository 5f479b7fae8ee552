//go:build linux

package sandbox

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A worker's runs have their directories in the same place one after the
// other: nothing that one does there is seen by the next.
func TestNothingIsLeftForTheNextRun(t *testing.T) {
	for _, strongest := range []Tier{TierA, TierB, TierC} {
		s, err := New(Policy{Strongest: strongest, Parallel: 1})
		require.NoError(t, err)
		t.Run("tier "+s.Plan().Tier.String(), func(t *testing.T) {
			look := sh(`stat -c '%a %h' "$HOME" "$TMPDIR"; ls -A "$HOME" "$TMPDIR"; ls -A /dev/shm/ | grep -v verireward; true`)
			empty := run(t, s, look)
			require.Equal(t, Exited, empty.Status, string(empty.Stderr))
			for range 3 {
				r := run(t, s, sh(`
					mkdir -p "$HOME/a/b/c" "$TMPDIR/x" /dev/shm/d
					echo 1 >"$HOME/a/b/f"; echo 2 >"$TMPDIR/x/g"; echo 3 >/dev/shm/d/h; mkfifo "$HOME/p"
					ln -s / "$HOME/l"; ln "$HOME/a/b/f" "$HOME/hard"
					chmod 0 "$HOME/a/b" "$TMPDIR/x"; chmod 0 "$HOME/a"; chmod 500 "$HOME"; chmod 777 "$TMPDIR"
					mv "$TMPDIR" "$TMPDIR.moved"; mkdir "$HOME/../more"; echo done`))
				assert.Contains(t, string(r.Stdout), "done")
			}
			after := run(t, s, look)
			assert.Equal(t, string(empty.Stdout), string(after.Stdout))
		})
		require.NoError(t, s.Close())
	}
}
