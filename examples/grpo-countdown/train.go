package main

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/group"
)

// config is one training run. Every random choice follows from seed.
type config struct {
	seed      uint64
	tasks     int     // distinct instances in all
	heldOut   int     // of which this many are never trained on
	warmSteps int     // supervised steps on well-formed random expressions
	steps     int     // policy-gradient steps
	prompts   int     // prompts a step
	group     int     // rollouts of one prompt
	epochs    int     // gradient steps on the same rollouts
	warmRate  float64 // learning rates
	rate      float64
	clip      float32 // PPO's clip of the probability ratio
	entropy   float32 // weight of the entropy bonus, falling to 0
	every     int     // steps between two evaluations
}

// defaultConfig learns the task within ten minutes on two cores.
var defaultConfig = config{
	seed: 1, tasks: 2500, heldOut: 300, warmSteps: 500, steps: 1200, prompts: 48, group: 16,
	epochs: 3, warmRate: 2e-3, rate: 2e-3, clip: 0.2, entropy: 0.02, every: 50,
}

// progress is what a run knows at an evaluation.
type progress struct {
	step int
	// reward is the mean training reward since the last evaluation, by the
	// specification the run is trained with.
	reward float64
	// solved is the share of held-out instances whose likeliest completion is
	// right by the sound specification, and believed the same by the one the
	// run is trained with.
	solved, believed float64
	// sample is one held-out completion.
	sample string
}

// trainer ties a policy to the reward it is trained with and to the one that
// says whether an instance is really solved.
type trainer struct {
	config
	*learner
	paid, truth reward.Reward
	train, held []task
	step        int
}

func newTrainer(c config, paid, truth reward.Reward) *trainer {
	t := &trainer{config: c, learner: newLearner(newPolicy(c.seed)), paid: paid, truth: truth}
	t.train, t.held = split(distinctTasks(c.tasks, c.seed), c.heldOut, c.seed)
	return t
}

// warmStart shows the policy the form: random expressions over the right
// numbers in the right tags, whatever their value.
func (t *trainer) warmStart() {
	rng := rand.New(rand.NewPCG(t.seed, 1))
	for range t.warmSteps {
		batch, tokens := make([]rollout, 64), 0
		for i := range batch {
			one := t.train[rng.IntN(len(t.train))]
			batch[i] = rollout{task: one, tokens: demonstration(one, rng)}
			tokens += len(batch[i].tokens)
		}
		t.learner.step(batch, t.warmRate, imitate(tokens))
	}
}

// restore goes on from a checkpoint of the same seed.
func (t *trainer) restore(c *checkpoint) error {
	if c.Seed != t.seed {
		return fmt.Errorf("the checkpoint is of seed %d, this run of seed %d", c.Seed, t.seed)
	}
	copy(t.params, c.Params)
	copy(t.first, c.First)
	copy(t.second, c.Second)
	t.updates, t.step = c.AdamSteps, c.Step
	return nil
}

// snapshot is the state that restore takes.
func (t *trainer) snapshot() *checkpoint {
	return &checkpoint{
		Seed: t.seed, Step: t.step, AdamSteps: t.updates,
		Params: t.params, First: t.first, Second: t.second,
	}
}

// run trains up to t.steps and reports every evaluation.
func (t *trainer) run(ctx context.Context) iter.Seq2[progress, error] {
	return func(yield func(progress, error) bool) {
		var paid float64
		since := 0
		for ; ; t.step++ {
			if t.step%t.every == 0 || t.step == t.steps {
				p, err := t.evaluate(ctx)
				if since > 0 {
					p.reward = paid / float64(since)
				}
				if !yield(p, err) || err != nil || t.step == t.steps {
					return
				}
				paid, since = 0, 0
			}
			mean, err := t.update(ctx)
			if err != nil {
				yield(progress{}, err)
				return
			}
			paid += mean
			since++
		}
	}
}

