package spec

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// object is a JSON object that keeps the order of its members: a schema is
// read by people as well.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return []byte(b.String()), nil
}

func typed(t string) object { return object{{"type", t}} }

func described(o object, text string) object { return append(o, member{"description", text}) }

func enum(words ...string) object { return object{{"enum", words}} }

func anyOf(of ...any) object { return object{{"anyOf", of}} }

func ref(name string) object { return object{{"$ref", "#/$defs/" + name}} }

func strict(properties object, required ...string) object {
	o := object{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}}
	if len(required) > 0 {
		o = append(o, member{"required", required})
	}
	return o
}

// Schema is the JSON Schema (draft 2020-12) of a specification, made of the
// same tables that the decoder reads, for editors and other checkers.
func Schema() []byte {
	scalar := anyOf(typed("string"), typed("number"), typed("boolean"))
	number := typed("number")
	interval := object{{"type", "array"}, {"items", number}, {"minItems", 2}, {"maxItems", 2}}
	defs := object{
		{"scalar", scalar},
		{"interval", interval},
		{"duration", object{{"type", "string"}, {"pattern", `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`}}},
		{"text", anyOf(ref("scalar"), object{{"type", "array"}, {"items", strict(object{{"role", typed("string")}, {"content", ref("scalar")}})}})},
		{"want", anyOf(number, typed("null"), ref("interval"), object{{"type", "string"}, {"pattern", `^(error|null|abstain|[<>]=?\s*-?[0-9.eE+-]+)$`}})},
		{"reward", rewardSchema()},
		{"test", testSchema()},
	}
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "verireward specification"},
	}
	properties := object{
		{"name", described(typed("string"), "what the specification is called")},
		{"description", typed("string")},
		{"use", described(enum(presetNames()...), "a shipped specification that this one is laid over")},
		{"format", described(anyOf(typed("string"), strict(optionsSchema(typeOf[formatOptions]()), "template")), "the layout of a completion; its holes are the fields that from: reads")},
		{"rewards", object{{"type", "object"}, {"additionalProperties", ref("reward")}, {"minProperties", 1}}},
		{"weights", described(object{{"type", "object"}, {"additionalProperties", number}}, "factors of a weighted sum; what is left out is a metric")},
		{"total", described(ref("scalar"), "a formula over the rewards, in place of weights")},
		{"aggregate", enum(aggregates...)},
		{"range", described(ref("interval"), "least and greatest total; one outside is an error")},
		{"filter_on", described(ref("scalar"), "the unshaped score, a reward or a formula, for dynamic sampling")},
		{"on_error", enum(string(Drop), string(Fail), string(Zero))},
		{"route", strict(object{{"by", typed("string")}, {"cases", object{{"type", "object"}, {"additionalProperties", typed("string")}}}, {"default", typed("string")}}, "cases")},
		{"sandbox", strict(optionsSchema(typeOf[SandboxSettings]()))},
		{"languages", object{{"type", "object"}}},
		{"tests", object{{"type", "array"}, {"items", ref("test")}}},
	}
	root = append(root, strict(properties)...)
	root = append(root, member{"$defs", defs})
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic("spec: the schema cannot be written: " + err.Error())
	}
	return append(out, '\n')
}

// rewardSchema is a reward: a word, or a map whose keys depend on its use.
func rewardSchema() object {
	variants := []any{object{{"type", "string"}}}
	for _, e := range Catalogue() {
		names := append([]string{e.Name}, e.Aliases...)
		properties := append(object{{"use", enum(names...)}}, commonSchema(e.OptionKeys())...)
		if e.options != nil {
			properties = append(properties, optionsSchema(e.options)...)
		}
		required := []string{"use"}
		if e.Inner != InnerNone {
			inner := anyOf(ref("reward"), object{{"type", "array"}, {"items", ref("reward")}}, object{{"type", "object"}, {"additionalProperties", ref("reward")}})
			properties = append(properties, member{"of", inner})
			required = append(required, "of")
		}
		variants = append(variants, described(strict(properties, required...), e.Doc))
	}
	variants = append(variants, described(strict(append(object{{"use", enum(presetNames()...)}}, commonSchema(nil)...), "use"), "a shipped specification as one reward"))
	return anyOf(variants...)
}

func commonSchema(own []string) object {
	all := object{
		{"from", described(typed("string"), "the captured field that is judged in place of the completion")},
		{"weight", described(typed("number"), "0 marks a metric")},
		{"timeout", ref("duration")},
		{"scale", typed("number")},
		{"clamp", ref("interval")},
		{"remember", described(typed("integer"), "how many outcomes to keep by content")},
		{"when", described(object{{"type", "object"}, {"additionalProperties", ref("scalar")}}, "fields and the patterns they must match for the reward to apply")},
	}
	return slices.DeleteFunc(all, func(m member) bool { return slices.Contains(own, m.key) })
}

// optionsSchema is the schema of an options struct.
func optionsSchema(t reflect.Type) object {
	var out object
	for f := range optionFields(t) {
		o := valueSchema(f.Type)
		if words := f.Tag.Get("enum"); words != "" {
			o = enum(strings.Split(words, ",")...)
		}
		if text := optionDoc(t, f); text != "" {
			o = described(o, text)
		}
		out = append(out, member{keyOf(f), o})
	}
	return out
}

func valueSchema(t reflect.Type) object {
	if t == durationType {
		return ref("duration")
	}
	switch t.Kind() {
	case reflect.Bool:
		return typed("boolean")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return typed("integer")
	case reflect.Float32, reflect.Float64:
		return typed("number")
	case reflect.String:
		return ref("scalar")
	case reflect.Pointer:
		return valueSchema(t.Elem())
	case reflect.Slice:
		item := valueSchema(t.Elem())
		return anyOf(item, object{{"type", "array"}, {"items", item}})
	case reflect.Map:
		return object{{"type", "object"}, {"additionalProperties", valueSchema(t.Elem())}}
	case reflect.Struct:
		return strict(optionsSchema(t))
	}
	return object{}
}

func testSchema() object {
	component := anyOf(ref("want"), strict(object{{"value", ref("want")}, {"reason", typed("string")}}))
	answers := anyOf(ref("scalar"), typed("null"), object{{"type", "array"}, {"items", ref("scalar")}})
	return strict(object{
		{"name", ref("scalar")},
		{"kind", enum("right", "wrong", "attack")},
		{"prompt", ref("text")},
		{"completion", ref("text")},
		{"answer", answers},
		{"tests", object{}},
		{"truncated", typed("boolean")},
		{"tokens", typed("integer")},
		{"source", ref("scalar")},
		{"group", ref("scalar")},
		{"id", ref("scalar")},
		{"step", typed("integer")},
		{"meta", typed("object")},
		{"want", described(ref("want"), "the total, error, null, a comparison or [least, greatest]")},
		{"components", object{{"type", "object"}, {"additionalProperties", component}}},
		{"reason", described(typed("string"), "a text that some reason contains")},
		{"error", enum("input", "gold", "sandbox", "toolchain", "timeout", "internal", "spec")},
		{"route", typed("string")},
		{"filter", ref("want")},
		{"tolerance", typed("number")},
	}, "completion")
}
