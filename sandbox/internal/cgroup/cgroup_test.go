//go:build linux

package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPlaces(t *testing.T) {
	tests := []struct {
		name, own, mounts string
		want              []Place
	}{
		{"version 2", "0::/user.slice/me\n",
			"30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n",
			[]Place{{2, "/sys/fs/cgroup/user.slice/me", ""}, {2, "/sys/fs/cgroup/user.slice", ""}}},
		{"version 2 in a container", "0::/\n",
			"30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n",
			[]Place{{2, "/sys/fs/cgroup", ""}}},
		{"version 1", "5:cpu,cpuacct:/a\n4:memory:/box/1\n",
			"31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n" +
				"32 23 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n",
			[]Place{{1, "/sys/fs/cgroup/memory/box/1", ""}}},
		{"version 1, processor time counted elsewhere", "5:cpu,cpuacct:/a\n4:memory:/box/1\n",
			"32 23 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n" +
				"31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
			[]Place{{1, "/sys/fs/cgroup/memory/box/1", "/sys/fs/cgroup/cpu/a"}}},
		{"version 1, part of the tree mounted", "4:memory:/docker/abc/x\n",
			"31 23 0:27 /docker/abc /sys/fs/cgroup/memory rw shared:3 - cgroup cgroup rw,memory\n",
			[]Place{{1, "/sys/fs/cgroup/memory/x", ""}}},
		{"hybrid", "4:memory:/m\n0::/\n",
			"31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n" +
				"33 23 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
			[]Place{{2, "/sys/fs/cgroup/unified", ""}, {1, "/sys/fs/cgroup/memory/m", ""}}},
		{"none", "0::/\n", "23 1 0:3 / /proc rw - proc proc rw\n", nil},
		{"malformed", "x\n:\n", "a b c\n- - -\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, places(tt.own, tt.mounts))
		})
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	live := fmt.Sprintf("%s%d-0", Prefix, os.Getpid())
	for _, n := range []string{live, Prefix + "2147483647-0", Prefix + "x", "other"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, n), 0o755))
	}
	Sweep(Place{Dir: dir})
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range left {
		names = append(names, e.Name())
	}
	assert.ElementsMatch(t, []string{live, Prefix + "x", "other"}, names)
}

func TestCPU(t *testing.T) {
	for name, tt := range map[string]struct{ before, after string }{
		"version 1": {"1000000\n", "251000000\n"},
		"version 2": {"usage_usec 1000\nuser_usec 900\nsystem_usec 100\n", "usage_usec 251000\nuser_usec 250000\nsystem_usec 1000\nnice_usec 0\n"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "usage")
			require.NoError(t, os.WriteFile(file, []byte(tt.before), 0o644))
			f, err := os.Open(file)
			require.NoError(t, err)
			defer f.Close()
			g := &Group{usage: int(f.Fd())}
			g.used = g.time()
			require.NoError(t, os.WriteFile(file, []byte(tt.after), 0o644))
			assert.Equal(t, 250*time.Millisecond, g.CPU())
		})
	}
	assert.Zero(t, (&Group{usage: -1}).CPU())
}

func TestEnable(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	control := func() string {
		b, err := os.ReadFile(filepath.Join(dir, "cgroup.subtree_control"))
		require.NoError(t, err)
		return string(b)
	}
	write("cgroup.controllers", "cpu memory\n")
	write("cgroup.subtree_control", "cpu\n")
	enable(dir)
	assert.Equal(t, "+memory", control())
	write("cgroup.subtree_control", "cpu memory\n")
	enable(dir)
	assert.Equal(t, "cpu memory\n", control(), "given already")
	enable(filepath.Join(dir, "absent"))
}
