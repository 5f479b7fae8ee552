//go:build linux

package spawner

import (
	"errors"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/verireward/verireward/sandbox/internal/wire"
)

const (
	// firstLook is when a run is looked at for the first time: most have
	// ended by then.
	firstLook = 4 * time.Millisecond
	// memoryLook is the longest time between two looks where no control group
	// bounds memory, of which a core fills some tens of megabytes in it, or
	// counts the processor time of processes that are gone.
	memoryLook = 12 * time.Millisecond
	// cpuLook and minLook bound the time between two looks at processor time,
	// which are made as late as the limit can be reached.
	cpuLook = 500 * time.Millisecond
	minLook = time.Millisecond
	// diskLook is the time between two looks at a directory on disk.
	diskLook = 60 * time.Millisecond
)

// watch waits for the first process to end, and ends it when it passes a
// limit or the caller says so. It reports whether the caller is gone.
func (r *run) watch() (gone bool) {
	r.meter.single = true
	deadline := r.began.Add(r.req.Limits.Wall)
	look := r.began.Add(firstLook)
	disk := r.began.Add(diskLook)
	fds := []unix.PollFd{
		{Fd: int32(r.proc.FD), Events: unix.POLLIN},
		{Fd: int32(r.sock), Events: unix.POLLIN},
	}
	if r.box.cell != nil {
		fds = append(fds, unix.PollFd{Fd: int32(r.notices), Events: unix.POLLIN})
	}
	every := firstLook
	for {
		var timeout *unix.Timespec
		if r.stop == wire.StopNone {
			until := time.Until(deadline)
			if d := time.Until(look); d < until {
				until = d
			}
			ts := unix.NsecToTimespec(int64(max(until, 0)))
			timeout = &ts
		}
		_, err := unix.Ppoll(fds, timeout, nil)
		if err != nil && err != unix.EINTR {
			r.halt(wire.StopAbort)
			return true
		}
		if fds[0].Revents != 0 {
			r.wall = time.Since(r.began)
			return gone
		}
		if fds[1].Revents != 0 {
			_, _, err := wire.ReceiveFD(r.sock, new(wire.Buffer), unix.MSG_DONTWAIT)
			if errors.Is(err, wire.ErrAbort) {
				r.halt(wire.StopAbort)
			} else if err != unix.EAGAIN {
				gone = true
				r.halt(wire.StopAbort)
			}
			if r.stop != wire.StopNone {
				fds = fds[:1]
			}
			continue
		}
		if r.stop != wire.StopNone {
			continue
		}
		if len(fds) > 2 && fds[2].Revents != 0 {
			r.takeNotice()
		}
		now := time.Now()
		if !now.Before(look) {
			every = r.look(every)
			look = time.Now().Add(every)
			if r.box.dir != "" && r.stop == wire.StopNone && now.After(disk) {
				if usage(r.box.root, r.req.Limits.Disk) {
					r.halt(wire.StopDisk)
				}
				disk = time.Now().Add(diskLook)
			}
		}
		if r.stop == wire.StopNone && !now.Before(deadline) {
			if deadline = r.extend(now); !now.Before(deadline) {
				r.halt(wire.StopWall)
			}
		}
	}
}

// look measures the run, ends it if it is over a limit, and says when to look
// again.
func (r *run) look(every time.Duration) time.Duration {
	l := &r.req.Limits
	r.meter.measure(r.tree(), r.child.status != nil, r.group == nil)
	if r.group != nil {
		r.meter.cpu = max(r.meter.cpu, r.group.CPU())
	}
	switch {
	case r.meter.cpu > l.CPU:
		r.halt(wire.StopCPU)
	case r.group == nil && r.meter.now > l.Memory:
		r.halt(wire.StopMemory)
	}
	next := (l.CPU - r.meter.cpu) / time.Duration(runtime.NumCPU())
	next = min(max(next, minLook), cpuLook)
	if r.group == nil || !r.group.CountsCPU() && !r.meter.single {
		next = min(next, every*3/2, memoryLook)
	}
	if r.meter.discards {
		next = minLook
	}
	if r.box.dir != "" {
		next = min(next, diskLook)
	}
	return next
}

// patience is how many times its wall limit a run may last on a machine so
// busy that it hardly gets a core.
const patience = 4

// waitLook is the least time between two looks at a run that waits for a core
// beyond its wall limit.
const waitLook = 10 * time.Millisecond

// extend returns the deadline put off by the time that the run has only
// waited for a core, which is no fault of its own.
func (r *run) extend(now time.Time) time.Time {
	limit := r.req.Limits.Wall
	least := r.meter.cpu
	if r.group != nil {
		least = max(least, r.group.CPU())
	}
	if r.meter.discards { // it may have had a core all the time
		least = now.Sub(r.began)
	}
	var waits bool
	r.meter.delay, waits = waited(r.tree(), now.Sub(r.began), least)
	next := min(limit+r.meter.delay, patience*limit)
	if waits { // how long is known when it is over
		next = min(next, now.Sub(r.began)+max(limit/8, waitLook))
	}
	return r.began.Add(next)
}

// tree lists the run's processes, its init or keeper first if it has one.
func (r *run) tree() []int {
	list := []int{r.proc.PID}
	if r.box.cell != nil {
		list = append(list, r.box.cell.orphans()...)
	}
	if r.tmpl == nil && r.box.uid >= 0 {
		// Orphans are the spawner's, those of every run, told by their user.
		for _, pid := range r.orphanList() {
			if ownedBy(pid, r.box.uid) {
				list = append(list, pid)
			}
		}
	}
	return descendants(list)
}

// halt kills the run from outside, for a reason.
func (r *run) halt(why int) {
	if r.stop == wire.StopNone {
		r.stop = why
	}
	if r.keeps() {
		r.ctl.end()
		return
	}
	unix.PidfdSendSignal(r.proc.FD, unix.SIGKILL, nil, 0)
}
