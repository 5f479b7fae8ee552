package spec

import (
	"reflect"
	"slices"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Entry is one reward that "use" may name.
type Entry struct {
	// Name is the word behind "use".
	Name string
	// Aliases are other words for it, as the field's systems call it.
	Aliases []string
	// Doc says in a line what it scores.
	Doc string
	// Inner says which other rewards it takes under "of".
	Inner Inner
	// options is the struct its other keys fill; nil means it has none.
	options reflect.Type
	// build makes the reward. options is a value of that struct, inner the
	// rewards of "of".
	build func(b *builder, c *component, options any, inner []reward.Component) (reward.Reward, error)
}

// Inner says how many rewards an entry takes under "of".
type Inner uint8

// The numbers of inner rewards.
const (
	// InnerNone: it takes no "of".
	InnerNone Inner = iota
	// InnerOne: "of" is the name of another component, or one written out.
	InnerOne
	// InnerMany: "of" is a list of them, or a map that names them.
	InnerMany
)

// OptionKeys are the keys of the entry's own options.
func (e *Entry) OptionKeys() []string { return optionKeys(e.options) }

// Catalogue lists every reward, in alphabetical order.
func Catalogue() []*Entry {
	list := slices.Concat(combinatorEntries(), lengthEntries(), textEntries(), formatEntries(), mathEntries(), codeEntries())
	slices.SortFunc(list, func(a, b *Entry) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// registry finds entries by name and alias.
type registry struct {
	byName map[string]*Entry
	names  []string
}

func newRegistry() *registry {
	r := &registry{byName: map[string]*Entry{}}
	for _, e := range Catalogue() {
		r.names = append(r.names, e.Name)
		r.byName[e.Name] = e
		for _, a := range e.Aliases {
			r.byName[a] = e
		}
	}
	return r
}

func typeOf[O any]() reflect.Type { return reflect.TypeFor[O]() }

// plain is an entry for a reward that stands alone.
func plain[O any](name, doc string, make func(O) (reward.Reward, error), aliases ...string) *Entry {
	return &Entry{Name: name, Aliases: aliases, Doc: doc, options: typeOf[O](),
		build: func(_ *builder, _ *component, o any, _ []reward.Component) (reward.Reward, error) {
			return make(o.(O))
		}}
}

// around is an entry for a reward that takes another.
func around[O any](name, doc string, make func(O, reward.Reward) (reward.Reward, error), aliases ...string) *Entry {
	return &Entry{Name: name, Aliases: aliases, Doc: doc, Inner: InnerOne, options: typeOf[O](),
		build: func(_ *builder, _ *component, o any, inner []reward.Component) (reward.Reward, error) {
			return make(o.(O), inner[0].Reward)
		}}
}

// join is an entry for a reward that takes several.
func join[O any](name, doc string, make func(O, []reward.Component) (reward.Reward, error), aliases ...string) *Entry {
	return &Entry{Name: name, Aliases: aliases, Doc: doc, Inner: InnerMany, options: typeOf[O](),
		build: func(_ *builder, _ *component, o any, inner []reward.Component) (reward.Reward, error) {
			return make(o.(O), inner)
		}}
}
