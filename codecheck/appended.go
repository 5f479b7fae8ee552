package codecheck

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/verireward/verireward/sandbox"
)

// woven is a program joined with test code in such a way that reaching the end
// of the test code prints a word that the program does not know.
type woven struct {
	src sources
	// link, if set, makes the program of the first step's artifacts; the word
	// comes in only there, where the program's text is no longer compiled.
	link *sources
	// stdin carries the word to languages that can hold it nowhere else;
	// printed is what they make of it.
	stdin, printed string
}

// newWord returns a fresh identifier's tail, and the word to be printed.
func newWord() (name, word string) {
	var b [24]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:8]), hex.EncodeToString(b[8:])
}

// appended runs a program together with test code put behind it. The test has
// passed when the process exits with 0 and the word was printed.
func (c *Checker) appended(ctx context.Context, b *build, t *Test, l Limits) (TestResult, error) {
	p := b.p
	if p.lang.Name == "bash" {
		if known, apart := bashCalls(joinTexts(p.setup, t.Code)); apart {
			return c.bashJudge(ctx, p, t, known, l)
		}
	}
	name, word := newWord()
	var w woven
	var err error
	switch p.lang.Name {
	case "c", "cpp":
		w, err = weaveC(p, t, name, word)
	case "rust":
		w, err = weaveRust(p, t, name, word)
	case "go":
		w, err = weaveGo(p, t, name, word)
	case "java":
		w, err = weaveJava(p, t, name, word)
	case "bash":
		w, err = weaveBash(p, t, name, word)
	default:
		err = errUnsupportedKind(t.Kind, p.lang)
	}
	if err != nil {
		if ce, ok := errors.AsType[*compileFailed](err); ok {
			ce.result.Weak = true
			return ce.result, nil
		}
		return TestResult{}, err
	}
	cmd, err := c.weave(ctx, p, w, l)
	if err != nil {
		if ce, ok := errors.AsType[*compileFailed](err); ok {
			ce.result.Weak = true
			return ce.result, nil
		}
		return TestResult{}, err
	}
	cmd.Stdin = strings.NewReader(w.stdin)
	r, err := c.box.Run(ctx, cmd)
	if err != nil {
		return TestResult{}, runError(ctx, err)
	}
	word = orElse(w.printed, word)
	reached := bytes.Contains(r.Stdout, []byte(word))
	r.Stdout = bytes.ReplaceAll(r.Stdout, []byte(word), nil)
	out := usage(&r)
	out.Weak = true
	v, reason, bad := ended(&r, false)
	switch {
	case bad && v == RuntimeError && failedAssertion(&r):
		out.Verdict, out.Reason = WrongAnswer, "an assertion failed"+orElse(assertedLine(r.Stderr, joinTexts(p.setup, t.Code)), lastLine(r.Stderr))
	case bad:
		out.Verdict, out.Reason = v, reason
	case !reached:
		out.Verdict, out.Reason = RuntimeError, "exited before the end of the test was reached"
	default:
		out.Verdict, out.Reason = Accepted, "the end of the test was reached"
	}
	return out, nil
}

// failedAssertion tells a failed assertion from other failures, for the
// verdict's word only: neither passes.
func failedAssertion(r *sandbox.Result) bool {
	if r.ExitCode == exitAssertion {
		return true
	}
	if bytes.Contains(r.Stdout, []byte("--- FAIL")) {
		return true
	}
	for _, s := range []string{"Assertion", "assertion", "AssertionError"} {
		if bytes.Contains(r.Stderr, []byte(s)) {
			return true
		}
	}
	return false
}

// exitAssertion is the exit code of a failed assertion in woven programs: that
// of a shell for SIGABRT.
const exitAssertion = 134

// weave compiles a woven program. Nothing of it is cached: its word is new
// each time.
func (c *Checker) weave(ctx context.Context, p *program, w woven, l Limits) (sandbox.Cmd, error) {
	m := &built{vars: w.src.vars, run: w.src.run}
	if len(p.lang.Compile) == 0 {
		m.files = []sandbox.File{{Path: w.src.file, Data: []byte(w.src.text)}}
		return m.command(p, l), nil
	}
	cmd, err := c.compileCmd(ctx, p, w.src)
	if err != nil {
		return sandbox.Cmd{}, err
	}
	if w.link != nil {
		cmd.Collect = w.src.artifacts
	}
	if m.bundle, err = c.compile(ctx, cmd); err != nil || w.link == nil {
		return m.command(p, l), err
	}
	if cmd, err = c.compileCmd(ctx, p, *w.link); err != nil {
		return sandbox.Cmd{}, err
	}
	cmd.Files = append(cmd.Files, m.bundle.Files()...)
	if m.bundle, err = c.compile(ctx, cmd); err != nil {
		return sandbox.Cmd{}, err
	}
	return m.command(p, l), nil
}

