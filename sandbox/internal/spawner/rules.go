//go:build linux

package spawner

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/landlock"
	"github.com/verireward/verireward/sandbox/internal/wire"
)

// procFiles tell about the machine, not about its processes.
var procFiles = []string{
	"/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/loadavg", "/proc/uptime",
	"/proc/version", "/proc/filesystems", "/proc/sys/vm", "/proc/sys/kernel/osrelease",
	"/proc/sys/kernel/pid_max", "/proc/sys/kernel/threads-max", "/proc/sys/kernel/ngroups_max",
	"/proc/sys/kernel/random", "/sys/devices/system/cpu", "/sys/kernel/mm/transparent_hugepage",
}

// hostPath is a path of the host that runs may use, opened once: the same
// rules are made for every run that sees the host's root.
type hostPath struct {
	fd     int
	access landlock.Access
}

type hostPaths struct {
	mu sync.Mutex
	m  map[string][]hostPath
}

// hostPaths opens the paths that every run with these read-only paths may use.
func (s *spawner) hostPaths(readOnly []string, network bool) ([]hostPath, error) {
	key := templateKey(readOnly, network)
	s.paths.mu.Lock()
	defer s.paths.mu.Unlock()
	if list, ok := s.paths.m[key]; ok {
		return list, nil
	}
	var list []hostPath
	add := func(access landlock.Access, paths ...string) error {
		for _, p := range paths {
			fd, err := unix.Open(p, unix.O_PATH|unix.O_CLOEXEC, 0)
			if err == unix.ENOENT {
				continue
			}
			if err != nil {
				return fmt.Errorf("open %s: %w", p, err)
			}
			list = append(list, hostPath{fd, access})
		}
		return nil
	}
	var etc []string
	for _, p := range visible(nil, network) {
		if strings.HasPrefix(p, "/etc/") {
			etc = append(etc, p)
		}
	}
	err := errors.Join(
		add(landlock.Read|landlock.Execute, withoutLinks(systemDirs)...),
		add(landlock.Read|landlock.Execute, readOnly...),
		add(landlock.Read|landlock.Write, devices...),
		add(landlock.Read, etc...),
		add(landlock.Read, procFiles...))
	if err != nil {
		for _, p := range list {
			unix.Close(p.fd)
		}
		return nil, err
	}
	if s.paths.m == nil {
		s.paths.m = map[string][]hostPath{}
	}
	s.paths.m[key] = list
	return list, nil
}

// ruleKey is what the rules of a worker's runs depend on.
type ruleKey struct {
	visible, app string
	exec         bool
}

// ruleset is a ruleset that serves several runs of a worker.
type ruleset struct {
	*landlock.Ruleset
	runs int
}

const (
	// rulesetRuns is how many runs a ruleset serves. Each leaves its entry in
	// /proc in it, which leads nowhere when the process is gone, and costs the
	// next ones a little.
	rulesetRuns = 32
	// maxRulesets bounds the rulesets that a worker holds.
	maxRulesets = 8
)

// hostRules are the rules of a run that sees the host's root.
func (w *worker) hostRules(req *wire.Request, b *box) (*landlock.Ruleset, error) {
	network := req.Flags&wire.FlagNetwork != 0
	key := ruleKey{visible: templateKey(req.ReadOnly, network), exec: req.Flags&wire.FlagExecWork != 0}
	if req.AppDigest != "" {
		key.app = b.app
	}
	if r := w.home.rules[key]; r != nil {
		if r.runs++; r.runs < rulesetRuns {
			return r.Ruleset, nil
		}
		r.Close()
		delete(w.home.rules, key)
	}
	paths, err := w.hostPaths(req.ReadOnly, network)
	if err != nil {
		return nil, err
	}
	r, err := landlock.New(w.cfg.Landlock, network)
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		if err == nil {
			err = r.AllowFD(p.fd, p.access)
		}
	}
	own := landlock.Read | landlock.Write | landlock.Manage
	if key.exec {
		own |= landlock.Execute
	}
	if err == nil {
		err = r.AllowFD(w.home.fd, own)
	}
	if err == nil && key.app != "" {
		err = r.Allow(key.app, landlock.Read|landlock.Execute)
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	if len(w.home.rules) >= maxRulesets {
		w.home.dropRules()
	}
	w.home.rules[key] = &ruleset{Ruleset: r}
	return r, nil
}
