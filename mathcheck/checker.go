package mathcheck

import (
	"strings"
	"sync/atomic"
)

// Checker is a set of options made ready, with the golds it met last: the
// samples of a group share one gold, which is then read once. Its verdicts are
// those of Check and CheckAny. It is safe for concurrent use.
type Checker struct {
	c     *config
	golds [goldSlots]atomic.Pointer[goldEntry]
}

const (
	// goldSlots is how many golds a Checker remembers: more groups than are
	// judged at one time. A gold has one slot, by its hash, and takes it from
	// whatever is there.
	goldSlots = 256
	// goldBytes bounds the golds worth remembering, and so what they hold in
	// memory: some 100 kB of text, and trees in proportion.
	goldBytes = 400
)

// goldEntry is a gold as it was read; it is immutable.
type goldEntry struct {
	text string
	gold *Gold
	err  error
}

// NewChecker makes options ready.
func NewChecker(opts ...Option) *Checker { return &Checker{c: newConfig(opts)} }

// Check is the function of that name under the Checker's options.
func (k *Checker) Check(gold, pred string) (Verdict, error) {
	g, err := k.gold(gold)
	if err != nil {
		return sameText(gold, pred, k.c, err)
	}
	return g.Check(pred)
}

// gold reads a gold, or remembers it.
func (k *Checker) gold(text string) (*Gold, error) {
	if len(text) > goldBytes {
		return parseGold(text, k.c)
	}
	slot := &k.golds[hash(text, "")%goldSlots]
	if e := slot.Load(); e != nil && e.text == text {
		return e.gold, e.err
	}
	// The text may be part of a whole line; the copy does not hold on to it.
	text = strings.Clone(text)
	e := &goldEntry{text: text}
	e.gold, e.err = parseGold(text, k.c)
	slot.Store(e)
	return e.gold, e.err
}

// CheckAny is the function of that name under the Checker's options.
func (k *Checker) CheckAny(golds []string, pred string) (Verdict, error) {
	return checkAny(golds, func(gold string) (Verdict, error) { return k.Check(gold, pred) })
}
