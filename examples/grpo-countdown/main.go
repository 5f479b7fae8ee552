// Grpo-countdown trains a small policy on TinyZero's countdown task with GRPO,
// rewarded by a verireward specification, and draws what it learnt.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image/color"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	_ "embed"

	"github.com/verireward/verireward/spec"
)

// The specifications: as it should be, and as it is easily got wrong.
var (
	//go:embed spec.yaml
	soundSpec []byte
	//go:embed hackable.yaml
	hackableSpec []byte
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "grpo-countdown:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	c := defaultConfig
	flag.Uint64Var(&c.seed, "seed", c.seed, "seed of every random choice")
	flag.IntVar(&c.steps, "steps", c.steps, "policy-gradient steps")
	flag.IntVar(&c.every, "every", c.every, "steps between two evaluations")
	hackable := flag.Bool("hackable", false, "train with hackable.yaml instead of spec.yaml")
	out := flag.String("out", "", "folder for checkpoint, curve.svg and curve.png; a checkpoint there is continued")
	flag.Parse()

	truth, err := build("spec.yaml", soundSpec)
	if err != nil {
		return err
	}
	defer truth.Close()
	paid := truth
	if *hackable {
		if paid, err = build("hackable.yaml", hackableSpec); err != nil {
			return err
		}
		defer paid.Close()
	}
	t := newTrainer(c, paid, truth)
	curves, err := train(ctx, t, *out)
	if err != nil || *out == "" {
		return err
	}
	return draw(*out, curves)
}

func build(name string, data []byte) (*spec.Program, error) {
	s, err := spec.Parse(name, data)
	if err != nil {
		return nil, err
	}
	return s.Build(spec.Env{})
}

// train runs the trainer to its end, printing a line an evaluation and saving
// a checkpoint beside it, and returns the curves.
func train(ctx context.Context, t *trainer, out string) ([]curve, error) {
	start := time.Now()
	saved := filepath.Join(out, "checkpoint.gob")
	c, err := loadCheckpoint(saved)
	switch {
	case out == "" || errors.Is(err, fs.ErrNotExist):
		fmt.Println("warm start: the form, with random expressions")
		t.warmStart()
	case err != nil:
		return nil, err
	default:
		if err := t.restore(c); err != nil {
			return nil, err
		}
		fmt.Println("going on from", saved)
	}
	solved := curve{name: "held-out solved", colour: color.RGBA{0x1b, 0x6e, 0xc2, 255}}
	believed := curve{name: "held-out believed solved by the training reward", colour: color.RGBA{0xc2, 0x41, 0x0c, 255}}
	for p, err := range t.run(ctx) {
		if err != nil {
			return nil, err
		}
		fmt.Printf("%6.1fs  %v\n", time.Since(start).Seconds(), p)
		for _, c := range []*curve{&solved, &believed} {
			c.steps = append(c.steps, p.step)
		}
		solved.values = append(solved.values, p.solved)
		believed.values = append(believed.values, p.believed)
		if out != "" {
			if err := os.MkdirAll(out, 0o755); err != nil {
				return nil, err
			}
			if err := t.snapshot().save(saved); err != nil {
				return nil, err
			}
		}
	}
	return []curve{solved, believed}, nil
}

// draw writes the curves as SVG and PNG.
func draw(folder string, curves []curve) error {
	svg, err := os.Create(filepath.Join(folder, "curve.svg"))
	if err != nil {
		return err
	}
	if err := errors.Join(writeSVG(svg, "countdown by training step", curves), svg.Close()); err != nil {
		return err
	}
	picture, err := os.Create(filepath.Join(folder, "curve.png"))
	if err != nil {
		return err
	}
	return errors.Join(writePNG(picture, curves), picture.Close())
}
