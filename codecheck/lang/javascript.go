package lang

// javascript is Node.js, CommonJS unless the program uses import or export at
// the start of a line.
var javascript = Language{
	Name:          "javascript",
	Aliases:       []string{"js", "node", "nodejs", "node.js", "jsx", "mjs", "cjs", "ecmascript", "es6"},
	Source:        "main.js",
	Tools:         []Tool{{Name: "node", Look: []string{"node", "nodejs"}}},
	Run:           []string{"{node}", "--stack-size=3900", "--max-old-space-size={memory_mb}", "main.js"},
	Reserves:      true,
	StackMB:       64,
	ExtraProcs:    16,
	ExtraMemoryMB: 96,
	Marks: []string{
		`^\s*(const|let|var) [\w{\[]`, `^\s*(async )?function\b.*\(`, `=>\s*[{(\w]`, `^\s*(console|process)\.`, `^\s*(module\.)?exports\b`,
		`^import .* from `, `\brequire\(`, `^\s*(for|while|if) ?\(.*`,
	},
}
