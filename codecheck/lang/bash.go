package lang

// bash is GNU bash with the tools of /usr/bin.
var bash = Language{
	Name:    "bash",
	Aliases: []string{"sh", "shell", "zsh", "shellscript", "shell-script"},
	Source:  "main.sh",
	Tools:   []Tool{{Name: "bash"}},
	Run:     []string{"{bash}", "main.sh"},
	Marks: []string{
		`^#!.*\b(ba|z|k)?sh\b`, `^\s*(echo|read|printf|awk|sed|grep|while|for|if|case|done|fi|esac|local|export|cat)\b`, `^\w+=\S*$`, `^\s*\w+\s*\(\)\s*\{?`,
	},
}
