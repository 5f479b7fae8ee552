package arch_test

// module is the path all packages of this repository share.
const module = "github.com/verireward/verireward/"

// arrow says which packages of this repository a package may import. Packages
// are named by their path below the module; "x/*" stands for everything below
// x, and x itself is named apart.
type arrow struct {
	from string
	to   []string
	why  string
}

// arrows is the picture of the packages, from the leaves up. The first entry
// that matches a package holds for it; a package without one fails the test, so
// that a new package says where it stands.
var arrows = []arrow{
	{"reward", nil, "everyone who judges anything imports it, so it brings nothing along"},
	{"reward/formula", []string{"reward"}, "it totals components and knows none of them"},
	{"reward/*", []string{"reward"}, "what judges text or groups stands beside, not on, the other checks"},
	{"mathcheck/internal/budget", nil, "every stage spends from it, so it knows no stage"},
	{"mathcheck/internal/num", []string{"mathcheck/internal/budget"}, "numbers are below expressions"},
	{"mathcheck/internal/ball", []string{"mathcheck/internal/num", "mathcheck/internal/budget"}, "ball arithmetic is below expressions"},
	{"mathcheck/internal/gfp", []string{"mathcheck/internal/num", "mathcheck/internal/budget"}, "arithmetic modulo a prime is below expressions"},
	{"mathcheck/internal/*", []string{"mathcheck/internal/*", "internal/clip"}, "the stages take and return trees; the order of stages is mathcheck's alone"},
	{"mathcheck", []string{"reward", "mathcheck/internal/*"}, "it can be used alone, without sandbox or spec"},
	{"format", []string{"reward", "format/*", "internal/clip"}, "it can be used alone, without sandbox or spec"},
	{"format/*", []string{"reward", "format/*"}, "parts of format stand where format stands"},
	{"sandbox/internal/*", []string{"sandbox/internal/*"}, "the mechanisms do not know the policy that asks for them"},
	{"sandbox", []string{"sandbox/internal/*"}, "it runs programs and knows nothing of rewards"},
	{"codecheck/lang", []string{"codecheck/internal/*"}, "a language is data"},
	{"codecheck/internal/*", []string{"codecheck/internal/*", "sandbox", "reward"}, "parts of codecheck stand below it"},
	{"codecheck", []string{"reward", "sandbox", "codecheck/*", "internal/clip"}, "it judges runs; expressions and specs are not its business"},
	{"spec", []string{"reward", "reward/*", "format", "mathcheck", "codecheck", "codecheck/lang", "sandbox", "spec/*"}, "it builds rewards of all kinds and is below whatever reads data"},
	{"spec/*", []string{"spec", "reward", "reward/*", "spec/*"}, "parts of spec stand beside it"},
	{"internal/arch", nil, "it has no code"},
	{"internal/clip", nil, "whoever writes a reason may import it, so it knows nobody"},
	{"internal/need", nil, "tests of every package may import it"},
	{"internal/dataset", []string{"reward", "internal/clip"}, "it reads samples and judges none"},
	{"internal/report", []string{"reward", "reward/group", "spec"}, "it shows outcomes, however they came about"},
	{"internal/serve", []string{"reward", "reward/*", "spec"}, "it serves what specs describe"},
	{"internal/*", []string{"reward", "reward/*", "internal/*"}, "helpers of the command stand below it"},
	{"cmd/*", []string{"*"}, "the command is on top"},
	{"examples/*", []string{"reward", "reward/*", "format", "mathcheck", "codecheck", "codecheck/lang", "sandbox", "spec"}, "examples import what users can import"},
	{"bench/*", []string{"*"}, "benchmarks of the whole are on top"},
}

// home says which packages may import a module from outside, or a package of
// the standard library that the others must do without.
type home struct {
	path  string
	homes []string
	why   string
}

// homes holds in files that are not tests.
var homes = []home{
	{"github.com/expr-lang/expr", []string{"reward/formula"}, "one evaluator, held to one small language"},
	{"github.com/dlclark/regexp2", []string{"format"}, "a backtracking engine belongs where its time is bounded"},
	{"github.com/google/jsonschema-go", []string{"format"}, "one reader of JSON Schema"},
	{"github.com/shopspring/decimal", []string{"mathcheck/internal/num"}, "one kind of exact number"},
	{"golang.org/x/sys", []string{"sandbox", "sandbox/internal/*", "cmd/*"}, "system calls are the sandbox's"},
	{"github.com/elastic/go-seccomp-bpf", []string{"sandbox", "sandbox/internal/*"}, "filters are the sandbox's"},
	{"github.com/goccy/go-yaml", []string{"spec"}, "one reader of YAML, with positions"},
	{"github.com/alecthomas/kong", []string{"cmd/*"}, "flags belong to the command"},
	{"github.com/parquet-go/parquet-go", []string{"internal/dataset"}, "one reader of columns"},
	{"github.com/klauspost/compress", []string{"internal/dataset"}, "one reader of compressed input"},
	{"golang.org/x/term", []string{"cmd/*"}, "only the command has a terminal"},
	{"golang.org/x/text", []string{"mathcheck/internal/*", "format", "reward/ifeval"}, "Unicode tables for text that people wrote"},
	{"testing", []string{"reward/rewardtest", "internal/need"}, "test code stays in test files"},
	{"unsafe", []string{"sandbox", "sandbox/internal/*"}, "only system calls need it"},
	{"net/http", []string{"internal/serve", "bench/*"}, "no judge opens a connection; a benchmark asks a peer on loopback"},
	{"plugin", nil, "no stranger's code is ever loaded into the process"},
	{"math/rand", nil, "seeds are derived from the input; use a hash"},
	{"math/rand/v2", []string{"codecheck", "codecheck/internal/*", "mathcheck/internal/*", "sandbox", "sandbox/internal/*", "format", "internal/report", "cmd/*", "examples/*"}, "where it is used, its seed is derived from the input"},
	{"os/exec", []string{"sandbox", "sandbox/internal/*", "codecheck", "codecheck/lang", "codecheck/internal/*", "cmd/*", "examples/*", "bench/*"}, "programs are started by the sandbox, or looked up for it"},
}

// pure are packages that must not see the machine at all: their verdict is a
// function of their input.
var pure = []string{"reward", "reward/text", "reward/group", "reward/formula", "reward/ifeval", "mathcheck", "mathcheck/internal/*", "format", "format/*"}

// impure is what they must not import.
var impure = []string{"os", "os/exec", "net", "syscall", "log", "log/slog", "flag"}

// stdlibOnly are packages that import nothing from outside, also in what users
// link with them.
var stdlibOnly = []string{"reward", "reward/text", "reward/group", "reward/rewardtest", "reward/ifeval"}
