package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/verireward/verireward/reward"
)

func advantages(os []reward.Outcome) ([]float64, float64, error) {
	m, v := 0.0, 0.0
	n := float64(len(os))
	for _, o := range os {
		m += o.Result.Value / n
	}
	for _, o := range os {
		v += (o.Result.Value - m) * (o.Result.Value - m) / n
	}
	if v < 1e-9 {
		return nil, m, nil
	}
	var a []float64
	for _, o := range os {
		a = append(a, (o.Result.Value-m)/(math.Sqrt(v)+1e-4))
	}
	return a, m, nil
}

func main() {
	r := reward.Func(func(ctx context.Context, s *reward.Sample) (reward.Result, error) {
		var t task
		for i, v := range s.Meta["nums"].([]any) {
			t.numbers[i] = int(v.(float64))
		}
		t.target = int(s.Meta["target"].(float64))
		return reward.Val(score(t, s.Completion.Last()), ""), nil
	})
	c := defaults
	c.steps, _ = strconv.Atoi(os.Args[1])
	for _, kv := range os.Args[2:] {
		k, v, _ := strings.Cut(kv, "=")
		f, _ := strconv.ParseFloat(v, 64)
		switch k {
		case "rate":
			c.rate = f
		case "ent":
			c.entropy = float32(f)
		case "epochs":
			c.epochs = int(f)
		case "prompts":
			c.prompts = int(f)
		case "seed":
			c.seed = uint64(f)
		case "group":
			c.group = int(f)
		}
	}
	tr := newTrainer(c, r, r)
	start := time.Now()
	tr.warmStart()
	for p, err := range tr.run(context.Background()) {
		if err != nil {
			panic(err)
		}
		fmt.Printf("%5.1fs ", time.Since(start).Seconds())
		p.line(os.Stdout)
	}
}
