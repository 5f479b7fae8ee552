package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/verireward/verireward/internal/dataset"
	"github.com/verireward/verireward/reward"
)

// dataFlags are the flags of every command that reads samples and writes a
// line for each.
type dataFlags struct {
	Files   []string `arg:"" optional:"" name:"file" help:"Input: .jsonl, .json (array), .parquet; .gz and .zst of the JSON forms. '-' or none: standard input."`
	Out     string   `short:"o" placeholder:"FILE" help:"Write to FILE, beside it as FILE.partial until whole, instead of standard output."`
	Resume  bool     `help:"Continue FILE.partial of an interrupted run (with --out)."`
	Workers int      `short:"j" placeholder:"N" help:"Samples judged at once (default: the number of cores). Results do not depend on it."`
	Map     []string `placeholder:"TO=FROM" sep:"none" help:"Read column FROM, a dotted path, as TO; '?' at the end passes over lines without it. Repeatable."`
	Quiet   bool     `short:"q" help:"No progress on standard error."`
}

// judge judges one record whose JSON was readable. It returns the rest of the
// output line behind the id: `,"key":value...` without the closing brace.
type judge func(ctx context.Context, rec dataset.Record, o dataset.Object) verdict

// verdict is what a judge says of one line.
type verdict struct {
	// body is `,"key":value` pairs, or nil when err says all.
	body []byte
	// err makes the line carry an error; body may hold what was computed.
	err error
	// value is the reward or score for the running mean, if valued.
	value  float64
	valued bool
	// detail goes to the observer.
	detail any
	// stop ends the run behind this line (on_error: fail).
	stop error
}

// observer sees every outcome in input order; replayed is set for the lines of
// an earlier run that --resume keeps. It may be nil.
type observer func(o dataset.Outcome, replayed bool) error

// runData is the loop of the data commands: open everything, judge in order,
// write, and turn the end into an exit code.
func (a *app) runData(f *dataFlags, j judge, observe observer) error {
	mappings, err := parseMappings(f.Map)
	if err != nil {
		return err
	}
	if f.Out == "-" || f.Out == "/dev/stdout" {
		f.Out = ""
	}
	if f.Workers < 0 {
		return fmt.Errorf("--workers %d: want 1 or more", f.Workers)
	}
	if f.Resume && f.Out == "" {
		return errors.New("--resume needs --out: it continues FILE.partial")
	}
	if err := notAnInput("--out", f.Out, f.Files); err != nil {
		return err
	}
	source, err := dataset.Open(f.Files, a.stdin)
	if err != nil {
		return err
	}
	l := &loop{flags: f, mappings: mappings, judge: j, observe: observe, source: source}
	l.meter = newMeter(a.stderr, f.Quiet, source.Position)
	if err := l.open(a); err != nil {
		return err
	}
	l.meter.start()
	err = dataset.Run(a.ctx, source, f.Workers, l.work, l.fail, l.emit, l.flush)
	l.meter.stop()
	return l.finish(a, err)
}

// notAnInput refuses to write over a file that is read: with the rollouts gone
// there is nothing to score again.
func notAnInput(flag, name string, files []string) error {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	for _, f := range files {
		if in, err := os.Stat(f); err == nil && os.SameFile(info, in) {
			return fmt.Errorf("%s %s: it is an input file and would be overwritten", flag, name)
		}
	}
	return nil
}

// openSamples opens files, standard input when there are none, with the parsed
// --map values for readSample.
func (a *app) openSamples(files, maps []string) (dataset.Source, []dataset.Mapping, error) {
	mappings, err := parseMappings(maps)
	if err != nil {
		return nil, nil, err
	}
	source, err := dataset.Open(files, a.stdin)
	return source, mappings, err
}

func parseMappings(specs []string) ([]dataset.Mapping, error) {
	var mappings []dataset.Mapping
	for _, s := range specs {
		if group, ok := layouts[s]; ok {
			mappings = append(mappings, group...)
			continue
		}
		m, err := dataset.ParseMapping(s)
		if err != nil {
			return nil, err
		}
		mappings = append(mappings, m)
	}
	return mappings, nil
}

