package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkScore is the whole command over the maths and format rollouts of
// the examples, 40 times over. With -cpuprofile it shows where the time goes.
func BenchmarkScore(b *testing.B) {
	var rows []byte
	for _, name := range []string{"math", "format"} {
		data, err := os.ReadFile(filepath.Join("../../examples/rollouts", name+".jsonl"))
		if err != nil {
			b.Fatal(err)
		}
		rows = append(rows, data...)
	}
	input := bytes.Repeat(rows, 40)
	lines := bytes.Count(input, []byte("\n"))
	b.SetBytes(int64(len(input)))
	b.ReportAllocs()
	for b.Loop() {
		code := run([]string{"score", "--quiet", "--workers", "1", "--spec", "../../examples/specs/r1-mixed.yaml"}, bytes.NewReader(input), io.Discard, io.Discard)
		if code != exitLineErrors {
			b.Fatalf("exit code %d", code)
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "samples/s")
}
