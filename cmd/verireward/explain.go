package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/verireward/verireward/internal/dataset"
	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/spec"
)

type explainCmd struct {
	specFlags
	ID    []string `name:"id" placeholder:"ID" help:"Only the samples with this id, or line number where there is no id. Repeatable."`
	Full  bool     `help:"Show whole completions, not their beginning and end."`
	Map   []string `placeholder:"TO=FROM" sep:"none" help:"Read column FROM, a dotted path, as TO."`
	Color string   `enum:"auto,always,never" default:"auto" help:"Colours: auto (on terminals without NO_COLOR), always, never."`
	Width *int     `placeholder:"N" help:"Break lines at N columns; 0 leaves them whole (default: the terminal's width)."`
	Files []string `arg:"" optional:"" name:"file" help:"Samples, as for score."`
}

// Help is shown behind the flags.
func (*explainCmd) Help() string {
	return `Examples:
    verireward explain --spec r1-math.yaml --id q17 rollouts.jsonl
    head -3 rollouts.jsonl | verireward explain --spec preset/r1`
}

// Run prints how each reward came about.
func (c *explainCmd) Run(a *app) (err error) {
	p, err := c.load()
	if err != nil {
		return err
	}
	defer func() { err = closing(err, p) }()
	source, mappings, err := a.openSamples(c.Files, c.Map)
	if err != nil {
		return err
	}
	e := &explainer{w: a.stdout, paint: paintFor(c.Color, a.stdout), full: c.Full, width: widthFor(c.Width, a.stdout)}
	found := 0
	for a.ctx.Err() == nil {
		rec, err := source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		s, id, err := readSample(rec, mappings)
		if len(c.ID) > 0 && !wanted(c.ID, id) {
			continue
		}
		found++
		if err != nil {
			e.head(id, s, e.paint(bad, "error ("+string(reward.KindOf(err))+")"))
			e.line(0, "%v", err)
			continue
		}
		e.sample(a.ctx, p, id, s)
	}
	if err := source.Close(); err != nil {
		return err
	}
	if a.ctx.Err() != nil {
		return exit(exitInterrupted)
	}
	if found == 0 && len(c.ID) > 0 {
		return fmt.Errorf("no sample has the id %s", strings.Join(c.ID, ", "))
	}
	return e.err
}

func wanted(ids []string, id string) bool {
	for _, w := range ids {
		if w == id {
			return true
		}
	}
	return false
}

// readSample decodes a record; id is its id, or its line number.
func readSample(rec dataset.Record, mappings []dataset.Mapping) (s *reward.Sample, id string, err error) {
	id = strconv.Itoa(rec.Line)
	if rec.Err != nil {
		return nil, id, rec.Err
	}
	o, err := dataset.ParseObject(rec.Raw)
	if err == nil {
		o, err = o.Map(mappings)
	}
	if err != nil {
		return nil, id, err
	}
	if raw := o.ID(); raw != nil {
		id = strings.Trim(string(raw), `"`)
	}
	s, err = o.Sample()
	if err == nil && s.ID != "" {
		id = s.ID
	}
	return s, id, err
}

// The colours, as SGR parameters.
const (
	good   = "32"
	bad    = "31"
	faint  = "2"
	strong = "1"
)

// paintFor returns a function that colours text, or leaves it alone.
func paintFor(when string, w io.Writer) func(colour, text string) string {
	f, isFile := w.(*os.File)
	on := when == "always" || when == "auto" && isFile && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == ""
	if !on {
		return func(_, text string) string { return text }
	}
	return func(colour, text string) string { return "\x1b[" + colour + "m" + text + "\x1b[0m" }
}

// widthFor is how wide lines may be: as asked for, or as the terminal is.
func widthFor(asked *int, w io.Writer) int {
	if asked != nil {
		return *asked
	}
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			return width
		}
	}
	return 0
}

// explainer writes samples and their rewards as trees.
type explainer struct {
	w     io.Writer
	paint func(colour, text string) string
	full  bool
	// width is how many columns a line may take; 0 leaves lines whole.
	width int
	err   error
}

func (e *explainer) line(depth int, format string, args ...any) {
	var b strings.Builder
	indent := strings.Repeat("  ", depth)
	for text := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		for _, part := range wrapped(text, e.width-len(indent)) {
			b.WriteString(strings.TrimRight(indent+part, " ") + "\n")
			indent = strings.Repeat("  ", depth+1)
		}
	}
	if _, err := io.WriteString(e.w, b.String()); err != nil && e.err == nil {
		e.err = err
	}
}

// leastWidth is the room below which lines are left whole.
const leastWidth = 20

