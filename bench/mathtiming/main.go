// Command mathtiming judges a file of cases in process and prints, one JSON
// line per case, the verdict and the time of the check in nanoseconds. It is
// the Go half of bench/mathcheck_vs_mathverify.py.
//
// Input lines are {"id", "gold", "pred", ...}. Each case is checked once, the
// same as on the other side.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"
	"time"

	"github.com/verireward/verireward/mathcheck"
)

type input struct {
	ID   string `json:"id"`
	Gold string `json:"gold"`
	Pred string `json:"pred"`
}

type output struct {
	ID      string `json:"id"`
	Verdict string `json:"verdict"`
	NS      int64  `json:"ns"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	enc := json.NewEncoder(out)
	for in.Scan() {
		var c input
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			log.Fatal(err)
		}
		start := time.Now()
		v, err := mathcheck.Check(c.Gold, c.Pred)
		o := output{ID: c.ID, Verdict: v.Outcome.String(), NS: time.Since(start).Nanoseconds()}
		if err != nil {
			o.Verdict = "error"
		}
		if err := enc.Encode(o); err != nil {
			log.Fatal(err)
		}
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
}
