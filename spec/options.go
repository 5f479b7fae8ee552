package spec

import (
	"reflect"
	"strings"
	"time"
)

// Options of a reward are a struct whose fields carry yaml tags. decodeOptions
// fills it from a map, strictly: an unknown key, a value of the wrong type or
// out of the type's range is an error at its place.

var durationType = reflect.TypeFor[time.Duration]()

// optionKeys are the keys an options struct takes, in the struct's order.
func optionKeys(t reflect.Type) []string {
	var keys []string
	for f := range optionFields(t) {
		keys = append(keys, keyOf(f))
	}
	return keys
}

// optionFields yields the fields that can be set from a specification.
func optionFields(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		if t == nil {
			return
		}
		for i := range t.NumField() {
			f := t.Field(i)
			if !f.IsExported() || keyOf(f) == "" || f.Type.Kind() == reflect.Func {
				continue
			}
			if !yield(f) {
				return
			}
		}
	}
}

// keyOf is the name of a field in a specification, or "" when it has none.
func keyOf(f reflect.StructField) string {
	tag, ok := f.Tag.Lookup("yaml")
	if !ok {
		tag = f.Tag.Get("json")
	}
	name, _, _ := strings.Cut(tag, ",")
	if name == "-" {
		return ""
	}
	return name
}

// decodeOptions sets v, a struct, from the entries of n whose keys v has.
// skip names keys that others read.
func decodeOptions(n *node, v reflect.Value, what string, skip []string) {
	allowed := append(optionKeys(v.Type()), skip...)
	n.keys(what, allowed)
	for f := range optionFields(v.Type()) {
		value := n.get(keyOf(f))
		if value == nil {
			continue
		}
		if words := f.Tag.Get("enum"); words != "" {
			value.oneOf(keyOf(f), strings.Split(words, ",")...)
		}
		decodeValue(value, v.FieldByIndex(f.Index), keyOf(f))
	}
}

// decodeEntry fills a new value of the entry's options struct from n.
func decodeEntry(e *Entry, n *node, what string, skip []string) any {
	if e.options == nil {
		n.keys(what, skip)
		return nil
	}
	v := reflect.New(e.options).Elem()
	decodeOptions(n, v, what, skip)
	return v.Interface()
}

// decodeInto fills the struct that p points to.
func decodeInto(n *node, p any, what string) {
	n.want(kindMap, what)
	decodeOptions(n, reflect.ValueOf(p).Elem(), what, nil)
}

func decodeValue(n *node, v reflect.Value, what string) {
	if v.Type() == durationType {
		v.SetInt(int64(n.duration(what)))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(n.boolean(what))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		i := int64(n.int(what))
		if v.OverflowInt(i) {
			n.fail("%s is %s: too large", what, n.describe())
		}
		v.SetInt(i)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(n.float(what))
	case reflect.String:
		v.SetString(n.scalarText(what))
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		decodeValue(n, p.Elem(), what)
		v.Set(p)
	case reflect.Slice:
		decodeSlice(n, v, what)
	case reflect.Map:
		n.want(kindMap, what)
		m := reflect.MakeMap(v.Type())
		for _, e := range n.entries {
			value := reflect.New(v.Type().Elem()).Elem()
			decodeValue(e.value, value, what+"."+e.key.text)
			m.SetMapIndex(reflect.ValueOf(e.key.text).Convert(v.Type().Key()), value)
		}
		v.Set(m)
	case reflect.Struct:
		n.want(kindMap, what)
		decodeOptions(n, v, what, nil)
	case reflect.Interface:
		v.Set(reflect.ValueOf(n.plain()))
	default:
		n.fail("%s cannot be set from a specification", what)
	}
}

// decodeSlice reads a list, or one value as a list of one.
func decodeSlice(n *node, v reflect.Value, what string) {
	items := []*node{n}
	if n.kind == kindList {
		items = n.items
	}
	list := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		decodeValue(item, list.Index(i), what)
	}
	v.Set(list)
}

// duration reads "2s", "150ms"; a bare number has no unit and is refused.
func (n *node) duration(what string) time.Duration {
	d, err := time.ParseDuration(n.text)
	if n.kind != kindString || err != nil {
		likely := strings.ReplaceAll(n.text, " ", "")
		if n.kind == kindInt || n.kind == kindFloat {
			likely += "s"
		}
		if _, err := time.ParseDuration(likely); err != nil {
			n.fail("%s is %s, want a duration such as 2s or 150ms", what, n.describe())
		}
		n.failNear(likely, []string{likely}, "%s is %s, want a duration such as 2s or 150ms", what, n.describe())
	}
	if d <= 0 {
		n.fail("%s is %s, want more than 0", what, n.text)
	}
	return d
}
