package codecheck

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/verireward/verireward/internal/clip"
)

// weaveRust joins a Rust program with test code, which has test functions or a
// main, compiles both as a library with a function that runs the tests, and
// links that to the part that knows the word. The tests' assertion macros are
// ours and those of the standard library, whatever the program calls so.
func weaveRust(p *program, t *Test, name, word string) (woven, error) {
	if why := rustTakesOver(p.code); why != "" {
		return woven{}, refuse("the program %s: %s", why, sameProcess)
	}
	if n := callsBack(bareText, rustOwnMain.ReplaceAllString(p.code, "fn "), append(judgeNames(rustItem, t.Code), "main")); n != "" {
		return woven{}, refuseBack(n)
	}
	code := withoutAbsentCrates(joinTexts(p.preamble, p.code))
	test := stdMacros.ReplaceAllString(joinTexts(p.setup, t.Code), "${1}::std::panic!")
	test = dataMacros.ReplaceAllString(test, "${1}::std::${2}!")
	test = assertMacros.ReplaceAllString(test, "${1}crate::vr_${2}_"+name+"!")
	test, calls := rustTests(test)
	var run strings.Builder
	for _, c := range calls {
		if c.panics {
			fmt.Fprintf(&run, "if ::std::panic::catch_unwind(|| { let _ = %s(); }).is_ok() { return 134; }\n", c.path)
			continue
		}
		fmt.Fprintf(&run, "if !Done::done(%s()) { return 134; }\n", c.path)
	}
	if len(calls) == 0 {
		if !rustMain.MatchString(t.Code) {
			return woven{}, &InputError{-1, "append_code: the appended code has neither a test function nor a main function"}
		}
		run.WriteString("if !Done::done(crate::main()) { return 134; }\n")
	}
	driver := strings.NewReplacer("NAME", name, "RUN", run.String()).Replace(rustAsserts + `
mod vr_NAME {
    fn ours(name: &str) -> bool { name.contains("program::") }
    pub fn kin<A: ?Sized, B: ?Sized>(_: &A, _: &B) -> bool {
        ours(::std::any::type_name::<A>()) == ours(::std::any::type_name::<B>())
    }
    pub trait Done { fn done(self) -> bool; }
    impl Done for () { fn done(self) -> bool { true } }
    impl<T, E> Done for ::std::result::Result<T, E> { fn done(self) -> bool { self.is_ok() } }
    #[no_mangle]
    pub extern "C" fn vr_run_NAME() -> i32 {
        match ::std::panic::catch_unwind(|| -> i32 {
            RUN
            0
        }) { ::std::result::Result::Ok(v) => v, _ => 134 }
    }
}
`)
	main := strings.ReplaceAll(`
int vr_run_NAME(void);
int main(void) {
  int code = vr_run_NAME();
  if (code == 0) vr_end_NAME();
  return code;
}`, "NAME", name)
	return woven{
		src: sources{
			file: p.lang.Source, text: code + test + driver, artifacts: []string{"libprogram.a"},
			compile: []string{p.lang.Compile[0], "--edition=2021", "-C", "opt-level=1", "-C", "debug-assertions=on", "--cap-lints=allow",
				"--crate-type=staticlib", "--crate-name=program", "-o", "libprogram.a", p.lang.Source},
		},
		link: &sources{
			file: "end.c", text: cEnd(name, word, main, t.Code),
			compile: []string{"{cc}", "-O1", "-w", "-s", "-o", "main", "end.c", "libprogram.a", "-lpthread", "-ldl", "-lm", "-lgcc_s"},
		},
	}, nil
}

var (
	dataMacros   = regexp.MustCompile(`(^|[^:\w])(vec|format|matches|unreachable|todo|unimplemented|debug_assert|debug_assert_eq|debug_assert_ne)!`)
	stdMacros    = regexp.MustCompile(`(^|[^:\w])panic!`)
	assertMacros = regexp.MustCompile(`(^|[^:\w])(?:::)?(?:(?:std|core)::)?(assert|assert_eq|assert_ne)!`)
	rustOwnMain  = regexp.MustCompile(`\bfn\s+main\b`)
	rustItem     = regexp.MustCompile(`\b(?:fn|mod)\s+(?:r#)?([A-Za-z_]\w*)`)
	rustMain     = regexp.MustCompile(`\bfn\s+main\s*\(`)
)

