package codecheck

import (
	"context"
	_ "embed"
	"regexp"
	"slices"
	"strings"

	"github.com/verireward/verireward/sandbox"
)

//go:embed harness/serve.sh
var serveSH string

//go:embed harness/judge.sh
var judgeSH string

// A script's appended tests run in a box of their own, in which the program's
// functions are stubs that ask the program's box: neither the tests' text nor
// their end is within the program's reach. Tests that share more with a program
// than what its functions take, print and return are joined with it in one
// process (weaveBash), which is weaker.

// bashJudge runs appended tests that call functions of a script.
func (c *Checker) bashJudge(ctx context.Context, p *program, t *Test, known []string, l Limits) (TestResult, error) {
	tests := joinTexts(p.setup, t.Code)
	var fed []string
	for _, n := range known {
		if bashFed(n, tests) {
			fed = append(fed, n)
		}
	}
	side := func(text string) sandbox.Cmd {
		m := &built{files: []sandbox.File{{Path: p.lang.Source, Data: []byte(text)}}}
		return m.command(p, l)
	}
	a := side(joinTexts(p.preamble, p.code))
	a.Args[len(a.Args)-1] = ".serve.sh"
	a.Files = append(a.Files, sandbox.File{Path: ".serve.sh", Data: []byte(serveSH)})
	j := side(strings.NewReplacer("VR_STDIN", strings.Join(fed, " "), "VR_KNOWN", strings.Join(known, " "), "VR_TESTS", tests).Replace(judgeSH))
	judging(&j)
	ra, rj, err := c.box.RunPair(ctx, a, j)
	if err != nil {
		return TestResult{}, runError(ctx, err)
	}
	out, err := judgedPair(&ra, &rj)
	if err != nil || len(rj.Channel) > 0 {
		if out.Verdict == Accepted {
			out.Reason = "the end of the test was reached"
		}
		return out, err
	}
	// The tests ended themselves.
	if _, _, bad := ended(&ra, false); bad {
		return out, nil
	}
	switch v, reason, bad := ended(&rj, false); {
	case bad && v == RuntimeError:
		out.Verdict, out.Reason = WrongAnswer, "the test failed: "+reason
	case bad:
		out.Verdict, out.Reason = v, reason
	default:
		out.Verdict, out.Reason = RuntimeError, "exited before the end of the test was reached"
	}
	return out, nil
}

var (
	bashWord = regexp.MustCompile(`[A-Za-z_][\w-]*`)
	// bashSets matches a variable that is given a value, bashReads one that is
	// read by name.
	bashSets    = regexp.MustCompile(`(?:^|[\s;&|(\x60"])([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=|\b(?:for|local|declare|typeset|export|readonly|read|mapfile|readarray|printf\s+-v)\b((?:\s+[-\w]+)+)|\b([A-Za-z_]\w*)\s*(?:\+\+|--|[-+*/%]?=)`)
	bashLiteral = regexp.MustCompile(`'[^'\n]*'`)
	bashReads   = regexp.MustCompile(`\$\{?[#!]?([A-Za-z_]\w*)`)
	// bashFiles matches tests that leave files, or go elsewhere, which a function
	// might be meant to find.
	bashFiles = regexp.MustCompile(`(?m)(?:^|[^<>&\d-])\d?>{1,2}\|?\s*[^\s&>(]|(?:^|[;&|({]|\b(?:then|do|else))[ \t]*(?:mktemp|mkdir|touch|tee|cd|pushd|cp|mv|ln|source|export|\.)\s|\bdeclare\s+-p`)
	// bashPlain matches what is passed over in looking for those: comparisons, and
	// quoted text in which nothing is expanded.
	bashPlain = regexp.MustCompile(`'[^'\n]*'|"[^"$\x60\n]*"|\(\([^\n]*?\)\)|\[\[[^\n]*?\]\]`)
	// bashArguments matches a command and its bare arguments.
	bashArguments = regexp.MustCompile(`(?m)\b([A-Za-z_][\w-]*)((?:[ \t]+[\w-]+)+)`)
	bashNull      = regexp.MustCompile(`(?:\d|&)?>{1,2}\s*(?:/dev/(?:null|stderr|stdout)|&\d)`)
)

