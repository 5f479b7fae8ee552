// Package reward holds the one interface of verireward, [Reward], and what
// can be composed from it.
//
// A reward judges one [Sample], the completion of a policy together with what
// is known to be true about its task, and ends in exactly one of three ways:
//
//   - a [Result] with a finite value: the sample was judged;
//   - an error matching [ErrAbstain]: the reward does not apply to this sample;
//   - any other error: the sample could not be judged. It has no reward, and a
//     trainer drops it. It is never a reward of 0.
//
// A wrong answer, a crash or a timeout of the model's own making is a value,
// with the reason in [Result.Reason]. A fault of ours (no sandbox, our own
// deadline, an unusable gold answer) is an error.
//
// The package imports the standard library only.
package reward
