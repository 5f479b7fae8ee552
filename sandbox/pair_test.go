//go:build linux

package sandbox

import (
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRunPair(t *testing.T) {
	judge := `read a; echo "asked $a" >&3; echo 41; read b; echo "got $b" >&3; [ "$b" = 42 ]`
	tests := []struct {
		name  string
		a, b  string
		check func(*testing.T, Result, Result)
	}{
		{"a talk", `echo ready; read n; echo $((n+1))`, judge, func(t *testing.T, a, b Result) {
			assert.Equal(t, Exited, a.Status)
			assert.Equal(t, Exited, b.Status)
			assert.Equal(t, "asked ready\ngot 42\n", string(b.Channel))
		}},
		{"wrong", `echo ready; read n; echo $n`, judge, func(t *testing.T, a, b Result) {
			assert.Equal(t, 1, b.ExitCode)
		}},
		{"the program ends early", `exit 5`, judge, func(t *testing.T, a, b Result) {
			assert.Equal(t, 5, a.ExitCode)
			assert.Equal(t, "asked \n", string(b.Channel))
			assert.Equal(t, syscall.SIGPIPE, b.Signal) // nobody reads what it writes
		}},
		{"the judge ends early", `sleep 100`, `exit 0`, func(t *testing.T, a, b Result) {
			assert.Equal(t, Exited, b.Status)
			assert.Equal(t, Signaled, a.Status)
		}},
		{"both wait", `read x`, `read x`, func(t *testing.T, a, b Result) {
			assert.Equal(t, WallLimit, b.Status)
		}},
	}
	eachTier(t, func(t *testing.T, s *Sandbox) {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				a, b := sh(tt.a), sh(tt.b)
				b.Result = true
				b.Limits.Wall = time.Second
				a.Limits.Wall = 3 * time.Second
				ra, rb, err := s.RunPair(t.Context(), a, b)
				require.NoError(t, err)
				tt.check(t, ra, rb)
			})
		}
	})
}
