package spec

import (
	_ "embed"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// optionDocs.json holds what the comments of the options' fields say, by
// package, type and field, for editors that read the schema. The comments are
// where it is written; TestOptionDocs copies it with -update.
//
//go:embed optiondocs.json
var optionDocsJSON []byte

var optionDocs = sync.OnceValue(func() map[string]string {
	docs := map[string]string{}
	if err := json.Unmarshal(optionDocsJSON, &docs); err != nil {
		panic("spec: optiondocs.json cannot be read: " + err.Error())
	}
	return docs
})

// optionDoc is what the comment of a field of an options struct says.
func optionDoc(t reflect.Type, f reflect.StructField) string {
	return optionDocs()[docKey(t, f)]
}

// docKey names a field of an options struct.
func docKey(t reflect.Type, f reflect.StructField) string {
	const module = "github.com/verireward/verireward/"
	return strings.TrimPrefix(t.PkgPath(), module) + "." + t.Name() + "." + f.Name
}
