package lang

// cpp is C++20 with GCC. Honest edge cases: bits/stdc++.h, deep recursion (the
// stack has 64 MiB), reading 64-bit integers, unflushed output at the end.
var cpp = Language{
	Name:      "cpp",
	Aliases:   []string{"c++", "cc", "cxx", "c++11", "c++14", "c++17", "c++20", "cpp11", "cpp14", "cpp17", "cpp20", "g++", "hpp"},
	Source:    "main.cpp",
	Tools:     []Tool{{Name: "cxx", Look: []string{"g++", "c++", "clang++"}}},
	Compile:   []string{"{cxx}", "-std=gnu++20", "-O2", "-w", "-o", "main", "main.cpp", "-lm", "-pthread"},
	Artifacts: []string{"main"},
	Run:       []string{"{app}/main"},
	StackMB:   64,
	Marks:     []string{`^\s*#\s*include\b`, `\bmain\s*\(`, `^using namespace `},
}
