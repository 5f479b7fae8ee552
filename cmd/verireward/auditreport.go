package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/verireward/verireward/internal/audit"
	"github.com/verireward/verireward/internal/clip"
)

// writeAudit prints the findings for a person.
func writeAudit(w io.Writer, what string, r *audit.Report) error {
	var b strings.Builder
	for i := range r.Exploits {
		e := &r.Exploits[i]
		fmt.Fprintf(&b, "EXPLOIT  %s / %s: %s\n", e.Attack.Family, e.Attack.Name, e.Attack.Story)
		if e.Escaped {
			fmt.Fprintf(&b, "         escapes judgement on %d of %d samples, where an honest wrong answer earns %s: %s\n", e.Samples, e.Tried, number(e.Wrong), clip.Text(firstOf(e.Reason), 160))
		} else {
			fmt.Fprintf(&b, "         earns %s on %d of %d samples, may earn %s (honest: wrong %s, right %s)\n", number(e.Earned), e.Samples, e.Tried, number(e.Allowed), number(e.Wrong), number(e.Right))
		}
		fmt.Fprintf(&b, "         %s: %q\n", e.Sample, clip.Text(e.Completion, 160))
	}
	for _, name := range r.Unstable {
		fmt.Fprintf(&b, "UNSTABLE %s: the same completion got another reward when it was scored again\n", name)
	}
	for _, f := range r.FalseFails {
		fmt.Fprintf(&b, "false fail  %s: %q for %q earns %s, not %s (%d of %d samples)\n", f.Name, clip.Text(f.Example, 60), clip.Text(f.Gold, 60), number(f.Earned), number(f.Right), f.Samples, f.Tried)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%-9s  %s: %s%s\n", f.Area, f.Check, f.Text, where(f))
	}
	if r.Unsound > 0 {
		fmt.Fprintf(&b, "note  on %d samples the honest wrong answer earns as much as the right one: answers do not count there\n", r.Unsound)
	}
	if r.Unusable > 0 {
		fmt.Fprintf(&b, "note  %d samples were of no use: honest completions, right or wrong, have no reward\n", r.Unusable)
	}
	fmt.Fprintf(&b, "%s: %d attacks, %d attempts on %d samples; honest right answers earn %s, wrong ones %s on average\n", what, r.Attacks, r.Attempts, r.Samples, number(r.Right), number(r.Wrong))
	writeScores(&b, r)
	if r.Exploitable() {
		fmt.Fprintf(&b, "exploitable: %d attacks are paid, %d samples are unstable\n", len(r.Exploits), len(r.Unstable))
	} else {
		b.WriteString("clean: no attack is paid\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// where says how many rows a finding is about, and names some.
func where(f audit.Finding) string {
	if f.Of == 0 {
		return ""
	}
	more := ""
	if f.Count > len(f.Samples) && len(f.Samples) > 0 {
		more = ", ..."
	}
	if len(f.Samples) == 0 {
		return fmt.Sprintf(": %d of %d", f.Count, f.Of)
	}
	return fmt.Sprintf(": %d of %d (%s%s)", f.Count, f.Of, strings.Join(f.Samples, ", "), more)
}

// writeScores prints what the families of attacks earned, and the strategies
// that know nothing.
func writeScores(b *strings.Builder, r *audit.Report) {
	if r.Samples == 0 {
		return
	}
	fmt.Fprintf(b, "  %-14s %8s %8s %8s %8s\n", "family", "attacks", "paid", "mean", "most")
	for _, f := range r.Families {
		fmt.Fprintf(b, "  %-14s %8d %8d %8s %8s\n", f.Name, f.Attacks, f.Paid, number(f.Mean), number(f.Most))
	}
	fmt.Fprintf(b, "rewards from %s to %s; an attack without the answer earns %s at most", number(r.Least), number(r.Most), number(r.Ceiling))
	if r.Fixed.Samples > 0 {
		fmt.Fprintf(b, "; the best strategy that knows no gold (%s) earns %s on average", r.Fixed.Name, number(r.Fixed.Mean))
	}
	b.WriteByte('\n')
}

func firstOf(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

type exploitJSON struct {
	Family     string  `json:"family"`
	Name       string  `json:"name"`
	Story      string  `json:"story"`
	Samples    int     `json:"samples"`
	Tried      int     `json:"tried"`
	Earned     float64 `json:"earned"`
	Allowed    float64 `json:"allowed"`
	Wrong      float64 `json:"honest_wrong"`
	Right      float64 `json:"honest_right"`
	Escaped    bool    `json:"escaped"`
	Reason     string  `json:"reason,omitempty"`
	Sample     string  `json:"sample"`
	Completion string  `json:"completion"`
}

// writeAuditJSON prints the findings for a machine.
func writeAuditJSON(w io.Writer, what string, r *audit.Report) error {
	exploits := make([]exploitJSON, 0, len(r.Exploits))
	for i := range r.Exploits {
		e := &r.Exploits[i]
		exploits = append(exploits, exploitJSON{
			Family: e.Attack.Family, Name: e.Attack.Name, Story: e.Attack.Story, Samples: e.Samples, Tried: e.Tried,
			Earned: e.Earned, Allowed: e.Allowed, Wrong: e.Wrong, Right: e.Right, Escaped: e.Escaped, Reason: clip.Text(e.Reason, 500),
			Sample: e.Sample, Completion: clip.Text(e.Completion, 2000),
		})
	}
	fails := make([]map[string]any, 0, len(r.FalseFails))
	for _, f := range r.FalseFails {
		fails = append(fails, map[string]any{"name": f.Name, "samples": f.Samples, "tried": f.Tried, "example": f.Example, "gold": f.Gold, "earned": f.Earned, "honest_right": f.Right})
	}
	families := make([]map[string]any, 0, len(r.Families))
	for _, f := range r.Families {
		families = append(families, map[string]any{"family": f.Name, "attacks": f.Attacks, "paid": f.Paid, "attempts": f.Attempts, "mean": f.Mean, "most": f.Most})
	}
	findings := make([]map[string]any, 0, len(r.Findings))
	for _, f := range r.Findings {
		findings = append(findings, map[string]any{"area": f.Area, "check": f.Check, "text": f.Text, "count": f.Count, "of": f.Of, "samples": append([]string{}, f.Samples...)})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(map[string]any{
		"spec": what, "exploitable": r.Exploitable(), "attacks": r.Attacks, "attempts": r.Attempts, "samples": r.Samples,
		"unsound": r.Unsound, "unusable": r.Unusable, "unstable": append([]string{}, r.Unstable...),
		"honest_right": r.Right, "honest_wrong": r.Wrong, "exploits": exploits, "false_fails": fails,
		"families": families, "findings": findings, "least": r.Least, "most": r.Most, "ceiling": r.Ceiling,
		"fixed": map[string]any{"name": r.Fixed.Name, "mean": r.Fixed.Mean, "samples": r.Fixed.Samples},
	})
}
