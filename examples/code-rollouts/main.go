// Code-rollouts judges four completions of one programming task: right, wrong,
// endless, and one that tries to talk its way out.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/verireward/verireward/codecheck"
	"github.com/verireward/verireward/sandbox"
)

var tests = json.RawMessage(`[
	{"kind": "call", "fn": "middle", "args": [[3, 1, 2]], "expected": 2},
	{"kind": "assert", "code": "assert middle([5]) == 5"}
]`)

var completions = []struct{ name, text string }{
	{"right", "Sort and take the middle:\n```python\ndef middle(xs):\n    return sorted(xs)[len(xs) // 2]\n```"},
	{"wrong", "```python\ndef middle(xs):\n    return xs[len(xs) // 2]\n```"},
	{"endless", "```python\ndef middle(xs):\n    while True: pass\n```"},
	{"early exit", "```python\nimport os\nos._exit(0)\n```"},
	{"equal to all", "```python\nclass Any(int):\n    def __eq__(self, other): return True\ndef middle(xs):\n    return Any()\n```"},
	{"no code", "I would sort the list."},
}

func main() {
	sandbox.Init()
	checker, err := codecheck.New(codecheck.Options{
		Policy: sandbox.Untrusted,
		Limits: codecheck.Limits{CPUMillis: 1000},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer checker.Close()
	for _, c := range completions {
		report, err := checker.Check(context.Background(), codecheck.Submission{
			Language: "python", Completion: c.text, Tests: tests,
		})
		if err != nil {
			log.Fatal(err) // ours, not the program's: no score
		}
		fmt.Printf("%-13s %-7s %.0f  %s\n", c.name, report.Verdict, report.Score, reason(report))
	}
}

// reason is the report's, or that of the first test that failed.
func reason(r codecheck.Report) string {
	for _, t := range r.Tests {
		if t.Verdict != codecheck.Accepted {
			return t.Reason
		}
	}
	return r.Reason
}
