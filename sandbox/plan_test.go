package sandbox

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lacks is an error for something that a made-up host does not have.
func lacks(layer string, errno syscall.Errno) *SetupError {
	return &SetupError{Layer: layer, Step: "try", Err: errno}
}

// Made-up hosts.
func rootHost() Host {
	return Host{UID: 0, Cores: 8, Landlock: 7, UIDBase: 1 << 30, UIDCount: 128, CgroupVersion: 2, CgroupDir: "/cg"}
}

func userHost() Host {
	h := rootHost()
	h.UID = 65534
	h.Namespaces = lacks(LayerMount, syscall.EPERM)
	h.SetUID = lacks(LayerUID, syscall.EPERM)
	h.Cgroup = lacks("cgroup", syscall.EACCES)
	return h
}

func podHost() Host {
	h := userHost()
	h.UserNS = lacks(LayerUserNS, syscall.EPERM)
	return h
}

func with(h Host, change func(*Host)) Host { change(&h); return h }

func TestMakePlan(t *testing.T) {
	spaces := []string{LayerMount, LayerPID, LayerNet, LayerIPC, LayerUTS}
	filters := []string{LayerRlimits, LayerNoNewPrivs, LayerLandlock, LayerLandlockScope, LayerSeccomp}
	join := func(parts ...[]string) (all []string) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	tests := []struct {
		name   string
		policy Policy
		host   Host
		tier   Tier
		layers []string
	}{
		{"root", Untrusted, rootHost(), TierA, join(spaces, []string{LayerUID, LayerCgroup2}, filters)},
		{"root, cgroup v1", Untrusted, with(rootHost(), func(h *Host) { h.CgroupVersion = 1 }), TierA,
			join(spaces, []string{LayerUID, LayerCgroup1}, filters)},
		{"root, groups left alone", Policy{NoCgroup: true}, rootHost(), TierA,
			join(spaces, []string{LayerUID, LayerSampler}, filters)},
		{"user", Untrusted, userHost(), TierB, join([]string{LayerUserNS}, spaces, []string{LayerSampler}, filters)},
		{"pod", Untrusted, podHost(), TierC, join([]string{LayerSampler}, filters)},
		{"root without mounts", Untrusted, with(podHost(), func(h *Host) { h.SetUID = nil }), TierC,
			join([]string{LayerUID, LayerSampler}, filters)},
		{"root asked for tier C", Policy{Strongest: TierC}, rootHost(), TierC,
			join([]string{LayerUID, LayerCgroup2}, filters)},
		{"old kernel as root", Untrusted, with(rootHost(), func(h *Host) { h.Landlock = 3 }), TierA,
			join(spaces, []string{LayerUID, LayerCgroup2, LayerRlimits, LayerNoNewPrivs, LayerLandlock, LayerSeccomp})},
		{"nothing, best effort", BestEffort, with(podHost(), func(h *Host) { h.Landlock = 0; h.Seccomp = lacks(LayerSeccomp, syscall.EINVAL) }),
			TierD, []string{LayerProcessGroup, LayerSampler, LayerRlimits, LayerNoNewPrivs}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := MakePlan(tt.policy, tt.host)
			require.NoError(t, err)
			assert.Equal(t, tt.tier, p.Tier)
			assert.ElementsMatch(t, tt.layers, p.Layers)
		})
	}
}

func TestMakePlanRefuses(t *testing.T) {
	tests := []struct {
		name   string
		policy Policy
		host   Host
		layer  string
	}{
		{"pod without landlock", Untrusted, with(podHost(), func(h *Host) { h.Landlock = 0 }), LayerLandlock},
		{"pod whose landlock knows no signals", Untrusted, with(podHost(), func(h *Host) { h.Landlock = 5 }), LayerLandlockScope},
		{"pod without seccomp", Untrusted, with(podHost(), func(h *Host) { h.Seccomp = lacks(LayerSeccomp, syscall.EINVAL) }), LayerSeccomp},
		{"root without seccomp", Untrusted, with(rootHost(), func(h *Host) { h.Seccomp = lacks(LayerSeccomp, syscall.EINVAL) }), LayerSeccomp},
		{"user, A required", Policy{Require: TierA}, userHost(), LayerMount},
		{"pod, B required", Policy{Require: TierB}, podHost(), LayerUserNS},
		{"root held to C, B required", Policy{Require: TierB, Strongest: TierC}, rootHost(), LayerUserNS},
		{"no platform", BestEffort, with(rootHost(), func(h *Host) { h.Launch = lacks("launch", syscall.ENOSYS) }), "launch"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := MakePlan(tt.policy, tt.host)
			var setup *SetupError
			require.ErrorAs(t, err, &setup)
			assert.Equal(t, tt.layer, setup.Layer)
			assert.NotEmpty(t, setup.Step)
			assert.Error(t, setup.Err)
		})
	}
}