// spelled writes a word as one statement a letter, in a random order: its
// place, and two random bytes of which the letter is the exclusive or. The word
// as such stands nowhere in what is compiled, under no mask that could be known.
func spelled(word, statement string, bits int) string {
	var random [128]byte
	rand.Read(random[:])
	var out []string
	for i := range len(word) {
		mask := int(random[i%64]) & (1<<bits - 1)
		out = append(out, fmt.Sprintf(statement, i, mask, int(word[i])^mask))
	}
	for i := range out {
		j := int(random[64+i%64]) % (i + 1)
		out[i], out[j] = out[j], out[i]
	}
	return strings.Join(out, "\n")
}

// sameProcess says why a program is refused.
const sameProcess = "appended tests run in the program's process, which this can change; a program that needs it can be tested by stdio"

// refuse is a compile error of our own making.
func refuse(format string, args ...any) error {
	return &compileFailed{TestResult{Verdict: CompileError, Reason: fmt.Sprintf(format, args...)}}
}

var (
	cMain = regexp.MustCompile(`\bmain\s*\([^;{}]*\)\s*(noexcept\s*)?\{`)
	// cSplice is a line that goes on, cDefine a macro's definition after that:
	// comments may stand wherever blanks may. There are no trigraphs in the
	// dialects that we compile (gnu17, gnu++20).
	cSplice  = regexp.MustCompile(`\\[ \t\f\v]*\r?\n`)
	cDefine  = regexp.MustCompile(`(?s)(?:#|%:)(?:\s|/\*.*?\*/)*define(?:\s|/\*.*?\*/)+([A-Za-z_]\w*)`)
	cAssertH = regexp.MustCompile(`(?m)^[ \t]*#[ \t]*include[ \t]*<(assert\.h|cassert)>`)
)

// weaveC joins a C or C++ program with test code that has a main function. The
// linker puts a main of our own before theirs, which prints the word when theirs
// has returned 0: leaving it by an exception or the end of its thread is no
// return. The word and the end of a failed assertion are compiled apart from
// the program, under names it cannot know; macros that the program defines end
// where the tests begin.
func weaveC(p *program, t *Test, name, word string) (woven, error) {
	if !cMain.MatchString(t.Code) {
		return woven{}, &InputError{-1, "append_code: the appended code has no main function"}
	}
	cpp := p.lang.Name == "cpp"
	if why := takesApart(p.code, cDefined(joinTexts(p.setup, t.Code))); why != "" {
		return woven{}, refuse("%s: %s", why, sameProcess)
	}
	if n := callsBack(bareCText, p.code, cDefined(t.Code)); n != "" && !cpp {
		return woven{}, refuseBack(n)
	}
	if cpp {
		if why := reopensStd(p.code); why != "" {
			return woven{}, refuse("the program %s, which changes what the appended tests call", why)
		}
		if name := cppDeclaresAnew(p.code, joinTexts(p.setup, t.Code)); name != "" {
			return woven{}, refuse("the program declares %s, which the appended tests define themselves: it could be called in place of theirs", name)
		}
	}
	var b strings.Builder
	r := strings.NewReplacer("NAME", name)
	if cpp {
		b.WriteString(r.Replace(cppPrologue))
	} else {
		b.WriteString(r.Replace(cPrologue))
	}
	code := joinTexts(p.preamble, p.code)
	// A main of the program's own, written to try things out, is not called.
	b.WriteString(r.Replace("#define main vr_own_NAME\n#line 1\n") + code)
	for _, m := range cDefine.FindAllStringSubmatch(cSplice.ReplaceAllString(code, ""), -1) {
		b.WriteString("#undef " + m[1] + "\n")
	}
	if cpp {
		b.WriteString(r.Replace(cppAssert))
	} else {
		b.WriteString(r.Replace(cAssert))
	}
	// What a compiler takes for out of reach it leaves out, and it may so take
	// all that comes after a call of the program's function.
	test := cMain.ReplaceAllString(t.Code, "$0"+r.Replace(" char vr_in_NAME __attribute__((cleanup(vr_left_NAME))) = 0; (void)vr_in_NAME; "))
	b.WriteString(cAssertH.ReplaceAllString(joinTexts(p.setup, test), ""))
	b.WriteString(r.Replace(cLibraryCheck(t.Code, cpp)))

	compiler := p.lang.Compile[0]
	std := p.lang.Compile[1]
	return woven{
		src: sources{
			file: p.lang.Source, text: b.String(), artifacts: []string{"main.o"},
			compile: []string{compiler, std, "-O1", "-w", "-fPIE", "-fsanitize=unreachable,return", "-fsanitize-undefined-trap-on-error",
				"-c", "-D__assert_fail=vr_fail_" + name, "-o", "main.o", p.lang.Source},
		},
		link: &sources{
			file: "end.c", text: cEnd(name, word, r.Replace(cWrap), t.Code),
			compile: []string{compiler, std, "-O1", "-w", "-fPIE", "-pie", "-s", "-Wl,--wrap=main,-z,relro,-z,now", "-o", "main", "end.c", "main.o", "-lm", "-pthread"},
		},
	}, nil
}

