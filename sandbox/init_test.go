//go:build linux

package sandbox

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestForgottenInit(t *testing.T) {
	initialised.Store(false)
	defer initialised.Store(true)
	_, err := New(Untrusted)
	require.ErrorIs(t, err, ErrNoInit)
}
