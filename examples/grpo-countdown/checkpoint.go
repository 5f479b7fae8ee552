package main

import (
	"encoding/gob"
	"fmt"
	"os"
	"path/filepath"
)

// checkpoint is all a run needs to go on where it stopped.
type checkpoint struct {
	Seed          uint64
	Step          int // training steps done
	AdamSteps     int
	Params        []float32
	First, Second []float32
}

// save writes the checkpoint beside path and renames it when it is whole, so
// that an interrupted save leaves the previous one.
func (c *checkpoint) save(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".checkpoint-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := gob.NewEncoder(f).Encode(c); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func loadCheckpoint(path string) (*checkpoint, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var c checkpoint
	if err := gob.NewDecoder(f).Decode(&c); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, v := range [][]float32{c.Params, c.First, c.Second} {
		if len(v) != paramCount {
			return nil, fmt.Errorf("%s: a vector of %d numbers, this policy has %d", path, len(v), paramCount)
		}
	}
	return &c, nil
}