// wrapped breaks a line at blanks so that each part but the first leaves room
// for two more columns of indentation; colours take no room. A word that is
// longer than the line stays whole.
func wrapped(s string, width int) []string {
	if width < leastWidth {
		return []string{s}
	}
	var parts []string
	start, blank, used, room := 0, -1, 0, width
	for i := 0; i < len(s); {
		if strings.HasPrefix(s[i:], "\x1b[") {
			i += strings.IndexByte(s[i:], 'm') + 1
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == ' ' && i > start {
			blank = i
		}
		if used++; used > room && blank > 0 {
			parts = append(parts, strings.TrimRight(s[start:blank], " "))
			start = blank + len(s[blank:]) - len(strings.TrimLeft(s[blank:], " "))
			i, used, blank, room = start, 0, -1, width-2
			continue
		}
		i += size
	}
	return append(parts, s[start:])
}

func (e *explainer) head(id string, s *reward.Sample, total string) {
	where := ""
	if s != nil && s.Source != "" {
		where = "  " + e.paint(faint, visible(s.Source))
	}
	e.line(0, "%s%s  %s", e.paint(strong, visible(id)), where, total)
}

func (e *explainer) sample(ctx context.Context, p *spec.Program, id string, s *reward.Sample) {
	j := p.Judge(ctx, s)
	e.head(id, s, e.total(j))
	if j.Err != nil {
		e.line(1, "%s", visible(j.Err.Error()))
	}
	if j.Route != "" {
		e.line(1, "routed to %s", j.Route)
	}
	if j.Filtered {
		e.line(1, "filter %s", number(j.Filter))
	}
	e.parts(1, s.Completion.Last(), j.Result.Parts)
	e.line(1, "%s %s", e.paint(faint, "completion"), e.paint(faint, e.clip(s.Completion.Last())))
	if len(s.Answers) > 0 {
		e.line(1, "%s %s", e.paint(faint, "answer"), visible(strings.Join(s.Answers, " | ")))
	}
	e.line(0, "")
}

func (e *explainer) total(j spec.Judgement) string {
	switch {
	case j.Zeroed:
		return e.paint(bad, "reward 0 in place of an error: "+j.Cause.Error())
	case j.Err == nil && j.Result.Value > 0:
		return e.paint(good, "reward "+number(j.Result.Value))
	case j.Err == nil:
		return "reward " + number(j.Result.Value)
	case errors.Is(j.Err, reward.ErrAbstain):
		return "no reward"
	}
	return e.paint(bad, "error ("+string(reward.KindOf(j.Err))+")")
}

func (e *explainer) parts(depth int, completion string, parts []reward.Part) {
	for i := range parts {
		p := &parts[i]
		value, reason := number(p.Value), p.Reason
		switch {
		case p.Abstained():
			value, reason = "-", p.Err.Error()
		case p.Err != nil:
			value, reason = e.paint(bad, "error"), p.Err.Error()
		}
		if p.Weight != 1 && p.Err == nil {
			if p.Weight == 0 {
				value += " (metric)"
			} else {
				value += " x " + number(p.Weight)
			}
		}
		e.line(depth, "%s = %s  %s", p.Name, value, e.paint(faint, visible(reason)))
		for _, sp := range p.Spans {
			e.line(depth+1, "%s", e.paint(faint, spanText(completion, sp)))
		}
		e.parts(depth+1, completion, p.Parts)
	}
}

// spanText shows the bytes a reward rests on.
func spanText(completion string, sp reward.Span) string {
	if sp.Start < 0 || sp.End > len(completion) || sp.Start > sp.End {
		return fmt.Sprintf("%s at bytes %d to %d", sp.Label, sp.Start, sp.End)
	}
	text := completion[sp.Start:sp.End]
	const most = 80
	if len(text) > most {
		text = text[:most] + "..."
	}
	return fmt.Sprintf("%s at bytes %d to %d: %q", sp.Label, sp.Start, sp.End, text)
}

// shownEnds is how much of each end of a long completion is shown.
const shownEnds = 300

func (e *explainer) clip(s string) string {
	if e.full || len(s) <= 2*shownEnds {
		return visible(s)
	}
	return visible(strings.ToValidUTF8(s[:shownEnds], "") + fmt.Sprintf(" [... %d bytes ...] ", len(s)-2*shownEnds) + strings.ToValidUTF8(s[len(s)-shownEnds:], ""))
}

// visible writes control characters as Go does: what a policy wrote may not
// move the cursor of a terminal or colour it.
func visible(s string) string {
	if strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden are control characters, and those that change the direction of text.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
