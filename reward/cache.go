package reward

import (
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"maps"
	"slices"
	"sync"
)

// defaultCacheSize holds the rollouts of a few training steps.
const defaultCacheSize = 4096

// Cache remembers the last size outcomes of r (0 means 4096), by the content of
// the sample: everything but its ID and Group, which a reward behind a cache
// must not read. Values and abstentions are remembered; errors are not. A
// sample whose Meta cannot be written as JSON is judged every time.
//
// The key is a SHA-256 of the content, so that no completion can be written to
// collide with another. Results are shared: do not change their parts.
func Cache(size int, r Reward) Reward {
	mustReward("Cache", r)
	if size < 0 {
		panic("reward: Cache: negative size")
	}
	if size == 0 {
		size = defaultCacheSize
	}
	c := &cache{size: size, byKey: make(map[cacheKey]*list.Element, size), order: list.New()}
	return &wrapped{name: nameOf(r), score: func(ctx context.Context, s *Sample) (Result, error) {
		key, ok := contentKey(s)
		if !ok {
			return Judge(ctx, r, s)
		}
		if e, ok := c.get(key); ok {
			return e.res, e.err
		}
		res, err := Judge(ctx, r, s)
		if err == nil || errors.Is(err, ErrAbstain) {
			c.put(&cacheEntry{key: key, res: res, err: err})
		}
		return res, err
	}}
}

type cacheKey [sha256.Size]byte

type cacheEntry struct {
	key cacheKey
	res Result
	err error
}

// cache keeps the entries used last; order holds *cacheEntry, newest first.
type cache struct {
	mu    sync.Mutex
	size  int
	byKey map[cacheKey]*list.Element
	order *list.List
}

func (c *cache) get(key cacheKey) (*cacheEntry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*cacheEntry), true
}

func (c *cache) put(entry *cacheEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[entry.key]; ok {
		return
	}
	c.byKey[entry.key] = c.order.PushFront(entry)
	if c.order.Len() > c.size {
		oldest := c.order.Back()
		c.order.Remove(oldest)
		delete(c.byKey, oldest.Value.(*cacheEntry).key)
	}
}

// contentKey hashes what a reward may read. Every text is preceded by its
// length, so no two samples share a stream of bytes.
func contentKey(s *Sample) (key cacheKey, ok bool) {
	h := keyWriter{h: sha256.New()}
	h.text(s.Source)
	h.turns(s.Prompt)
	h.turns(s.Completion)
	h.number(len(s.Answers))
	for _, a := range s.Answers {
		h.text(a)
	}
	h.text(string(s.Tests))
	h.number(s.Tokens)
	h.number(s.Step)
	if s.Truncated {
		h.number(1)
	} else {
		h.number(0)
	}
	h.number(len(s.Fields))
	for _, name := range slices.Sorted(maps.Keys(s.Fields)) {
		h.text(name)
		h.text(s.Fields[name])
		h.number(s.FieldSpans[name].Start)
	}
	if len(s.Meta) > 0 {
		b, err := json.Marshal(s.Meta)
		if err != nil {
			return key, false
		}
		h.text(string(b))
	}
	h.h.Sum(key[:0])
	return key, true
}

type keyWriter struct {
	h   hash.Hash
	buf [8]byte
}

func (w *keyWriter) number(n int) {
	binary.LittleEndian.PutUint64(w.buf[:], uint64(n))
	w.h.Write(w.buf[:])
}

func (w *keyWriter) text(s string) {
	w.number(len(s))
	w.h.Write([]byte(s))
}

func (w *keyWriter) turns(t Text) {
	if t.Messages == nil {
		w.number(-1)
		w.text(t.Plain)
		return
	}
	w.number(len(t.Messages))
	for _, m := range t.Messages {
		w.text(m.Role)
		w.text(m.Content)
	}
}
