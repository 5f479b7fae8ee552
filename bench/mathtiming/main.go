//go:build unix

// Command mathtiming judges a file of cases in process and prints, one JSON
// line per case, the verdict and the time of the check in nanoseconds, and
// last a line with the processor time of all checks, the collector's included.
// It is the Go half of bench/mathcheck_vs_mathverify.py.
//
// Input lines are {"id", "gold", "pred", ...}. Each case is checked once, the
// same as on the other side: with -groups by a mathcheck.Checker, which reads a
// gold once for all that share it, as in training.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"log"
	"os"
	"syscall"
	"time"

	"github.com/verireward/verireward/mathcheck"
)

type input struct {
	ID   string `json:"id"`
	Gold string `json:"gold"`
	Pred string `json:"pred"`
}

type output struct {
	ID      string `json:"id,omitempty"`
	Verdict string `json:"verdict,omitempty"`
	NS      int64  `json:"ns,omitempty"`
	CPU     int64  `json:"cpu_ns,omitempty"`
}

func main() {
	groups := flag.Bool("groups", false, "remember golds")
	flag.Parse()
	cases := read()
	results := make([]output, len(cases))
	check := func(gold, pred string) (mathcheck.Verdict, error) { return mathcheck.Check(gold, pred) }
	if *groups {
		check = mathcheck.NewChecker().Check
	}
	// Tables that are built on first use are there before the clock starts, as
	// the modules of the other side are.
	if _, err := check("5 km", "5000 m"); err != nil {
		log.Fatal(err)
	}
	// The cases are read before and written behind, so that the time of the
	// process in between is that of the checks.
	before := processor()
	for i, c := range cases {
		start := time.Now()
		v, err := check(c.Gold, c.Pred)
		results[i] = output{ID: c.ID, Verdict: v.Outcome.String(), NS: time.Since(start).Nanoseconds()}
		if err != nil {
			results[i].Verdict = "error"
		}
	}
	results = append(results, output{CPU: processor() - before})

	out := bufio.NewWriter(os.Stdout)
	enc := json.NewEncoder(out)
	for _, r := range results {
		if err := enc.Encode(r); err != nil {
			log.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

func read() []input {
	var cases []input
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		var c input
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			log.Fatal(err)
		}
		cases = append(cases, c)
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
	return cases
}

// processor is the processor time of all threads so far, in nanoseconds.
func processor() int64 {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		log.Fatal(err)
	}
	return use.Utime.Nano() + use.Stime.Nano()
}
