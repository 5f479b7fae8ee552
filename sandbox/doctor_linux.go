package sandbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Doctor makes the strongest sandbox that this host offers and has programs
// in it try to get past each layer. It takes about a second.
func Doctor(ctx context.Context) Report {
	s, err := New(BestEffort)
	if err != nil {
		return Report{Err: err}
	}
	defer s.Close()
	r := Report{Tier: s.plan.Tier, Notes: notes(s.plan)}
	d := doctor{ctx: ctx, s: s}
	for _, layer := range s.plan.Layers {
		c := Check{Layer: layer, Active: true}
		c.OK, c.Detail = d.check(layer)
		r.Checks = append(r.Checks, c)
	}
	for _, m := range s.plan.Missing {
		r.Checks = append(r.Checks, Check{Layer: m.Layer, Detail: fmt.Sprintf("%s: %v", m.Step, m.Err)})
	}
	return r
}

type doctor struct {
	ctx context.Context
	s   *Sandbox
}

// script runs a shell script and returns its output, or what went wrong.
func (d *doctor) script(text string, l Limits) (Result, error) {
	return d.s.Run(d.ctx, Cmd{Args: []string{"/bin/sh", "-c", text}, Limits: l})
}

// namespaceFiles are the names below /proc/self/ns.
var namespaceFiles = map[string]string{LayerUserNS: "user", LayerMount: "mnt", LayerPID: "pid",
	LayerNet: "net", LayerIPC: "ipc", LayerUTS: "uts"}

// check has a program try to get past a layer.
func (d *doctor) check(layer string) (bool, string) {
	switch layer {
	case LayerUserNS, LayerMount, LayerPID, LayerNet, LayerIPC, LayerUTS:
		name := "/proc/self/ns/" + namespaceFiles[layer]
		mine, err := os.Readlink(name)
		if err != nil {
			return false, err.Error()
		}
		out, detail := d.output("readlink " + name)
		if detail != "" {
			return false, detail
		}
		return out != "" && out != mine, "a namespace of its own: " + out
	case LayerUID:
		out, detail := d.output("id -u")
		if detail != "" {
			return false, detail
		}
		return out != strconv.Itoa(os.Geteuid()), "runs as user " + out
	case LayerNoNewPrivs:
		return d.status("NoNewPrivs", "1")
	case LayerSeccomp:
		return d.status("Seccomp", "2")
	case LayerLandlock:
		return d.landlock()
	case LayerLandlockScope, LayerProcessGroup:
		return d.signals(layer)
	case LayerRlimits:
		out, detail := d.output("ulimit -n")
		if detail != "" {
			return false, detail
		}
		return out == strconv.Itoa(DefaultLimits.Files), "at most " + out + " descriptors"
	case LayerCgroup1, LayerCgroup2, LayerSampler:
		r, err := d.s.Run(d.ctx, Cmd{Args: []string{"/usr/bin/tail", "/dev/zero"}, Limits: Limits{Memory: 48 << 20, CPU: 10 * time.Second}})
		if err != nil {
			return false, err.Error()
		}
		return r.Status == MemoryLimit, fmt.Sprintf("a program that fills memory: %v at %d MiB of 48", r.Status, r.PeakMemory>>20)
	}
	return false, "no check"
}

// output runs a script that must succeed; detail is empty if it did.
func (d *doctor) output(script string) (out, detail string) {
	r, err := d.script(script, Limits{})
	if err != nil {
		return "", err.Error()
	}
	if r.Status != Exited {
		return "", fmt.Sprintf("%s: %v %s", script, r.Status, strings.TrimSpace(string(r.Stderr)))
	}
	return strings.TrimSpace(string(r.Stdout)), ""
}

// status looks for a field of /proc/self/status.
func (d *doctor) status(field, want string) (bool, string) {
	out, detail := d.output("while read k v; do [ \"$k\" = " + field + ": ] && echo $v; done </proc/self/status; true")
	if detail != "" {
		return false, detail
	}
	return out == want, field + " is " + out
}

// landlock has a program read a file that everybody may read by its mode,
// and write to its own entry in /proc.
func (d *doctor) landlock() (bool, string) {
	f, err := os.CreateTemp("/tmp", "verireward-doctor-")
	if err != nil {
		return false, err.Error()
	}
	defer os.Remove(f.Name())
	f.WriteString("visible")
	f.Chmod(0o644)
	f.Close()
	r, err := d.script("cat "+f.Name()+"; echo x >/proc/self/comm && echo visible", Limits{})
	if err != nil {
		return false, err.Error()
	}
	return !strings.Contains(string(r.Stdout), "visible"), "a file of the host was not readable, nor /proc writable"
}

// signals has a program signal the caller, and leave its process group.
func (d *doctor) signals(layer string) (bool, string) {
	if layer == LayerProcessGroup {
		setsid, err := exec.LookPath("setsid")
		if err != nil {
			return true, "not tried: no setsid program"
		}
		r, err := d.script(setsid+" -f true", Limits{})
		if err != nil {
			return false, err.Error()
		}
		return r.Status != Exited, "a session of its own was refused"
	}
	r, err := d.script("kill -0 "+strconv.Itoa(os.Getpid()), Limits{})
	if err != nil {
		return false, err.Error()
	}
	return r.Status != Exited, "the caller could not be signalled"
}
