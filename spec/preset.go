package spec

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

// presetPrefix begins the name of a shipped specification.
const presetPrefix = "preset/"

//go:embed preset/*.yaml
var presetFiles embed.FS

// presetSource returns the text of a shipped specification.
func presetSource(name string) ([]byte, bool) {
	if !strings.HasPrefix(name, presetPrefix) || strings.Contains(name, "..") {
		return nil, false
	}
	data, err := presetFiles.ReadFile(name + ".yaml")
	return data, err == nil
}

func presetNames() []string {
	entries, err := presetFiles.ReadDir("preset")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, presetPrefix+strings.TrimSuffix(e.Name(), path.Ext(e.Name())))
	}
	return names
}

// Presets lists the shipped specifications, as Load takes them.
func Presets() []string { return presetNames() }

// included resolves "use" of a document: the preset's keys, with the
// document's own over them. Rewards are laid over one by one, and a reward
// without "use" changes single options of the preset's. The preset's tests
// stay behind: they hold for the preset.
func included(n *node) *node {
	use := n.get("use")
	if use == nil {
		return n
	}
	name := use.str("use")
	data, ok := presetSource(name)
	if !ok {
		use.failNear(name, presetNames(), "no preset is called %q; there are %s", name, strings.Join(presetNames(), ", "))
	}
	base := parseYAML(data)
	if len(base) != 1 {
		use.fail("%s", fmt.Sprintf("%s is not one specification", name))
	}
	n.keys("the specification", documentKeys)
	out := &node{kind: kindMap, line: n.line, column: n.column}
	dropped := []string{"use", "name", "tests", "description"}
	if n.get("weights") != nil || n.get("aggregate") != nil {
		dropped = append(dropped, "total", "weights", "aggregate")
	}
	if n.get("total") != nil {
		dropped = append(dropped, "weights", "aggregate")
	}
	for _, e := range base[0].entries {
		if !slices.Contains(dropped, e.key.text) && (n.get(e.key.text) == nil || e.key.text == "rewards") {
			out.entries = append(out.entries, e)
		}
	}
	for _, e := range n.entries {
		switch e.key.text {
		case "use":
		case "rewards":
			e.value.want(kindMap, "rewards")
			for i := range out.entries {
				if out.entries[i].key.text == "rewards" {
					out.entries[i].value = overlaid(out.entries[i].value, e.value, true)
				}
			}
		default:
			out.entries = append(out.entries, e)
		}
	}
	return out
}

// overlaid returns base with the entries of over laid on it; with deep, an
// entry that is a map without "use" is laid over the map it meets.
func overlaid(base, over *node, deep bool) *node {
	out := &node{kind: kindMap, line: over.line, column: over.column, entries: slices.Clone(base.entries)}
next:
	for _, e := range over.entries {
		for i := range out.entries {
			if out.entries[i].key.text != e.key.text {
				continue
			}
			if old := out.entries[i].value; deep && e.value.kind == kindMap && old.kind == kindMap && e.value.get("use") == nil {
				e.value = overlaid(old, e.value, false)
			}
			out.entries[i] = e
			continue next
		}
		out.entries = append(out.entries, e)
	}
	return out
}