// layouts are ready-made mappings for the columns of well-known trainers.
var layouts = map[string][]dataset.Mapping{
	"@verl": {
		{To: "answer", From: "reward_model.ground_truth", Optional: true},
		{To: "source", From: "data_source", Optional: true},
		{To: "completion", From: "response", Optional: true},
		{To: "completion", From: "solution_str", Optional: true},
	},
	"@trl": {
		{To: "answer", From: "solution", Optional: true},
		{To: "answer", From: "ground_truth", Optional: true},
	},
}

// loop is one run of a data command.
type loop struct {
	flags    *dataFlags
	mappings []dataset.Mapping
	judge    judge
	observe  observer
	source   dataset.Source
	out      *dataset.Output
	meter    *meter
	failed   int
	total    int
}

func (l *loop) open(a *app) error {
	if l.flags.Out == "" {
		l.out = dataset.NewOutput(a.stdout)
		return nil
	}
	if l.flags.Resume {
		if _, err := os.Stat(dataset.PartialName(l.flags.Out)); errors.Is(err, os.ErrNotExist) {
			if info, err := os.Stat(l.flags.Out); err == nil && info.Mode().IsRegular() {
				fmt.Fprintf(a.stderr, "%s is whole: nothing to resume\n", l.flags.Out)
				return exit(exitOK)
			}
		}
	}
	out, err := dataset.CreateOutput(l.flags.Out, l.flags.Resume, l.replay)
	if err != nil {
		return err
	}
	l.out = out
	return nil
}

// replay takes a line that an interrupted run wrote: it passes over the record
// it belongs to, after a look that it does.
func (l *loop) replay(line []byte) error {
	rec, err := l.source.Next()
	if err != nil {
		return fmt.Errorf("line %d is beyond the end of the input: written from another one", l.total+1)
	}
	old, err := dataset.ParseObject(line)
	if err != nil {
		return fmt.Errorf("line %d: %w", l.total+1, err)
	}
	if _, head := l.identify(rec); !bytes.HasPrefix(line, head) {
		return fmt.Errorf("line %d does not belong to %s line %d: written from another input", l.total+1, rec.File, rec.Line)
	}
	o := dataset.Outcome{Record: rec, Line: line}
	_, o.Failed = old.Get("error")
	for _, key := range []string{"reward", "score"} {
		if raw, ok := old.Get(key); ok {
			o.Valued = json.Unmarshal(raw, &o.Value) == nil && raw[0] != 'n'
		}
	}
	l.count(o)
	if l.observe != nil {
		return l.observe(o, true)
	}
	return nil
}

// readRecord takes a record apart and maps its columns.
func (l *loop) readRecord(rec dataset.Record) (dataset.Object, error) {
	if rec.Err != nil {
		return dataset.Object{}, rec.Err
	}
	o, err := dataset.ParseObject(rec.Raw)
	if err != nil {
		return o, err
	}
	return o.Map(l.mappings)
}

// identify returns the record's object and the beginning of its output line:
// its id, or else its line number, with the file where there are several.
func (l *loop) identify(rec dataset.Record) (dataset.Object, []byte) {
	o, err := l.readRecord(rec)
	if id := o.ID(); err == nil && id != nil {
		head := append([]byte(`{"id":`), compact(id)...)
		return o, head
	}
	return o, l.lineHead(rec)
}

func (l *loop) lineHead(rec dataset.Record) []byte {
	head := strconv.AppendInt([]byte(`{"line":`), int64(rec.Line), 10)
	if len(l.flags.Files) > 1 {
		head = appendString(append(head, `,"file":`...), rec.File)
	}
	return head
}

