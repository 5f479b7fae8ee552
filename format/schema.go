package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/reward"
)

// JSONSchemaOptions configure JSONSchema.
type JSONSchemaOptions struct {
	// Schema is a JSON Schema (draft 2020-12 or 7): an object, or JSON text.
	Schema any `yaml:"schema" json:"schema"`
	// SchemaFrom names the field of Sample.Meta, by its dotted path, that holds
	// the sample's own schema; with it Schema must be empty.
	SchemaFrom string `yaml:"schema_from" json:"schema_from"`
	// Fenced also takes the JSON out of the only fenced block of the
	// response.
	Fenced bool `yaml:"fenced" json:"fenced"`
	// MaxBytes is the longest text that is read; 0 means 1 MiB. A longer one
	// scores 0.
	MaxBytes int `yaml:"max_bytes" json:"max_bytes"`
}

// defaultJSONBytes is beyond any answer that is meant to be JSON.
const defaultJSONBytes = 1 << 20

// JSONSchema earns 1 for a completion that is exactly one JSON value and
// satisfies a schema, else 0. White space around the value is free; a key that
// occurs twice in an object, text beside the value, and NaN are not JSON.
// Behind a think block the response is read. A sample without a usable schema
// is an error, not a 0.
func JSONSchema(o JSONSchemaOptions) (reward.Reward, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultJSONBytes
	}
	if (o.Schema == nil) == (o.SchemaFrom == "") || o.MaxBytes < 0 {
		return nil, specError("json_schema: set one of schema and schema_from")
	}
	var fixed *jsonschema.Resolved
	if o.Schema != nil {
		var err error
		if fixed, err = resolveSchema(o.Schema); err != nil {
			return nil, specError("json_schema: %v", err)
		}
	}
	return scored("json_schema", func(s *reward.Sample) (reward.Result, error) {
		schema := fixed
		if schema == nil {
			v, ok := s.Lookup("meta." + o.SchemaFrom)
			if !ok {
				return reward.Result{}, reward.Errorf(reward.KindInput, "the sample has no meta field %q", o.SchemaFrom)
			}
			var err error
			if schema, err = resolveSchema(v); err != nil {
				return reward.Result{}, reward.Errorf(reward.KindGold, "meta field %q: %w", o.SchemaFrom, err)
			}
		}
		return checkSchema(s.Completion.Last(), schema, o), nil
	}), nil
}

// resolveSchema makes a schema of an object or of JSON text. Remote references
// are refused.
func resolveSchema(v any) (*jsonschema.Resolved, error) {
	var data []byte
	switch v := v.(type) {
	case string:
		data = []byte(v)
	case []byte:
		data = v
	case json.RawMessage:
		data = v
	default:
		var err error
		if data, err = json.Marshal(v); err != nil {
			return nil, fmt.Errorf("the schema is not JSON: %w", err)
		}
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		return nil, fmt.Errorf("not a JSON schema: %w", err)
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err == nil {
		if err := checkTypes(plain); err != nil {
			return nil, err
		}
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		return nil, fmt.Errorf("unusable JSON schema: %w", err)
	}
	return resolved, nil
}

// checkTypes refuses types that JSON does not have: with one, nothing would
// ever match.
func checkTypes(schema any) error {
	switch v := schema.(type) {
	case []any:
		for _, e := range v {
			if err := checkTypes(e); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch key {
			case "enum", "const", "default", "examples":
				continue // values, and no schemas
			case "type":
				if err := checkType(v[key]); err != nil {
					return err
				}
			}
			if err := checkTypes(v[key]); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkType(v any) error {
	switch v := v.(type) {
	case string:
		switch v {
		case "null", "boolean", "object", "array", "number", "string", "integer":
			return nil
		}
		return fmt.Errorf("not a JSON schema: type is %q, want one of null, boolean, object, array, number, string, integer", v)
	case []any:
		for _, e := range v {
			if err := checkType(e); err != nil {
				return err
			}
		}
	}
	return nil // an object here is the schema of a property that is called type
}

func checkSchema(text string, schema *jsonschema.Resolved, o JSONSchemaOptions) reward.Result {
	body, why := jsonBody(text, o.Fenced, o.MaxBytes)
	if why != "" {
		return reward.Val(0, why)
	}
	value, err := decodeJSON(body)
	if err != nil {
		return reward.Val(0, err.Error())
	}
	if err := schema.Validate(value); err != nil {
		return reward.Val(0, "against the schema: "+clip.Text(err.Error(), maxReason))
	}
	return reward.Val(1, "valid")
}

// jsonBody is what stands behind the think block, or with fenced in the only
// fenced block there; why says what is wrong with it.
func jsonBody(text string, fenced bool, maxBytes int) (body, why string) {
	if len(text) > maxBytes {
		return "", fmt.Sprintf("longer than %d bytes", maxBytes)
	}
	body, _, ok := afterThought(text)
	if !ok {
		return "", "the think block is not closed"
	}
	body = trim(body)
	if fenced {
		return onlyFence(body)
	}
	return body, ""
}

// onlyFence returns the content of the only fenced block in text, or text
// itself where there is none.
func onlyFence(text string) (content, why string) {
	content = text
	n := 0
	for b := range fencedBlocks(text) {
		if n++; n > 1 {
			return "", "more than one fenced block"
		}
		if !b.closed {
			return "", "the fenced block is not closed"
		}
		_, content = firstLine(text[b.start:b.end])
		content = trim(content[:lastLine(content)])
	}
	return content, ""
}

// lastLine is where the last line of s that is not blank begins.
func lastLine(s string) int {
	end := skipSpaceBack(s, 0, len(s))
	for end > 0 && s[end-1] != '\n' {
		end--
	}
	return end
}

// errNotJSON and its like are the ways in which a text is not one JSON value.
var (
	errNotJSON     = errors.New("not one JSON value")
	errNumberRange = errors.New("a number is out of range")
)

// oneJSON says why s is not exactly one JSON value without repeated keys.
func oneJSON(s string) error {
	err := uniqueKeys(s)
	if s == "" || errors.Is(err, errNotObject) || errors.Is(err, errSecondText) {
		return errNotJSON
	}
	return err
}

// decodeJSON reads s as exactly one JSON value without repeated keys.
func decodeJSON(s string) (any, error) {
	if err := oneJSON(s); err != nil {
		return nil, err
	}
	var v any
	err := json.Unmarshal([]byte(s), &v)
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil, errNumberRange
	}
	if err != nil {
		return nil, errNotJSON
	}
	return v, nil
}

// maxReason bounds a reason that quotes what a library says, in bytes.
const maxReason = 200