// cWrap is the main that the linker puts before that of the tests.
const cWrap = `extern char __executable_start, _end;
void vr_library_NAME(void (*)(const void *));
int __real_main(int, char **, char **);
static void vr_see(const void *p) {
  if ((const char *)p >= &__executable_start && (const char *)p < &_end) vr_fail_NAME("the C library's functions are the program's own", "", 0, "");
}
#if defined(__x86_64__)
#define VR_STACK(to) __asm__ volatile("mov %%rsp, %0" : "=r"(to))
#else
#define VR_STACK(to) (to = 0)
#endif
static volatile unsigned long vr_stack;
volatile unsigned vr_reached_NAME;
int __wrap_main(int argc, char **argv, char **env) {
  int code;
  unsigned long now;
  vr_library_NAME(vr_see);
  VR_STACK(now);
  vr_stack = now;
  code = __real_main(argc, argv, env);
  VR_STACK(now);
  // Who came here by another way than main's own end left its frames behind.
  // Who ran on behind a function that should not have ended did not pass
  // main's end.
  if (now != vr_stack || code == 0 && vr_reached_NAME != 1) vr_fail_NAME("the tests were left", "", 0, "");
  if (code == 0) vr_end_NAME();
  return code;
}`

// cJudging are the functions of the C library that tests judge with, with their
// types. Those that the program may well write for itself are listed for C
// only, where the name has no overloads.
var cJudging = []struct {
	name, typ string
	cOnly     bool
}{
	{"strcmp", "int (*)(const char *, const char *)", false},
	{"strncmp", "int (*)(const char *, const char *, size_t)", false},
	{"memcmp", "int (*)(const void *, const void *, size_t)", false},
	{"strlen", "size_t (*)(const char *)", false},
	{"fabs", "double (*)(double)", true},
}

// cLibraryCheck is a function that shows where the library functions named in
// the tests are, so that the program's own do not stand in for them.
func cLibraryCheck(test string, cpp bool) string {
	var b strings.Builder
	b.WriteString("\n#include <string.h>\n#include <math.h>\n")
	if cpp {
		b.WriteString("extern \"C\" ")
	}
	b.WriteString("void vr_library_NAME(void (*see)(const void *)) {\n")
	for _, f := range cJudging {
		if (!cpp || !f.cOnly) && regexp.MustCompile(`\b`+f.name+`\s*\(`).MatchString(test) {
			fmt.Fprintf(&b, "  see((const void *)(%s)%s);\n", f.typ, f.name)
		}
	}
	b.WriteString("}\n")
	return b.String()
}

const cPrologue = `void vr_fail_NAME(const char *, const char *, unsigned, const char *) __attribute__((noreturn));
` + cLeft

// cLeft is what main does at its end.
const cLeft = `extern volatile unsigned vr_reached_NAME;
static __inline__ __attribute__((always_inline)) void vr_left_NAME(char *in) { (void)in; vr_reached_NAME = 1; }
`

const cAssert = `#undef main
#undef NDEBUG
#undef assert
#undef __assert_fail
#define __assert_fail vr_fail_NAME
#define assert(...) ((__VA_ARGS__) ? (void)0 : vr_fail_NAME("", "", __LINE__, ""))
#line 1 "test"
`

