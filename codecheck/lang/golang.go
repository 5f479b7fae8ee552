package lang

// golang is Go in one file, standard library only. Honest edge cases: package
// names other than main, unused imports (an error, as everywhere).
var golang = Language{
	Name:    "go",
	Aliases: []string{"golang"},
	Source:  "main.go",
	Tools: []Tool{{
		Name: "go", Probe: []string{"sh", "-c", `r=$("{}" env GOROOT) && echo "$r/bin/go" && echo "$r"`},
	}},
	Compile:      []string{"{go}", "build", "-o", "main", "main.go"},
	CompileFiles: map[string]string{"go.mod": "module program\n\ngo 1.21\n"},
	Artifacts:    []string{"main"},
	Run:          []string{"{app}/main"},
	Env: []string{
		"GOFLAGS=-mod=mod -buildvcs=false", "GOTOOLCHAIN=local", "GOPROXY=off", "GOSUMDB=off", "GOTELEMETRY=off", "CGO_ENABLED=0", "GO111MODULE=on",
		"GOCACHE={work}/.cache", "GOPATH={work}/.gopath", "GOENV=off",
	},
	Reserves:   true,
	ExtraProcs: 16,
	Marks:      []string{`^package \w+\s*$`, `^func .*\{`},
}
