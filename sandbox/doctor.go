package sandbox

// Check is one row of what [Doctor] finds: a layer, and whether it holds.
type Check struct {
	// Layer is the layer's name.
	Layer string
	// Active: the strongest sandbox this host offers has the layer in force.
	Active bool
	// OK: a program that tried to get past the layer failed to. It is false
	// for a layer that is not active.
	OK bool
	// Detail says what was tried, or why the layer is not active.
	Detail string
}

// Report is what [Doctor] finds.
type Report struct {
	// Tier is the strongest that works here, 0 if none does.
	Tier Tier
	// Checks has a row for each layer, active ones first.
	Checks []Check
	// Notes say what honest programs must do without on this tier.
	Notes []string
	// Err is why not even the weakest sandbox can be made.
	Err error
}

// Healthy reports whether the tier is at least the one given, and every
// active layer held.
func (r Report) Healthy(require Tier) bool {
	for _, c := range r.Checks {
		if c.Active && !c.OK {
			return false
		}
	}
	return r.Err == nil && r.Tier >= require
}

// notes says what a tier cannot give to honest programs.
func notes(p Plan) []string {
	var n []string
	if p.Tier <= TierC {
		n = append(n, "no private shared memory: POSIX shared memory and named semaphores are refused (for Python there are stand-ins)",
			"directories of runs lie on the host; the number of bytes in them is looked at every 60 ms, not bounded by the kernel",
			"names and metadata of host files can be seen, not their content")
		if !p.has(LayerUID) {
			n = append(n, "changes of mode, owner and times of files succeed without effect")
		}
		if p.has(LayerProcessGroup) {
			n = append(n, "processes cannot start sessions or process groups of their own (setsid, setpgid)")
		}
	}
	if p.has(LayerSampler) {
		n = append(n, "memory of several processes together is looked at every 12 ms, not bounded by the kernel")
	}
	if !p.has(LayerUID) && p.Tier == TierC {
		n = append(n, "the number of processes is bounded together with all others of this user")
	}
	return n
}
