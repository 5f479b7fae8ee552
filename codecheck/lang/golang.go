package lang

// golang is Go, standard library only. The compiler and linker are used
// directly, against a standard library that codecheck compiles once ({std}).
// Honest edge cases: unused imports and variables are errors, as everywhere.
var golang = Language{
	Name:    "go",
	Aliases: []string{"golang"},
	Source:  "main.go",
	Tools: []Tool{
		{Name: "go", Probe: []string{"sh", "-c", `r=$("{}" env GOROOT) && echo "$r/bin/go" && echo "$r"`}},
		{Name: "compile", Look: []string{"go"}, Probe: []string{"sh", "-c", `r=$("{}" env GOTOOLDIR) && echo "$r/compile"`}},
		{Name: "link", Look: []string{"go"}, Probe: []string{"sh", "-c", `r=$("{}" env GOTOOLDIR) && echo "$r/link"`}},
	},
	Compile: []string{"/bin/sh", "-c",
		`{compile} -importcfg {std}/importcfg -p main -complete -o main.a "$@" && {link} -importcfg {std}/importcfg -s -w -o main main.a`, "sh", "main.go"},
	Artifacts:  []string{"main"},
	Run:        []string{"{app}/main"},
	Reserves:   true,
	ExtraProcs: 16,
	Marks:      []string{`^package \w+\s*$`, `^func .*\{`},
}