var (
	rustApart = regexp.MustCompile(`\b(?:global_)?asm!|/proc/|\b(?:mprotect|mmap|dlsym|dlopen|ptrace|syscall)\b|\blink_section\b|\bnaked\b`)
	// rustNames matches declarations under the names that every Rust text knows
	// without import.
	rustNames = regexp.MustCompile(`\b(?:struct|enum|union|trait|fn|mod|type)\s+(?:Option|Some|None|Ok|Err|Vec|String|Box|PartialEq|PartialOrd|Eq|Ord|ToString|Iterator|str|bool|char|[iu](?:8|16|32|64|128|size)|f32|f64)\b|\bas\s+(?:Option|Some|None|Ok|Err|Vec|String|Box)\b`)
	rustTypes = regexp.MustCompile(`\b(?:struct|enum|union|trait)\s+([A-Za-z_]\w*)`)
	rustImpl  = regexp.MustCompile(`\bimpl\b\s*(?:<[^{};]*?>\s*)?(?:[\w:]*::)?(PartialEq|PartialOrd|Add|Sub|Mul|Div|Rem|BitAnd|BitOr|BitXor|Shl|Shr|\$\w+)\s*(?:<([^{};]*?)>)?\s+for\b[^{};]*\{([^}]*)`)
	rustAlias = regexp.MustCompile(`\b(?:PartialEq|PartialOrd|Add|Sub|Mul|Div|Rem|BitAnd|BitOr|BitXor|Shl|Shr)\s+as\b`)
	rustAbove = regexp.MustCompile(`\btype\s+Output\s*=\s*([^;]+);`)
	rustWord  = regexp.MustCompile(`[A-Za-z_$]\w*`)
)

// rustTakesOver says in what way a program's own types could answer the tests'
// comparisons with plain values, or what reaches beneath the language; else "".
// An equality or order with a type that is not the program's own has no other
// use, nor has arithmetic with such a type that gives one.
func rustTakesOver(code string) string {
	if m := rustApart.FindString(code); m != "" {
		return "uses " + m
	}
	if m := rustNames.FindString(code); m != "" {
		return "declares a name of the language (" + m + ")"
	}
	if m := rustAlias.FindString(code); m != "" {
		return "renames an operator (" + m + ")"
	}
	own := map[string]bool{"Self": true}
	for _, m := range rustTypes.FindAllStringSubmatch(code, -1) {
		own[m[1]] = true
	}
	ours := func(t string) bool {
		for _, w := range rustWord.FindAllString(t, -1) {
			if own[w] {
				return true
			}
		}
		return false
	}
	for _, m := range rustImpl.FindAllStringSubmatch(code, -1) {
		op, right, body := m[1], m[2], m[3]
		if op[0] == '$' {
			return "implements operators by a macro"
		}
		if right == "" || ours(right) {
			continue
		}
		out := rustAbove.FindStringSubmatch(body)
		if op == "PartialEq" || op == "PartialOrd" || out == nil || !ours(out[1]) {
			return "compares or computes its own types with others (" + op + "<" + clip.Text(right, 40) + ">)"
		}
	}
	return ""
}

// rustAsserts are the tests' assertions. A value of a type of the program's own
// is never equal to one of another: the program's PartialEq would decide. An
// assert! with one comparison in it is taken apart for that.
const rustAsserts = `
#[macro_export]
macro_rules! vr_assert_eq_NAME {
    ($l:expr, $r:expr $(,)?) => { match (&$l, &$r) { (l, r) => {
        if !crate::vr_NAME::kin(l, r) { ::std::panic!("assertion failed: a value of the program's own type") }
        ::std::assert_eq!(*l, *r)
    } } };
    ($l:expr, $r:expr, $($m:tt)+) => { match (&$l, &$r) { (l, r) => {
        if !crate::vr_NAME::kin(l, r) { ::std::panic!("assertion failed: a value of the program's own type") }
        ::std::assert_eq!(*l, *r, $($m)+)
    } } };
}
#[macro_export]
macro_rules! vr_assert_ne_NAME {
    ($l:expr, $r:expr $(, $($m:tt)*)?) => { match (&$l, &$r) { (l, r) => {
        if !crate::vr_NAME::kin(l, r) { ::std::panic!("assertion failed: a value of the program's own type") }
        ::std::assert_ne!(*l, *r $(, $($m)*)?)
    } } };
}
#[macro_export]
macro_rules! vr_whole_NAME {
    ([$($all:tt)*] [$($c:tt)+]) => { ::std::assert!($($c)+, "assertion failed") };
    ([$($all:tt)*] [$($c:tt)+] ,) => { ::std::assert!($($c)+, "assertion failed") };
    ([$($all:tt)*] [$($c:tt)+] , $($m:tt)+) => { ::std::assert!($($all)*) };
    ([$($all:tt)*] [$($c:tt)*] $t:tt $($x:tt)*) => { crate::vr_whole_NAME!([$($all)*] [$($c)* $t] $($x)*) };
}
#[macro_export]
macro_rules! vr_assert_NAME {
    (@left [$($all:tt)*] [$($l:tt)*]) => { crate::vr_whole_NAME!([$($all)*] [] $($all)*) };
    (@left [$($all:tt)*] [$($l:tt)*] && $($x:tt)*) => { crate::vr_whole_NAME!([$($all)*] [] $($all)*) };
    (@left [$($all:tt)*] [$($l:tt)*] || $($x:tt)*) => { crate::vr_whole_NAME!([$($all)*] [] $($all)*) };
    (@left [$($all:tt)*] [$($l:tt)*] , $($x:tt)*) => { crate::vr_whole_NAME!([$($all)*] [] $($all)*) };
    (@left [$($all:tt)*] [$($l:tt)+] == $($x:tt)+) => { crate::vr_assert_NAME!(@right [$($all)*] [$($l)+] [] $($x)+) };
    (@left [$($all:tt)*] [$($l:tt)*] $t:tt $($x:tt)*) => { crate::vr_assert_NAME!(@left [$($all)*] [$($l)* $t] $($x)*) };
    (@right [$($all:tt)*] [$($l:tt)*] [$($r:tt)+] $(, $($m:tt)*)?) => { match (&($($l)*), &($($r)+)) { (l, r) => {
        if !crate::vr_NAME::kin(l, r) || !(*l == *r) { ::std::panic!("assertion failed") }
    } } };
    (@right [$($all:tt)*] [$($l:tt)*] [$($r:tt)*] && $($x:tt)*) => { crate::vr_whole_NAME!([$($all)*] [] $($all)*) };
    (@right [$($all:tt)*] [$($l:tt)*] [$($r:tt)*] || $($x:tt)*) => { crate::vr_whole_NAME!([$($all)*] [] $($all)*) };
    (@right [$($all:tt)*] [$($l:tt)*] [$($r:tt)*] == $($x:tt)*) => { crate::vr_whole_NAME!([$($all)*] [] $($all)*) };
    (@right [$($all:tt)*] [$($l:tt)*] [$($r:tt)*] $t:tt $($x:tt)*) => { crate::vr_assert_NAME!(@right [$($all)*] [$($l)*] [$($r)* $t] $($x)*) };
    ($($t:tt)*) => { crate::vr_assert_NAME!(@left [$($t)*] [] $($t)*) };
}
`

