package report

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
)

func page1(t *testing.T, s *Stats) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, s.HTML(&b))
	return b.String()
}

func sampleRecord(i int) Record {
	v := float64(i % 3)
	r := Record{
		Line: i + 1, ID: fmt.Sprint("s", i), Source: "math", Group: fmt.Sprint("g", i/4), Completion: "text", Answers: []string{"4"},
		Reward: v, Filter: math.Min(v, 1), Filtered: true, Elapsed: time.Duration(i) * time.Microsecond,
		Parts: []reward.Part{{Name: "correct", Value: v, Weight: 1, Reason: "why"}, {Name: "repeat", Weight: 0}},
	}
	switch i % 10 {
	case 7:
		r.Err = reward.Errorf(reward.KindGold, "no gold")
		r.Parts[0].Err = r.Err
	case 8:
		r.Err = reward.Abstain("nothing applied")
		r.Parts[0].Err = r.Err
	}
	return r
}

func gather(n int) *Stats {
	s := New(Options{Spec: "demo", Components: []string{"correct", "repeat"}, Samples: true})
	for i := range n {
		s.Add(sampleRecord(i))
	}
	return s
}

// The page asks for nothing from outside, has no script, and hostile text in
// it stays text.
func TestPageIsSelfContained(t *testing.T) {
	s := gather(100)
	hostile := sampleRecord(1)
	hostile.Completion = `</pre><script>alert(1)</script><img src=x onerror=alert(1)>`
	hostile.ID = `"><script>x</script>`
	hostile.Source = "<b>source</b>"
	hostile.Parts[0].Reason = "<script>reason</script>"
	s.Add(hostile)
	html := page1(t, s)
	require.NotRegexp(t, regexp.MustCompile(`(?i)<script|<link|<img|https?://|url\(|@import`), html)
	require.Contains(t, html, "&lt;script&gt;alert(1)&lt;/script&gt;")
	require.Contains(t, html, "<svg")
	require.Contains(t, html, "prefers-color-scheme:dark")
	require.Contains(t, html, "@media print")
	for _, id := range []string{"rewards", "components", "sources", "groups", "errors", "slow", "samples"} {
		require.Contains(t, html, `id="`+id+`"`)
		require.Contains(t, html, `href="#`+id+`"`)
	}
}

func TestEmptyPage(t *testing.T) {
	html := page1(t, New(Options{Spec: "demo", Components: []string{"correct"}}))
	require.Contains(t, html, "No sample has a reward.")
	s := New(Options{Spec: "demo"})
	s.Add(Record{Line: 1, Err: errors.New("broken")})
	require.NotContains(t, page1(t, s), "NaN")
}

// A hundred thousand samples make a page of the size of a hundred's.
func TestPageSizeIsBounded(t *testing.T) {
	small, large := len(page1(t, gather(1000))), len(page1(t, gather(100_000)))
	require.Less(t, large, small*3/2)
}

func TestSameRunSamePage(t *testing.T) {
	require.Equal(t, page1(t, gather(3000)), page1(t, gather(3000)))
}

func TestComponents(t *testing.T) {
	s := gather(100)
	v := s.view()
	require.Equal(t, 100, v.Total)
	require.Equal(t, 80, v.Scored)
	require.Equal(t, 10, v.Errors)
	require.Equal(t, 10, v.Abstained)
	require.Equal(t, "correct", v.Components[0].Name)
	require.Equal(t, 80, v.Components[0].Judged)
	require.Equal(t, 10.0, v.Components[0].ErrorP)
	require.Equal(t, 2.0, v.Components[0].Max)
	require.Equal(t, 100.0, v.Components[1].Zero)
	require.Len(t, v.Slow, keepSlow)
	require.Equal(t, 100, v.Slow[0].Line, "slowest first")
}

func TestGroups(t *testing.T) {
	s := New(Options{Spec: "demo"})
	add := func(group string, values ...float64) {
		for _, v := range values {
			s.Add(Record{Group: group, Reward: v, Filter: v, Filtered: true})
		}
	}
	add("half", 1, 0, 1, 0)
	add("all", 1, 1, 1, 1)
	add("none", 0, 0, 0, 0)
	text := s.GroupText()
	require.Contains(t, text, "groups      3, 4.0 rollouts each")
	require.Contains(t, text, "pass@1      0.5000  (3 groups)")
	// 1 - C(2,2)/C(4,2) = 5/6 in the first group.
	require.Contains(t, text, fmt.Sprintf("pass@2      %.4f  (3 groups)", (5.0/6+1+0)/3))
	require.Contains(t, text, "no signal   66.7 % of the groups (all pass 33.3 %, none passes 33.3 %)")
	require.Equal(t, text, s.GroupText(), "asking changes nothing")
	require.Contains(t, New(Options{}).GroupText(), "no groups")
}

// However the values come, the bars count all of them and cover their range.
func TestHistogramCountsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 1, 400).Draw(t, "values")
		h := newHistogram()
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, v := range values {
			h.add(v)
			lo, hi = min(lo, v), max(hi, v)
		}
		total := 0
		bars := h.bars()
		for _, b := range bars {
			total += b.Count
		}
		if total != len(values) {
			t.Fatalf("%d values in the bars, %d added", total, len(values))
		}
		if slack := (hi - lo) / 1e9; bars[0].Lo > lo+slack || bars[len(bars)-1].Hi < hi-slack {
			t.Fatalf("bars from %v to %v, values from %v to %v", bars[0].Lo, bars[len(bars)-1].Hi, lo, hi)
		}
	})
}

func TestClipKeepsTheEnd(t *testing.T) {
	long := strings.Repeat("ä", maxText) + "the answer is 42"
	got := clip(long, maxText)
	require.LessOrEqual(t, len(got), maxText+40)
	require.True(t, strings.HasSuffix(got, "the answer is 42"))
	require.Equal(t, strings.ToValidUTF8(got, "?"), got)
}

func BenchmarkAdd(b *testing.B) {
	b.ReportAllocs()
	s := New(Options{Spec: "demo", Components: []string{"correct", "repeat"}, Samples: true})
	r := sampleRecord(1)
	for b.Loop() {
		s.Add(r)
	}
}
