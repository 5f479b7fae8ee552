//go:build linux

package sandbox

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDoctor(t *testing.T) {
	r := Doctor(t.Context())
	require.NoError(t, r.Err)
	assert.GreaterOrEqual(t, r.Tier, TierC)
	assert.True(t, r.Healthy(TierC))
	for _, c := range r.Checks {
		t.Logf("%-16s active %-5v ok %-5v %s", c.Layer, c.Active, c.OK, c.Detail)
		assert.Equal(t, c.Active, c.OK, "%s: %s", c.Layer, c.Detail)
		assert.NotEmpty(t, c.Detail)
	}
}

func TestDoctorOfTierC(t *testing.T) {
	s, err := New(Policy{Strongest: TierC})
	require.NoError(t, err)
	defer s.Close()
	d := doctor{ctx: t.Context(), s: s}
	for _, layer := range s.Layers() {
		ok, detail := d.check(layer)
		assert.True(t, ok, "%s: %s", layer, detail)
	}
	assert.NotEmpty(t, notes(s.Plan()))
}
