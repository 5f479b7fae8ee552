package lang

// rust is one file with the standard library, edition 2021.
var rust = Language{
	Name:    "rust",
	Aliases: []string{"rs", "rust2018", "rust2021"},
	Source:  "main.rs",
	Tools: []Tool{{
		Name: "rustc", Probe: []string{"sh", "-c", `r=$("{}" --print sysroot) && echo "$r/bin/rustc" && echo "$r"`},
	}, {
		// rustc links with the C compiler.
		Name: "cc", Look: []string{"cc", "gcc", "clang"},
	}},
	Compile:   []string{"{rustc}", "--edition=2021", "-O", "--cap-lints=allow", "-o", "main", "main.rs"},
	Artifacts: []string{"main"},
	Run:       []string{"{app}/main"},
	StackMB:   64,
	Marks:     []string{`^\s*(pub )?fn \w+`, `^use std::`, `^impl\b`},
}
