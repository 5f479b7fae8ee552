package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/verireward/verireward/internal/dataset"
	"github.com/verireward/verireward/internal/report"
	"github.com/verireward/verireward/reward"
)

// reread makes a report's record of an output line and its input, for lines
// that were not scored by this process or could not be scored at all.
func (c *scoreCmd) reread(r report.Record, o dataset.Outcome) report.Record {
	if in, err := dataset.ParseObject(o.Record.Raw); err == nil {
		if mappings, err := parseMappings(c.Map); err == nil {
			if mapped, err := in.Map(mappings); err == nil {
				in = mapped
			}
		}
		if s, err := in.Sample(); err == nil {
			r.ID, r.Source = s.ID, s.Source
			r.Group, _ = s.Lookup(c.GroupBy)
			r.Prompt, r.Completion, r.Answers = s.Prompt.String(), s.Completion.Last(), s.Answers
		}
	}
	var line struct {
		Reward     *float64
		Reason     string
		Filter     *float64
		Error      *struct{ Kind, Message string }
		Components json.RawMessage
	}
	if err := json.Unmarshal(o.Line, &line); err != nil {
		r.Err = reward.Errorf(reward.KindInternal, "the line cannot be read back: %w", err)
		return r
	}
	switch {
	case line.Error != nil:
		r.Err = reward.Errorf(reward.Kind(line.Error.Kind), "%s", line.Error.Message)
	case line.Reward == nil:
		r.Err = reward.Abstain(line.Reason)
	default:
		r.Reward = *line.Reward
	}
	if line.Filter != nil {
		r.Filter, r.Filtered = *line.Filter, true
	}
	r.Parts = rereadParts(line.Components)
	return r
}

func rereadParts(raw json.RawMessage) []reward.Part {
	if len(raw) == 0 {
		return nil
	}
	o, err := dataset.ParseObject(raw)
	if err != nil {
		return nil
	}
	var parts []reward.Part
	for _, f := range o.Fields() {
		var c struct {
			Value  *float64
			Weight float64
			Reason string
			Error  string
		}
		if json.Unmarshal(f.Raw, &c) != nil {
			continue
		}
		p := reward.Part{Name: f.Key, Weight: c.Weight, Reason: c.Reason}
		switch {
		case c.Error != "":
			p.Err = reward.Errorf(reward.Kind(c.Error), "%s", c.Reason)
		case c.Value == nil:
			p.Err = reward.Abstain(c.Reason)
		default:
			p.Value = *c.Value
		}
		parts = append(parts, p)
	}
	return parts
}

// writeWhole writes a file beside its name and renames it when whole; what is
// no regular file, such as /dev/stdout, is written directly.
func writeWhole(name string, write func(w io.Writer) error) error {
	name, special, err := dataset.Target(name)
	if err != nil {
		return err
	}
	if special {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