// work is the dataset.Work of the loop.
func (l *loop) work(ctx context.Context, rec dataset.Record) dataset.Outcome {
	o, err := l.readRecord(rec)
	head := l.lineHead(rec)
	if id := o.ID(); id != nil {
		head = append([]byte(`{"id":`), compact(id)...)
	}
	if err != nil {
		return dataset.Outcome{Line: errorLine(head, err, nil), Failed: true}
	}
	v := l.judge(ctx, rec, o)
	out := dataset.Outcome{Value: v.value, Valued: v.valued, Detail: v.detail}
	if v.err != nil {
		out.Line, out.Failed, out.Valued = errorLine(head, v.err, v.body), true, false
	} else {
		out.Line = append(append(head, v.body...), '}')
	}
	if v.stop != nil {
		out.Detail = stopped{v.detail, v.stop}
	}
	return out
}

// stopped marks the outcome that ends a run.
type stopped struct {
	detail any
	err    error
}

// fail is the outcome of a record whose judge panicked.
func (l *loop) fail(rec dataset.Record, err error) dataset.Outcome {
	_, head := l.identify(rec)
	return dataset.Outcome{Line: errorLine(head, err, nil), Failed: true}
}

// errorLine is an output line that carries an error, and body behind it.
func errorLine(head []byte, err error, body []byte) []byte {
	line := append(head, `,"error":{"kind":`...)
	line = appendString(line, string(reward.KindOf(err)))
	line = append(line, `,"message":`...)
	line = append(appendString(line, err.Error()), '}')
	return append(append(line, body...), '}')
}

func (l *loop) count(o dataset.Outcome) {
	l.total++
	if o.Failed {
		l.failed++
	}
	l.meter.add(o)
}

// writeError is an error of the output, told apart from those of the input.
type writeError struct{ err error }

func (e *writeError) Error() string { return "writing failed: " + e.err.Error() }
func (e *writeError) Unwrap() error { return e.err }

func (l *loop) emit(o dataset.Outcome) error {
	if err := l.out.WriteLine(o.Line); err != nil {
		return &writeError{err}
	}
	l.count(o)
	var stop error
	if s, ok := o.Detail.(stopped); ok {
		o.Detail, stop = s.detail, s.err
	}
	if l.observe != nil {
		if err := l.observe(o, false); err != nil {
			return err
		}
	}
	return stop
}

func (l *loop) flush() {
	// A failed flush stays in the writer and comes back from the next write.
	_ = l.out.Flush()
}

// finish closes the output and says how the run ended.
func (l *loop) finish(a *app, err error) error {
	switch {
	case err == nil:
		if err := l.out.Commit(); err != nil {
			return &exitError{code: exitUsage, err: &writeError{err}}
		}
		_ = l.source.Close()
	case errors.Is(err, context.Canceled) && a.ctx.Err() != nil:
		if err := l.out.Abandon(); err != nil {
			fmt.Fprintf(a.stderr, "verireward: %v\n", &writeError{err})
		}
		how := ""
		if l.out.Resumable() {
			how = fmt.Sprintf("; %s holds them, --resume continues it", dataset.PartialName(l.flags.Out))
		}
		return &exitError{code: exitInterrupted, err: fmt.Errorf("interrupted after %d lines%s", l.total, how)}
	default:
		_ = l.out.Abandon()
		code := exitLineErrors
		if _, ok := errors.AsType[*writeError](err); ok {
			code = exitUsage
		}
		return &exitError{code: code, err: err}
	}
	if l.failed > 0 {
		if !l.flags.Quiet {
			fmt.Fprintf(a.stderr, "%d of %d lines carry an error\n", l.failed, l.total)
		}
		return exit(exitLineErrors)
	}
	return nil
}

// noColumn is the error for a column that is not there, of the given kind.
func noColumn(o dataset.Object, key string, kind reward.Kind) error {
	return reward.Errorf(kind, "%w", o.Missing(key))
}

// prefillOf is the part of a prompt a completion may continue: the text
// itself, or in a chat the last message if it is the assistant's.
func prefillOf(prompt reward.Text) string {
	if prompt.Messages == nil {
		return prompt.Plain
	}
	if n := len(prompt.Messages); n > 0 && prompt.Messages[n-1].Role == "assistant" {
		return prompt.Messages[n-1].Content
	}
	return ""
}