type rustCall struct {
	path   string
	panics bool
}

// rustTests finds the test functions of a text, makes them public, and takes
// away the attributes that would leave them out of a library.
func rustTests(s string) (string, []rustCall) {
	var b strings.Builder
	var calls []rustCall
	type module struct {
		name  string
		depth int
	}
	var path []module
	depth := 0
	test, panics, ignored, public := false, false, false, false
	pendingMod := ""
	prev := ""
	for i := 0; i < len(s); {
		c := s[i]
		start := i
		switch {
		case strings.HasPrefix(s[i:], "//"):
			i = skipTo(s, i, "\n")
		case strings.HasPrefix(s[i:], "/*"):
			i = skipTo(s, i+2, "*/")
		case strings.HasPrefix(s[i:], `r#"`):
			i = skipTo(s, i+3, `"#`)
		case c == '"':
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
			i = min(i+1, len(s))
		case c == '\'' && i+2 < len(s) && (s[i+1] == '\\' || s[i+2] == '\''):
			for i++; i < len(s) && s[i] != '\''; i++ {
				if s[i] == '\\' {
					i++
				}
			}
			i = min(i+1, len(s))
		case strings.HasPrefix(s[i:], "#["):
			i = skipTo(s, i, "]")
			attr := s[start:i]
			switch {
			case attr == "#[test]":
				test = true
				continue
			case strings.HasPrefix(attr, "#[cfg(test)"):
				continue
			case strings.HasPrefix(attr, "#[should_panic"):
				panics = true
				continue
			case strings.HasPrefix(attr, "#[ignore"):
				ignored = true
				continue
			}
		case c == '{':
			depth++
			if pendingMod != "" {
				path = append(path, module{pendingMod, depth})
				pendingMod = ""
			}
			i++
		case c == '}':
			if len(path) > 0 && path[len(path)-1].depth == depth {
				path = path[:len(path)-1]
			}
			depth--
			i++
		case isNameByte(c):
			for i < len(s) && isNameByte(s[i]) {
				i++
			}
			w := s[start:i]
			switch {
			case prev == "mod":
				pendingMod = w
			case prev == "fn" && test:
				if !ignored {
					full := "crate"
					for _, m := range path {
						full += "::" + m.name
					}
					calls = append(calls, rustCall{full + "::" + w, panics})
				}
				test, panics, ignored = false, false, false
			}
			if w == "fn" && test && !public {
				b.WriteString("pub ")
			}
			if w == "mod" && !public {
				b.WriteString("pub ")
			}
			public = w == "pub"
			prev = w
		default:
			i++
		}
		b.WriteString(s[start:i])
	}
	return b.String(), calls
}

var rustUse = regexp.MustCompile(`(?m)^[ \t]*use[ \t]+([A-Za-z_]\w*)((?:::\w+)*)[ \t]*;`)

// withoutAbsentCrates takes away imports of crates that are not there and that
// the program does not use: completions import rand and regex by habit. Crates
// it does use stay, and the compiler names them.
func withoutAbsentCrates(code string) string {
	return rustUse.ReplaceAllStringFunc(code, func(use string) string {
		m := rustUse.FindStringSubmatch(use)
		switch m[1] {
		case "std", "core", "alloc", "crate", "self", "super":
			return use
		}
		if regexp.MustCompile(`\b(mod|enum|struct|trait)\s+` + m[1] + `\b`).MatchString(code) {
			return use
		}
		name := use[strings.LastIndexAny(use, ": \t")+1 : strings.IndexByte(use, ';')]
		if len(regexp.MustCompile(`\b`+name+`\b`).FindAllStringIndex(code, 2)) > 1 {
			return use
		}
		return ""
	})
}