// cppPrologue takes asserted comparisons apart. A value of a type that the
// program made up never equals one of a built-in or standard type, and standard
// containers are compared by their elements, so that operators of the program's
// own do not decide.
const cppPrologue = `#include <type_traits>
#include <utility>
extern "C" void vr_fail_NAME(const char *, const char *, unsigned, const char *) noexcept __attribute__((noreturn));
extern "C" {
` + cLeft + `}
namespace vr_NAME {
template <class T> constexpr bool from_std() {
  const char *s = __PRETTY_FUNCTION__;
  while (*s && !(s[0] == 'T' && s[1] == ' ' && s[2] == '=' && s[3] == ' ')) s++;
  return *s && s[4] == 's' && s[5] == 't' && s[6] == 'd' && s[7] == ':';
}
template <class T> constexpr bool known() {
  using U = std::remove_cv_t<std::remove_reference_t<T>>;
  using E = std::remove_cv_t<std::remove_pointer_t<std::decay_t<U>>>;
  if constexpr (std::is_class_v<U> || std::is_union_v<U>) return from_std<U>();
  else return !(std::is_class_v<E> || std::is_enum_v<E>);
}
template <class T> concept Range = std::is_class_v<T> && requires(const T &t) { t.begin(); t.end(); t.size(); } && !requires { typename T::hasher; };
template <class T> concept Pair = std::is_class_v<T> && requires(const T &t) { t.first; t.second; };
template <class A, class B> bool equal(const A &a, const B &b) {
  if constexpr (known<A>() != known<B>()) return false;
  else if constexpr (known<A>() && std::is_same_v<A, B> && Range<A>) {
    if (a.size() != b.size()) return false;
    auto j = b.begin();
    for (auto i = a.begin(); i != a.end(); ++i, ++j)
      if (!equal(*i, *j)) return false;
    return true;
  } else if constexpr (known<A>() && std::is_same_v<A, B> && Pair<A>) return equal(a.first, b.first) && equal(a.second, b.second);
  else return static_cast<bool>(a == b);
}
template <class A> struct Left {
  A &&a;
  template <class B> bool operator==(B &&b) const { return equal<std::remove_cvref_t<A>, std::remove_cvref_t<B>>(a, b); }
  template <class B> bool operator!=(B &&b) const {
    if constexpr (known<A>() != known<B>()) return false;
    else return !equal<std::remove_cvref_t<A>, std::remove_cvref_t<B>>(a, b);
  }
#define VR_ORDER(op) template <class B> bool operator op(B &&b) const { if constexpr (known<A>() != known<B>()) return false; else return static_cast<bool>(a op b); }
  VR_ORDER(<) VR_ORDER(>) VR_ORDER(<=) VR_ORDER(>=)
#undef VR_ORDER
  template <class B> auto operator&(B &&b) const { return a & b; }
  template <class B> auto operator|(B &&b) const { return a | b; }
  template <class B> auto operator^(B &&b) const { return a ^ b; }
  explicit operator bool() const { return static_cast<bool>(a); }
};
struct Take {
  template <class A> Left<A> operator<<=(A &&a) const { return {static_cast<A &&>(a)}; }
  template <class A> friend Left<A> operator<=(const Take &, A &&a) { return {static_cast<A &&>(a)}; }
};
template <class T> bool check(T &&t) { return static_cast<bool>(t); }
}
`

const cppAssert = `#undef main
#undef NDEBUG
#undef assert
#undef __assert_fail
#define __assert_fail vr_fail_NAME
#define assert(...) (::vr_NAME::check(::vr_NAME::Take() <= __VA_ARGS__) ? (void)0 : vr_fail_NAME("", "", __LINE__, ""))
#line 1 "test"
`

