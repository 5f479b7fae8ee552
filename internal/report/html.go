package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/verireward/verireward/reward"
)

//go:embed report.html.tmpl
var pageSource string

var page = template.Must(template.New("report").Funcs(template.FuncMap{
	"num": num, "percent": percent, "duration": func(d time.Duration) string { return d.Round(10 * time.Microsecond).String() },
}).Parse(pageSource))

// num is a number in few digits.
func num(v float64) string {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return "–"
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// HTML writes the report: one file that asks for nothing from outside, works
// without scripts, follows the reader's light or dark setting, and prints.
func (s *Stats) HTML(w io.Writer) error { return page.Execute(w, s.view()) }

// view is what the page shows.
type view struct {
	Spec                             string
	Total, Scored, Abstained, Errors int
	Mean, Std, Min, Max              float64
	Chart                            template.HTML
	Components                       []componentView
	Sources                          []sourceView
	SourcesCut                       bool
	Groups                           *groupView
	Kinds                            []*errorKind
	Slow                             []Record
	MeanElapsed                      time.Duration
	Samples                          []sampleGroup
	Kept                             int
}

type componentView struct {
	Name               string
	Weight, Mean, Std  float64
	Judged             int
	Zero, Full         float64
	Max                float64
	Abstained, Failed  int
	AbstainedP, ErrorP float64
}

type sourceView struct {
	Name      string
	N         int
	Mean, Std float64
}

type groupView struct {
	Count                int
	Size, Spread         float64
	Flat, AllRight, None float64
	Pass                 []passView
	Early                int
	Chart                template.HTML
}

type passView struct {
	K, Groups int
	Value     float64
}

type sampleGroup struct {
	Title   string
	Note    string
	Samples []sampleView
}

type sampleView struct {
	Title, Total, Tone         string
	Prompt, Completion, Answer string
	Error                      string
	Elapsed                    time.Duration
	Parts                      []partView
}

type partView struct {
	Name, Value, Reason string
	Weight              string
	Parts               []partView
}

func (s *Stats) view() view {
	v := view{
		Spec: s.options.Spec, Total: s.total, Scored: s.scored, Abstained: s.abstained, Errors: s.errors,
		Mean: s.moments.mean, Std: s.moments.std(), Min: s.minimum, Max: s.maximum,
		Chart: chart(s.rewards.bars()), Slow: s.slow, SourcesCut: s.sourcesOverflowing,
	}
	if s.total > 0 {
		v.MeanElapsed = s.elapsed / time.Duration(s.total)
	}
	for _, c := range s.components {
		v.Components = append(v.Components, componentView{
			Name: c.Name, Weight: c.Weight, Mean: c.moments.mean, Std: c.moments.std(), Judged: c.moments.n,
			Zero: percent(c.zeros, c.moments.n), Full: percent(c.atMax, c.moments.n), Max: c.max,
			Abstained: c.abstained, Failed: c.failed, AbstainedP: percent(c.abstained, s.total), ErrorP: percent(c.failed, s.total),
		})
	}
	for name, m := range s.sources {
		v.Sources = append(v.Sources, sourceView{name, m.n, m.mean, m.std()})
	}
	slices.SortFunc(v.Sources, func(a, b sourceView) int { return strings.Compare(a.Name, b.Name) })
	if len(v.Sources) == 1 && v.Sources[0].Name == "" {
		v.Sources = nil
	}
	for _, k := range s.kinds {
		v.Kinds = append(v.Kinds, k)
	}
	slices.SortFunc(v.Kinds, func(a, b *errorKind) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Kind, b.Kind)
	})
	v.Groups = s.groupView()
	s.sampleViews(&v)
	return v
}

func (s *Stats) groupView() *groupView {
	g := s.groups.summary()
	if g.count == 0 {
		return nil
	}
	v := &groupView{
		Count: g.count, Size: g.size.mean, Spread: g.spread.mean, Early: g.early,
		Flat: percent(g.flat, g.count), AllRight: percent(g.allRight, g.count), None: percent(g.none, g.count),
	}
	for _, k := range passKs {
		if m := g.pass[k]; m.n > 0 {
			v.Pass = append(v.Pass, passView{k, m.n, m.mean})
		}
	}
	return v
}

