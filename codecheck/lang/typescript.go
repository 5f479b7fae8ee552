package lang

// typescript is stripped of its types by the TypeScript compiler of the host
// and run by Node.js. Only errors of syntax count, as with other strippers:
// a program is judged by what it does.
var typescript = Language{
	Name:    "typescript",
	Aliases: []string{"ts", "tsx", "mts", "cts"},
	Source:  "main.ts",
	Tools: []Tool{
		{Name: "node", Look: []string{"node", "nodejs"}},
		{Name: "tsc", Hint: "npm install -g typescript@5", Probe: []string{"sh", "-c", `p=$(readlink -f "{}") && echo "$p" && dirname "$(dirname "$p")"`}},
	},
	Compile:       []string{"{node}", "strip.js", "{tsc}"},
	CompileFiles:  map[string]string{"strip.js": stripTypes},
	Artifacts:     []string{"main.js"},
	Run:           []string{"{node}", "--stack-size=3900", "--max-old-space-size={memory_mb}", "{app}/main.js"},
	Reserves:      true,
	StackMB:       64,
	ExtraProcs:    16,
	ExtraMemoryMB: 96,
	Marks:         append([]string{`^\s*(interface|type|enum) \w+`, `: (number|string|boolean|void)\b`}, javascript.Marks...),
}

// stripTypes is the compile step: it takes the types out, file by file.
const stripTypes = `const path = require("path"), fs = require("fs");
const ts = require(path.join(path.dirname(path.dirname(process.argv[2])), "lib", "typescript.js"));
const out = ts.transpileModule(fs.readFileSync("main.ts", "utf8"), {
  reportDiagnostics: true,
  fileName: "main.ts",
  compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
});
for (const d of out.diagnostics || []) {
  const at = d.file ? d.file.getLineAndCharacterOfPosition(d.start) : { line: 0, character: 0 };
  console.error("main.ts:" + (at.line + 1) + ":" + (at.character + 1) + ": " + ts.flattenDiagnosticMessageText(d.messageText, "\n"));
}
if ((out.diagnostics || []).length) process.exit(1);
fs.writeFileSync("main.js", out.outputText);
`