// cEnd is the part of a C, C++ or Rust program that knows the word. It leaves
// the process by a bare system call where it can, so that signal handlers and
// functions of the program cannot stand in the way.
func cEnd(name, word, main, test string) string {
	if !startsProcesses.MatchString(test) {
		main += cAlone
	}
	return strings.NewReplacer("NAME", name, "LETTERS", spelled(word, "vr_set(out, %d, %d, %d);", 8), "LENGTH", fmt.Sprint(len(word)), "MAIN", main).Replace(`#include <string.h>
#include <unistd.h>
#ifdef __cplusplus
extern "C" {
#endif
static __inline__ __attribute__((always_inline)) void vr_set(volatile char *out, int i, int a, int b) {
  out[i + 1] = (char)a;
  out[i + 1] ^= (char)b;
}
void vr_end_NAME(void) {
  volatile char out[LENGTH + 2];
  unsigned i;
  LETTERS
  out[0] = out[LENGTH + 1] = '\n';
  for (i = 0; i < sizeof out;) {
    long n = write(1, (const char *)out + i, sizeof out - i);
    if (n <= 0) return;
    i += (unsigned)n;
  }
}
void vr_fail_NAME(const char *what, const char *file, unsigned line, const char *fn) {
  char at[32];
  int i = sizeof at;
  if (!*what) {
    // The text of an assertion would tell the program what is expected of it.
    for (at[--i] = 0; line || !at[i]; line /= 10) at[--i] = (char)('0' + line % 10);
    what = at + i;
    if (write(2, "Assertion failed: line ", 23) < 0) what = "";
  } else if (write(2, "Assertion failed: ", 18) < 0) what = "";
  if (write(2, what, strlen(what)) >= 0) (void)!write(2, "\n", 1);
#if defined(__x86_64__)
  for (;;) __asm__ volatile("syscall" : : "a"(231L), "D"(134L) : "rcx", "r11", "memory");
#elif defined(__aarch64__)
  for (;;) {
    register long nr __asm__("x8") = 94, code __asm__("x0") = 134;
    __asm__ volatile("svc 0" : : "r"(nr), "r"(code) : "memory");
  }
#else
  for (;;) __builtin_trap();
#endif
}
MAIN
#ifdef __cplusplus
}
#endif
`)
}

// weaveJava joins a Java program with test code that has a main method, and a
// class that calls it. Names that the tests take from the JDK are imported one
// by one, so that a class of the program by that name is an error.
func weaveJava(p *program, t *Test, name, word string) (woven, error) {
	unit := scanJava(joinTexts(p.setup, t.Code))
	if unit.main == "" || !strings.Contains(t.Code, "main") {
		return woven{}, &InputError{-1, "append_code: the appended code has no main method"}
	}
	var imports strings.Builder
	for _, jdk := range jdkNames {
		pkg, names, _ := strings.Cut(jdk, ":")
		for n := range strings.FieldsSeq(names) {
			if regexp.MustCompile(`\b` + n + `\b`).MatchString(t.Code) {
				imports.WriteString("import " + pkg + "." + n + "; ")
			}
		}
	}
	plain := javaEscape.ReplaceAllStringFunc(p.code, plainEscape)
	if m := javaApart.FindString(javaArrays.ReplaceAllString(plain, "Array")); m != "" {
		return woven{}, refuse("the program uses %s: %s", m, sameProcess)
	}
	if n := callsBack(bareText, plain, judgeNames(javaType, t.Code)); n != "" {
		return woven{}, refuseBack(n)
	}
	driver := "VrMain" + name
	code := joinTexts(p.preamble, p.code, javaEquals(joinTexts(p.setup, t.Code), driver))
	head := ""
	if m := javaPackage.FindStringIndex(code); m != nil {
		head, code = code[:m[1]], code[m[1]:]
	}
	text := head + imports.String() + hoistJavaImports(code)
	src := p.sources(text)
	if src.compile == nil {
		src.compile = slices.Clone(p.lang.Compile)
	}
	src.compile = append(src.compile, driver+".java")
	src.more = map[string]string{driver + ".java": strings.NewReplacer("DRIVER", driver, "MAIN", unit.main, "LETTERS", spelled(word, "b[%d] = (byte) (%d ^ (one * %d));", 7), "LENGTH", fmt.Sprint(len(word))).Replace(
		`public class DRIVER {
    public static void main(String[] args) throws Throwable {
        java.io.FileOutputStream out = new java.io.FileOutputStream(java.io.FileDescriptor.out);
        MAIN.main(new String[0]);
        byte[] b = new byte[LENGTH];
        byte one = (byte) (args.length + 1);
        LETTERS
        System.out.flush();
        out.write(b);
        out.flush();
        System.exit(0);
    }
` + javaEqual + `}
`)}
	src.run = slices.Clone(p.lang.Run)
	src.run[len(src.run)-1] = driver
	src.run = slices.Insert(src.run, 1, "-ea")
	return woven{src: src}, nil
}

var (
	javaPackage = regexp.MustCompile(`(?m)^\s*package\s+[\w.]+\s*;`)
	javaImport  = regexp.MustCompile(`(?m)^[ \t]*import\s+(static\s+)?[\w.*]+\s*;`)
)

// hoistJavaImports moves the imports of all parts to the front.
func hoistJavaImports(code string) string {
	imports := javaImport.FindAllString(code, -1)
	seen := map[string]bool{}
	var b strings.Builder
	for _, i := range imports {
		if i = strings.TrimSpace(i); !seen[i] {
			seen[i] = true
			b.WriteString(i + " ")
		}
	}
	return b.String() + javaImport.ReplaceAllString(code, "")
}