func (s *Stats) sampleViews(v *view) {
	add := func(title, note string, r *reservoir) {
		if len(r.kept) == 0 {
			return
		}
		records := slices.Clone(r.kept)
		slices.SortFunc(records, func(a, b Record) int { return a.Line - b.Line })
		g := sampleGroup{Title: title, Note: note}
		if r.seen > len(r.kept) {
			g.Note = fmt.Sprintf("%d of %d, chosen at random", len(r.kept), r.seen)
		}
		for i := range records {
			g.Samples = append(g.Samples, viewOf(&records[i]))
		}
		v.Kept += len(records)
		v.Samples = append(v.Samples, g)
	}
	add("Could not be judged", "", &s.failed)
	if s.scored > 0 && s.minimum < s.maximum {
		add("Least reward, "+num(s.minimum), "", &s.lowest)
	}
	add("In between", "", &s.between)
	if s.scored > 0 {
		add("Greatest reward, "+num(s.maximum), "", &s.greatest)
	}
}

func viewOf(r *Record) sampleView {
	v := sampleView{
		Prompt: r.Prompt, Completion: r.Completion, Answer: clip(strings.Join(r.Answers, "  |  "), 500), Elapsed: r.Elapsed,
		Title: fmt.Sprintf("line %d", r.Line), Tone: "mid",
	}
	if r.ID != "" {
		v.Title = r.ID
	}
	if r.Source != "" {
		v.Title += " · " + r.Source
	}
	switch {
	case r.Err != nil:
		v.Total, v.Error, v.Tone = "error", r.Err.Error(), "bad"
	case r.Reward > 0:
		v.Total, v.Tone = num(r.Reward), "good"
	default:
		v.Total = num(r.Reward)
	}
	v.Parts = partViews(r.Parts)
	return v
}

// partViews shows the reasons of every component, inner ones too.
func partViews(parts []reward.Part) []partView {
	var out []partView
	for i := range parts {
		p := &parts[i]
		v := partView{Name: p.Name, Value: num(p.Value), Reason: clip(p.Reason, 1000), Weight: num(p.Weight), Parts: partViews(p.Parts)}
		if p.Err != nil {
			v.Value, v.Reason = "–", clip(p.Err.Error(), 1000)
			if p.Failed() {
				v.Value = "error"
			}
		}
		out = append(out, v)
	}
	return out
}

// The drawing of the histogram, in units of its view box.
const (
	chartWidth  = 720
	chartHeight = 220
	chartBase   = 184
	chartTop    = 16
	// chartNarrow is the room a label takes on a narrow screen.
	chartNarrow = 130
)

// chart draws bars as SVG. Colours come from the page, so that both themes and
// print have their own; every bar says its numbers to a pointer and to a
// screen reader.
func chart(bars []bar) template.HTML {
	if len(bars) == 0 {
		return ""
	}
	most, total := 0, 0
	for _, b := range bars {
		most = max(most, b.Count)
		total += b.Count
	}
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg viewBox="0 0 %d %d" role="img" aria-label="Histogram of rewards, %d bars">`, chartWidth, chartHeight, len(bars))
	fmt.Fprintf(&svg, `<line class="axis" x1="0" y1="%d" x2="%d" y2="%d"/>`, chartBase, chartWidth, chartBase)
	slot := float64(chartWidth) / float64(len(bars))
	width := min(slot*0.86, 64)
	// A label under every bar while there is room, else under every other one.
	every := int(math.Ceil(58 / slot))
	// On a narrow screen letters are drawn larger, and fewer labels have room.
	wide := int(math.Ceil(float64(chartNarrow) / (slot * float64(every))))
	for i, b := range bars {
		x := slot*float64(i) + (slot-width)/2
		h := float64(b.Count) / float64(most) * (chartBase - chartTop - 14)
		if b.Count > 0 {
			h = max(h, 1)
		}
		label := num(b.Lo)
		if b.Hi != b.Lo {
			label += " to " + num(b.Hi)
		}
		fmt.Fprintf(&svg, `<g><title>%s: %d (%s %%)</title><rect class="bar" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="2"/>`,
			label, b.Count, num(percent(b.Count, total)), x, chartBase-h, width, h)
		if every == 1 {
			fmt.Fprintf(&svg, `<text class="count" x="%.1f" y="%.1f">%d</text>`, x+width/2, chartBase-h-5, b.Count)
		}
		if i%every == 0 {
			class := "tick"
			if i/every%wide != 0 {
				class = "tick dense"
			}
			fmt.Fprintf(&svg, `<text class="%s" x="%.1f" y="%d" dominant-baseline="hanging">%s</text>`, class, x+width/2, chartBase+8, num(b.Lo))
		}
		svg.WriteString(`</g>`)
	}
	svg.WriteString(`</svg>`)
	return template.HTML(svg.String())
}