// bashOwn are variables of the shell.
var bashOwn = strings.Fields("BASH_REMATCH BASHPID BASH_VERSION EPOCHSECONDS EUID HOME HOSTNAME IFS LANG LINENO OLDPWD OPTARG OPTIND PATH PIPESTATUS PPID PWD RANDOM REPLY SECONDS SHELL SHLVL TMPDIR UID USER")

// bashFixed are words that tests judge with: those of the shell, and tools of
// which a function of the same name would decide the tests.
var bashFixed = strings.Fields("if then else elif fi for while until do done case esac in function time select coproc " +
	"alias bg bind break builtin caller cd command compgen complete compopt continue declare dirs disown echo enable eval exec exit export false fc fg getopts hash help history jobs " +
	"kill let local logout mapfile popd printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap true type typeset ulimit umask unalias unset wait " +
	"awk base64 basename bash bc cat cmp comm cut date dc diff dirname egrep env expr fgrep find flock gawk grep head jq md5sum mktemp mawk nl node od paste perl python python3 rev rm sed seq " +
	"sh sha256sum sleep sort tail tee timeout tr uniq wc xargs xxd")

// bashCalls returns the words of the tests that may name functions of a
// program, and whether that is all that the tests share with it. Only the tests
// are looked at: a program has no say in how it is judged.
func bashCalls(tests string) (known []string, apart bool) {
	var own []string
	for _, m := range bashFunction.FindAllStringSubmatch(tests, -1) {
		own = append(own, orElse(m[1], m[2]))
	}
	for _, w := range bashWord.FindAllString(tests, -1) {
		if !slices.Contains(bashFixed, w) && !slices.Contains(own, w) && !slices.Contains(known, w) {
			known = append(known, w)
		}
	}
	if bashFiles.MatchString(bashNull.ReplaceAllString(bashPlain.ReplaceAllString(tests, "x"), "")) {
		return known, false
	}
	set := bashSet(tests)
	for _, m := range bashReads.FindAllStringSubmatch(bashLiteral.ReplaceAllString(tests, ""), -1) {
		if !slices.Contains(set, m[1]) && !slices.Contains(bashOwn, m[1]) {
			return known, false // a variable that the program is to set
		}
	}
	for _, v := range set {
		name := regexp.QuoteMeta(v)
		rest := regexp.MustCompile(`\bfor\s+`+name+`\b|\b`+name+`(?:\[[^\]]*\])?\+?=`).ReplaceAllString(tests, "")
		if !slices.Contains(bashOwn, v) && !strings.HasPrefix(v, "LC_") && !regexp.MustCompile(`\b`+name+`\b`).MatchString(rest) {
			return known, false // a variable that only the program can read
		}
	}
	for _, m := range bashArguments.FindAllStringSubmatch(tests, -1) {
		if slices.Contains(known, m[1]) && slices.ContainsFunc(strings.Fields(m[2]), func(w string) bool { return slices.Contains(set, w) }) {
			return known, false // a variable handed over by its name
		}
	}
	return known, true
}

// bashSet returns the names of the variables that a script sets.
func bashSet(script string) []string {
	var out []string
	for _, m := range bashSets.FindAllStringSubmatch(script, -1) {
		out = append(out, m[1], m[3])
		out = append(out, strings.Fields(m[2])...)
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || s[0] == '-' })
}

// bashFed says that tests feed standard input to a function.
func bashFed(name, tests string) bool {
	n := regexp.QuoteMeta(name)
	return regexp.MustCompile(`(?:^|[^|])\|&?\s*(?:\w+=\S*\s+)*` + n + `\b|\b` + n + `\b[^\n;|&]*<`).MatchString(tests)
}