// jdkNames are the JDK's names that test code of the field uses.
var jdkNames = []string{
	"java.util:List Arrays ArrayList Map HashMap Objects Set HashSet Collections Optional LinkedList TreeMap TreeSet Iterator Random",
	"java.lang:Math String Boolean Integer Double Long Character Object System AssertionError Exception RuntimeException Throwable StringBuilder",
}

// weaveBash joins a script with test code in one shell, for tests that cannot
// stand in a box of their own (bashCalls). The file is gone before the program
// begins. Functions, aliases and traps of the
// program that stand in for what tests fail with are taken away first; one that
// cannot be, being read-only, ends the run. The word comes on standard input,
// which tests of scripts do not read. What is printed is the word's halves
// swapped behind a name from the script, so that neither printing all input nor
// printing the script gives it away.
func weaveBash(p *program, t *Test, name, word string) (woven, error) {
	plain := strings.NewReplacer(`"`, "", `'`, "", `\`, "").Replace(p.code)
	if m := bashApart.FindString(plain); m != "" {
		return woven{}, refuse("the program uses %s: %s", strings.TrimSpace(m), sameProcess)
	}
	for _, m := range bashFunction.FindAllStringSubmatch(t.Code, -1) {
		// A read-only function of the same name would stay in the tests' place.
		if n := orElse(m[1], m[2]); regexp.MustCompile(`\b` + regexp.QuoteMeta(n) + `\s*\(\s*\)|\bfunction\s+` + regexp.QuoteMeta(n) + `\b`).MatchString(plain) {
			return woven{}, refuse("the program declares %s, which the appended tests define themselves: it could be called in place of theirs", n)
		}
	}
	const guard = `
POSIXLY_CORRECT=1
\unset -f unset exit trap set return break continue eval exec export shift readonly
\unset -f [ [[ test echo printf read true false command builtin enable declare local let kill diff grep cmp cd alias unalias shopt
\unalias -a
\trap - EXIT ERR DEBUG RETURN
(IFS=$' \t\n'; for vr in $(\readonly -f); do case $vr in
unset|exit|trap|set|return|break|continue|eval|exec|export|shift|'['|test|echo|printf|read|true|false|command|builtin|enable|declare|local|let|kill|diff|grep|cmp|cat|sort) \exit 1;;
esac; done) || \exit 1
\unset POSIXLY_CORRECT
\enable [ test exit set trap read printf echo true false kill local return
`
	// The word waits on a descriptor of no fixed number, so that the program's
	// own reads do not come upon it.
	fd := 40 + int(word[0])%16*9 + int(word[1])%9
	text := fmt.Sprintf("\\rm -f -- \"$0\"; exec %d<&0 </dev/null\n", fd) + joinTexts(p.preamble, p.code) + guard + joinTexts(p.setup, t.Code) +
		strings.NewReplacer("NAME", name, "FD", fmt.Sprint(fd)).Replace(`IFS= builtin read -r -u FD vr_NAME && builtin printf '\n%s\n' "NAME${vr_NAME:16}${vr_NAME:0:16}"`+"\n")
	return woven{src: sources{file: p.lang.Source, text: text}, stdin: word + "\n", printed: name + word[16:] + word[:16]}, nil
}

// bashApart matches what a script uses to act on the shell that runs it instead
// of in it: traps before every command, its own text, commands given another
// place, other processes.
var bashApart = regexp.MustCompile(`\bextdebug\b|\bfunctrace\b|\btrap\b[^\n]*\bDEBUG\b|\bset\s+[-+]\w*T|\bhash\s+-\w*p|\benable\s|\bBASH_(?:SOURCE|COMMAND|ENV|EXECUTION_STRING|CMDS|ALIASES)\b|\bBASHOPTS\b` +
	`|/proc/|/dev/fd|\bread\b[^\n;|&]*-\w*u|<&\s*[$\d]|\breadonly\s+-\w*f|\bdeclare\s+-\w*(?:f\w*r|r\w*f)|\btypeset\s+-\w*(?:f\w*r|r\w*f)|\bexpand_aliases\b|\bset\s+[-+]\w*v|\bverbose\b|\bSHELLOPTS\b`)

var bashFunction = regexp.MustCompile(`(?m)(?:^|[;{]\s*)\s*(?:function\s+([\w.:-]+)|([\w.:-]+)\s*\(\s*\))`)
