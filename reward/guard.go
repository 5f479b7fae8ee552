package reward

import (
	"context"
	"fmt"
	"math"
	"runtime"
)

// Judge calls r.Score and holds it to its contract: a panic becomes an error
// of KindInternal that names the place, and so does a value that is NaN or
// infinite; -0 becomes 0. With an error the Result keeps its parts and loses its value.
//
// Every combinator and the batch functions call their rewards through Judge.
func Judge(ctx context.Context, r Reward, s *Sample) (res Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			res, err = Result{}, panicError(p)
		}
	}()
	res, err = r.Score(ctx, s)
	return finite(res, err)
}

// Guard returns a Reward whose Score is Judge of r, for code that calls Score
// itself.
func Guard(r Reward) Reward {
	mustReward("Guard", r)
	return &wrapped{name: nameOf(r), score: func(ctx context.Context, s *Sample) (Result, error) {
		return Judge(ctx, r, s)
	}}
}

func finite(res Result, err error) (Result, error) {
	if err != nil {
		return Result{Parts: res.Parts}, err
	}
	if math.IsNaN(res.Value) || math.IsInf(res.Value, 0) {
		return Result{Parts: res.Parts}, Errorf(KindInternal, "the reward is %v, not a finite number", res.Value)
	}
	if res.Value == 0 {
		res.Value = 0 // not -0, which some readers of JSON trip over
	}
	return res, nil
}

// panicError names the panic's value and the innermost frame that is not the
// runtime's, which is what a report needs to find the fault.
func panicError(p any) error {
	var pcs [32]uintptr
	n := runtime.Callers(4, pcs[:])
	frames := runtime.CallersFrames(pcs[:n])
	for {
		f, more := frames.Next()
		if f.Function != "" && !isRuntime(f.Function) {
			return Errorf(KindInternal, "panic: %s (in %s, line %d)", describe(p), f.Function, f.Line)
		}
		if !more {
			return Errorf(KindInternal, "panic: %s", describe(p))
		}
	}
}

func isRuntime(function string) bool {
	return len(function) > 8 && function[:8] == "runtime."
}

// maxPanicText bounds the text of a panic's value: it may quote the completion.
const maxPanicText = 300

func describe(p any) string {
	text := fmt.Sprint(p)
	if len(text) > maxPanicText {
		text = text[:maxPanicText] + "..."
	}
	return text
}
