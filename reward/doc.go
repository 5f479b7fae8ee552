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
// # Composing
//
// [Weighted], [Mean] and [Aggregate] add components; [Product], [Min] and
// [Max] join values; [Gate], [First], [Cascade] and [Route] choose; [Map],
// [Scale], [Clamp], [Threshold], [Step], [Not], [Penalty] and [Schedule] shape
// a value; [From] judges a captured field, [Turns] each message. [Timeout],
// [Retry], [Cache], [Guard] and [Name] wrap a reward without changing what it
// says. In all of them a component that abstains is left out, an error of a
// component is the error of the whole with the parts computed so far, and a
// panic or a value that is not finite is such an error. They panic at
// construction if they are put together wrongly.
//
// [CosineLength], [SoftOverlong], [LengthTarget] and [Truncation] judge length.
// They take options, which may come from a file, and return an error for
// options that cannot be used; [Must] is for options written out in Go.
//
// # Many samples
//
// [Score] judges a slice in order, [Stream] samples as they come, [Parallel] is
// the machine under both: bounded workers, bounded reading ahead, results in
// order or as they are there, no goroutine left behind.
//
// # What is not promised
//
// The combinators are deterministic, safe for concurrent use and leave samples
// alone if the rewards in them are and do; package rewardtest checks that. A
// reward that never returns keeps its goroutine, behind [Timeout] as well.
//
// The package imports the standard library only.
package reward
