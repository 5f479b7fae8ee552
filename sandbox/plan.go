package sandbox

import "errors"

// Plan is what a sandbox will do on a host: the outcome of [MakePlan].
type Plan struct {
	// Tier is the strength reached.
	Tier Tier
	// Layers are in force in every run.
	Layers []string
	// Missing says, for each layer that is not in force, why not.
	Missing []*SetupError
}

// Errors that are the cause of a SetupError from MakePlan.
var (
	errNotAllowed = errors.New("not allowed by the policy")
	errOldKernel  = errors.New("the kernel has no such feature")
	errSameUser   = errors.New("runs have the caller's user, and no layer stops signals to it")
)

// has says whether the plan includes a layer.
func (p *Plan) has(layer string) bool {
	for _, l := range p.Layers {
		if l == layer {
			return true
		}
	}
	return false
}

func (p *Plan) add(layers ...string) { p.Layers = append(p.Layers, layers...) }

func (p *Plan) miss(layer string, err *SetupError) {
	if err != nil {
		p.Missing = append(p.Missing, &SetupError{Layer: layer, Step: err.Step, Err: err.Err})
	}
}

// MakePlan decides which layers a sandbox puts in force. It is a pure
// function: the strongest tier that the policy permits and the host offers,
// or the *SetupError of what is missing for the weakest tier that the policy
// takes.
func MakePlan(policy Policy, host Host) (Plan, error) {
	require, strongest := policy.Require, policy.Strongest
	if require == 0 {
		require = TierC
	}
	if strongest == 0 {
		strongest = TierA
	}
	var p Plan
	if host.Launch != nil {
		return p, host.Launch
	}
	var namespaces *SetupError // why there are none
	switch {
	case strongest >= TierA && host.Namespaces == nil && host.SetUID == nil:
		p.Tier = TierA
	case strongest >= TierB && host.UserNS == nil:
		p.Tier = TierB
	default:
		p.Tier = TierC
		namespaces = &SetupError{LayerUserNS, "plan", errNotAllowed}
		if strongest >= TierB {
			namespaces = host.UserNS
			p.miss(LayerMount, host.Namespaces)
			p.miss(LayerUserNS, host.UserNS)
		}
	}
	if p.Tier == TierB {
		p.add(LayerUserNS)
	}
	if p.Tier >= TierB {
		p.add(LayerMount, LayerPID, LayerNet, LayerIPC, LayerUTS)
	}
	ownUser := p.Tier == TierA || p.Tier == TierC && host.SetUID == nil
	if ownUser {
		p.add(LayerUID)
	} else if p.Tier == TierC {
		p.miss(LayerUID, host.SetUID)
		if host.Landlock < landlockScope {
			p.add(LayerProcessGroup)
		}
	}
	p.memory(policy, host)
	p.add(LayerRlimits, LayerNoNewPrivs)
	if err := p.filters(host, ownUser); err != nil {
		// Without its filters a run with namespaces of its own still is kept
		// from the host's files and processes, but not from the kernel's
		// whole surface: that is not what tiers A and B mean.
		p.Tier = TierD
		if require > TierD {
			return Plan{}, err
		}
	}
	if p.Tier < require {
		if require == TierA && host.Namespaces != nil {
			namespaces = host.Namespaces
		}
		if require == TierA && host.Namespaces == nil {
			namespaces = host.SetUID
		}
		if namespaces == nil {
			namespaces = &SetupError{LayerMount, "plan", errNotAllowed}
		}
		return Plan{}, namespaces
	}
	return p, nil
}

// memory chooses how memory is bounded for all processes of a run together.
func (p *Plan) memory(policy Policy, host Host) {
	switch {
	case policy.NoCgroup:
		p.add(LayerSampler)
	case host.Cgroup != nil:
		p.miss("cgroup", host.Cgroup)
		p.add(LayerSampler)
	case host.CgroupVersion == 1:
		p.add(LayerCgroup1)
	default:
		p.add(LayerCgroup2)
	}
}

// filters adds landlock and seccomp, and says what is missing of them for
// tier C or better.
func (p *Plan) filters(host Host, ownUser bool) error {
	var err error
	lack := func(layer string, e *SetupError) {
		p.miss(layer, e)
		if err == nil {
			err = e
		}
	}
	if host.Landlock > 0 {
		p.add(LayerLandlock)
	} else {
		lack(LayerLandlock, &SetupError{LayerLandlock, "landlock_create_ruleset", errOldKernel})
	}
	scope := host.Landlock >= landlockScope
	if scope {
		p.add(LayerLandlockScope)
	} else if host.Landlock > 0 {
		e := &SetupError{LayerLandlockScope, "landlock_create_ruleset", errOldKernel}
		if p.Tier == TierC && !ownUser {
			lack(LayerLandlockScope, &SetupError{LayerLandlockScope, "landlock_create_ruleset", errSameUser})
		} else {
			p.miss(LayerLandlockScope, e)
		}
	}
	if host.Seccomp == nil {
		p.add(LayerSeccomp)
	} else {
		lack(LayerSeccomp, host.Seccomp)
	}
	return err
}
