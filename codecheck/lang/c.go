package lang

// c is C17 with GCC. Honest edge cases: the maths library is linked, gets and
// implicit declarations only warn.
var c = Language{
	Name:      "c",
	Aliases:   []string{"c99", "c11", "c17", "gcc", "ansi-c"},
	Source:    "main.c",
	Tools:     []Tool{{Name: "cc", Look: []string{"gcc", "cc", "clang"}}},
	Compile:   []string{"{cc}", "-std=gnu17", "-O2", "-w", "-o", "main", "main.c", "-lm", "-pthread"},
	Artifacts: []string{"main"},
	Run:       []string{"{app}/main"},
	StackMB:   64,
	Marks:     []string{`^\s*#\s*include\b`, `\bmain\s*\(`},
}