// update draws a group of rollouts for each of a batch of prompts, rewards
// them, and takes the policy-gradient steps. It returns the mean reward.
func (t *trainer) update(ctx context.Context) (float64, error) {
	groups := t.rollouts()
	outcomes := t.judge(ctx, t.paid, groups)
	var batch []rollout
	var sum float64
	tokens := 0
	for g, rollouts := range groups {
		values := group.Values(outcomes[g*t.group : (g+1)*t.group])
		sum += group.Describe(values).Mean
		if keep, _ := group.Filter(values, group.FilterOptions{}); !keep {
			continue // all earned the same: there is nothing to learn
		}
		advantages, err := group.GRPO(values, group.Options{})
		if err != nil {
			return 0, err // a rollout that could not be judged is no 0
		}
		for i := range rollouts {
			rollouts[i].advantage = float32(advantages[i])
			tokens += len(rollouts[i].tokens)
		}
		batch = append(batch, rollouts...)
	}
	left := 1 - float64(t.step)/float64(t.steps)
	for range t.epochs {
		if len(batch) > 0 {
			t.learner.step(batch, t.rate*(0.1+0.9*left), clipped(tokens, t.clip, t.entropy*float32(left)))
		}
	}
	return sum / float64(len(groups)), nil
}

// rollouts draws the groups of one step. Each prompt has a random source of
// its own, so the draws do not depend on the number of cores.
func (t *trainer) rollouts() [][]rollout {
	groups := make([][]rollout, t.prompts)
	pick := rand.New(rand.NewPCG(t.seed, uint64(t.step)<<1|1))
	for g := range groups {
		groups[g] = make([]rollout, t.group)
		groups[g][0].task = t.train[pick.IntN(len(t.train))]
	}
	inParallel(len(groups), func(g int) {
		rng := rand.New(rand.NewPCG(t.seed^uint64(g)<<32, uint64(t.step)))
		var w workspace
		one := groups[g][0].task
		for i := range groups[g] {
			groups[g][i] = t.draw(&w, one, rng)
		}
	})
	return groups
}

// judge rewards every rollout, in order.
func (t *trainer) judge(ctx context.Context, r reward.Reward, groups [][]rollout) []reward.Outcome {
	var samples []*reward.Sample
	for _, rollouts := range groups {
		for i := range rollouts {
			samples = append(samples, rollouts[i].sample())
		}
	}
	return reward.Score(ctx, r, samples, reward.BatchOptions{})
}

// evaluate solves the held-out instances with the likeliest completion each.
func (t *trainer) evaluate(ctx context.Context) (progress, error) {
	answers := make([][]rollout, len(t.held))
	inParallel(len(t.held), func(i int) {
		var w workspace
		answers[i] = []rollout{t.draw(&w, t.held[i], nil)}
	})
	solved, err := t.share(ctx, t.truth, answers)
	if err != nil {
		return progress{}, err
	}
	believed, err := t.share(ctx, t.paid, answers)
	if err != nil {
		return progress{}, err
	}
	shown := answers[t.step/t.every%len(answers)][0]
	return progress{
		step: t.step, solved: solved, believed: believed,
		sample: fmt.Sprintf("%v -> %d: %s", shown.task.numbers, shown.task.target, text(shown.tokens)),
	}, nil
}

// share is how much of the completions r holds correct.
func (t *trainer) share(ctx context.Context, r reward.Reward, answers [][]rollout) (float64, error) {
	right := 0
	for _, o := range t.judge(ctx, r, answers) {
		if o.Err != nil {
			return 0, o.Err
		}
		if p, ok := o.Result.Find("correct"); ok && p.Value == 1 {
			right++
		}
	}
	return float64(right) / float64(len(answers)), nil
}

// sample is the rollout as a reward reads it.
func (r *rollout) sample() *reward.Sample {
	numbers := make([]any, len(r.task.numbers))
	for i, n := range r.task.numbers {
		numbers[i] = float64(n)
	}
	return &reward.Sample{
		Prompt:     reward.Str(r.task.prompt()),
		Completion: reward.Str(text(r.tokens)),
		Answers:    []string{fmt.Sprint(r.task.target)},
		Tokens:     len(r.tokens),
		Meta:       map[string]any{"nums": numbers, "target": float64(r.task.target)},
	}
}

// inParallel calls do for 0 to n-1 on all cores.
func inParallel(n int, do func(i int)) {
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for k := range workers {
		wg.Go(func() {
			for i := k; i < n; i += workers {
				do(i)
			}
		})
	}
	wg.Wait()
}

// String is the progress as one line of a terminal.
func (p progress) String() string {
	return fmt.Sprintf("step %4d  reward %.3f  held-out solved %5.1f %%, believed %5.1f %%  %s",
		p.step, p.reward, 100*p.solved, 100*p.believed, p.sample)
}
