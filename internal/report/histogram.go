package report

import (
	"math"
	"slices"
)

const (
	// maxExact is how many different values are counted one by one. Rewards
	// made of a few components take few values, and a bar for each says more
	// than bins.
	maxExact = 24
	// bins is how many bins hold the rest; even, as two are made one when the
	// range doubles.
	bins = 40
)

// histogram counts values of unknown range in bounded memory: one by one while
// few are different, then in bins whose width doubles as the range asks.
type histogram struct {
	exact     map[float64]int
	lo, width float64
	counts    []int
}

func newHistogram() *histogram { return &histogram{exact: map[float64]int{}} }

func (h *histogram) add(v float64) {
	if h.exact != nil {
		h.exact[v]++
		if len(h.exact) > maxExact {
			h.toBins()
		}
		return
	}
	h.addBinned(v, 1)
}

func (h *histogram) toBins() {
	lo, hi := math.Inf(1), math.Inf(-1)
	for v := range h.exact {
		lo, hi = min(lo, v), max(hi, v)
	}
	h.lo, h.width, h.counts = lo, (hi-lo)/bins, make([]int, bins)
	values := h.exact
	h.exact = nil
	for v, n := range values {
		h.addBinned(v, n)
	}
}

func (h *histogram) addBinned(v float64, n int) {
	// 64 doublings reach any finite value from any width that is not
	// vanishing; beyond that the end bins take what is left.
	for range 64 {
		switch {
		case v < h.lo:
			h.double(true)
		case v > h.lo+h.width*bins:
			h.double(false)
		default:
			h.counts[min(int((v-h.lo)/h.width), bins-1)] += n
			return
		}
	}
	if v < h.lo {
		h.counts[0] += n
	} else {
		h.counts[bins-1] += n
	}
}

// double makes every two bins one, growing to the left or right.
func (h *histogram) double(left bool) {
	merged := make([]int, bins)
	for i := range bins / 2 {
		sum := h.counts[2*i] + h.counts[2*i+1]
		if left {
			merged[bins/2+i] = sum
		} else {
			merged[i] = sum
		}
	}
	if left {
		h.lo -= h.width * bins
	}
	h.width *= 2
	h.counts = merged
}

// bar is one bar of the drawn histogram.
type bar struct {
	// Lo and Hi are the values it stands for; equal for a single value.
	Lo, Hi float64
	Count  int
}

// bars returns the histogram for drawing, least value first; empty bins at
// both ends are left out.
func (h *histogram) bars() []bar {
	var out []bar
	if h.exact != nil {
		for v, n := range h.exact {
			out = append(out, bar{v, v, n})
		}
		slices.SortFunc(out, func(a, b bar) int {
			if a.Lo < b.Lo {
				return -1
			}
			return 1
		})
		return out
	}
	first, last := -1, -1
	for i, n := range h.counts {
		if n > 0 {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for i := first; i >= 0 && i <= last; i++ {
		out = append(out, bar{h.lo + float64(i)*h.width, h.lo + float64(i+1)*h.width, h.counts[i]})
	}
	return out
}
