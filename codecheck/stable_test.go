package codecheck

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestVerdictsAreStable judges the same programs one after the other and then
// many at once, three times over: the load must not show in any verdict.
// VERIREWARD_STABLE sets the number of programs.
func TestVerdictsAreStable(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: runs the machine at a multiple of its cores")
	}
	n := 40
	if v, err := strconv.Atoi(os.Getenv("VERIREWARD_STABLE")); err == nil {
		n = v
	}
	kinds := []string{
		"print(sum(range(int(input()))))", "print(7)", "import time\ntime.sleep(0.2)\nprint(sum(range(int(input()))))",
		"while True: pass", "raise ValueError", "n=int(input())\nt=0\nfor i in range(n*100000): t+=i%3\nprint(sum(range(n)))",
		"import threading\nr=[]\nt=threading.Thread(target=lambda: r.append(sum(range(int(input())))))\nt.start(); t.join(); print(r[0])",
		"a=[bytearray(1<<20) for _ in range(400)]\nprint(1)", "print('x'*3000000)", "import sys\nprint(sum(range(int(sys.stdin.read()))))",
	}
	c := newChecker(t, Options{})
	subs := make([]Submission, n)
	for i := range subs {
		src := kinds[i%len(kinds)]
		subs[i] = Submission{
			ID: fmt.Sprint(i), Language: "python", Source: &src, Limits: Limits{CPUMillis: 700, WallMillis: 4000, MemoryMB: 128, OutputBytes: 1 << 20},
			Tests: raw(`[{"kind":"stdio","stdin":"10\n","stdout":"45\n"}]`),
		}
	}
	alone := make([]Verdict, n)
	for i, s := range subs {
		r, err := c.Check(t.Context(), s)
		require.NoError(t, err)
		alone[i] = r.Verdict
	}
	want := []Verdict{Accepted, WrongAnswer, Accepted, TimeLimit, RuntimeError, Accepted, Accepted, MemoryLimit, OutputLimit, Accepted}
	require.Equal(t, want, alone[:len(want)])
	for range 3 {
		got := make([]Verdict, n)
		errs := make([]error, n)
		var wg sync.WaitGroup
		slots := make(chan struct{}, 16)
		for i := range subs {
			wg.Go(func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				var r Report
				r, errs[i] = c.Check(t.Context(), subs[i])
				got[i] = r.Verdict
			})
		}
		wg.Wait()
		for i := range errs {
			require.NoError(t, errs[i])
		}
		require.Equal(t, alone, got)
	}
}
