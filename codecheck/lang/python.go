package lang

// python is CPython 3. Honest edge cases: input in any style (sys.stdin,
// input, open(0), os.read), module-level code, __main__ guards, output in
// atexit handlers, deep recursion and threads with raised stack sizes.
var python = Language{
	Name:    "python",
	Aliases: []string{"python3", "py", "py3", "python2", "cpython", "pypy", "pypy3", "ipython", "python3.10", "python3.11", "python3.12", "sage"},
	Source:  "main.py",
	Tools: []Tool{{
		Name: "python", Look: []string{"python3", "python"},
		Probe: []string{"{}", "-c", "import sys;print(getattr(sys,'_base_executable',sys.executable) if sys.prefix==sys.base_prefix else sys.executable);print(sys.prefix);print(sys.base_prefix)"},
	}},
	Run: []string{"{python}", "main.py"},
	Env: []string{"PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0", "PYTHONIOENCODING=utf-8:surrogateescape"},
	Marks: []string{
		`^\s*(async )?def \w+\(.*`, `^\s*class \w+.*:`, `^(import \w+|from [\w.]+ import )`,
		`^\s*(print|input|exit|main|solve)\(`, `^\s*(for|while|if|with|elif|try|return)\b.*[:\w)\]]$`,
		`^\s*[A-Za-z_][\w., ]*(\[.*\])? ?[-+*/%&|^]?= ?\S`, `^\s*[A-Za-z_][\w.]*\(.*\)$`,
	},
}
