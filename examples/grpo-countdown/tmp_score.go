package main

import (
	"context"
	"github.com/verireward/verireward/reward"
	"math"
	"strconv"
	"strings"
)

var tasksByID = map[string]task{}

func tmpReward(t task) reward.Func {
	return func(_ context.Context, s *reward.Sample) (reward.Result, error) {
		return reward.Val(score(t, s.Completion.Last()), ""), nil
	}
}
func score(t task, s string) float64 {
	i := strings.Index(s, "<answer>")
	j := strings.Index(s, "</answer>")
	if !strings.HasPrefix(s, "<think>") || !strings.HasSuffix(s, "</answer>") || i < 0 || j < i {
		return 0
	}
	f := strings.Fields(s[i+8 : j])
	used := map[int]int{}
	for _, x := range f {
		if n, err := strconv.Atoi(x); err == nil {
			used[n]++
		}
	}
	want := map[int]int{}
	for _, n := range t.numbers {
		want[n]++
	}
	if len(used) != len(want) {
		return 0.1
	}
	for k, v := range want {
		if used[k] != v {
			return 0.1
		}
	}
	p := 0
	var expr func() float64
	prim := func() float64 {
		if p >= len(f) {
			return math.NaN()
		}
		if f[p] == "(" {
			p++
			v := expr()
			if p >= len(f) || f[p] != ")" {
				return math.NaN()
			}
			p++
			return v
		}
		n, err := strconv.Atoi(f[p])
		if err != nil {
			return math.NaN()
		}
		p++
		return float64(n)
	}
	term := func() float64 {
		v := prim()
		for p < len(f) && (f[p] == "*" || f[p] == "/") {
			op := f[p]
			p++
			if op == "*" {
				v *= prim()
			} else {
				v /= prim()
			}
		}
		return v
	}
	expr = func() float64 {
		v := term()
		for p < len(f) && (f[p] == "+" || f[p] == "-") {
			op := f[p]
			p++
			if op == "+" {
				v += term()
			} else {
				v -= term()
			}
		}
		return v
	}
	v := expr()
	if p == len(f) && math.Abs(v-float64(t.target)) < 1e-6 {
		return 1.1
	}
	return 0.1
}
