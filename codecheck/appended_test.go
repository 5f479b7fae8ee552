package codecheck

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJavaEquals(t *testing.T) {
	for in, want := range map[string]string{
		`if (!s.f(2).equals(5)) x();`:                     `if (!D.equal(s.f(2), 5)) x();`,
		`s.f("a)", ')').get(0).equals(a[1].b)`:            `D.equal(s.f("a)", ')').get(0), a[1].b)`,
		`return "x".equals(s.g()) && a.equals(b);`:        `return D.equal("x", s.g()) && D.equal(a, b);`,
		`new ArrayList<>(Arrays.asList(1)).equals(s.f())`: `D.equal(new ArrayList<>(Arrays.asList(1)), s.f())`,
		`Objects.equals(a, s.f())`:                        `D.equal(a, s.f())`,
		`Arrays.equals(a, s.f())`:                         `Arrays.equals(a, s.f())`,
		`a.equals(b.equals(c))`:                           `D.equal(a, D.equal(b, c))`,
	} {
		require.Equal(t, want, javaEquals(in, "D"), in)
	}
}

func TestRefusedPrograms(t *testing.T) {
	for _, code := range []string{
		"int f() { asm(\"nop\"); }", "int f() { __asm__ volatile(\"\"); }", "a\\\nsm(\"\");", "#define P(a,b) a##b", "#define P(a) as##a", "#define P(a) a##_start", "/* ' */ #define P(a,b) a##b", "#define P(a,...) a##__VA_ARGS__",
		"#define P(a) is##a", "#define P(a,b) a /*\n*/ ##b", "char c = '\"'; /*\n*/ #define P(a,b) a##b", "#if __has_include(</*>)\n#endif\n#define P(a,b) a##b\n//*/",
		"#define P(a,b) f(x,a##b)", "int i = 1'0; /*'\n*/\n#define P(a,b) a##b\n//*/", "#define P(a) x\\\n##a##b", "_Pragma(\"weak main\")", "#define W(x) _Pragma(#x)", "#define P(a,b) a %:%: b",
		"open(\"/pr\" \"oc/self/mem\")",
		"#pragma weak main = f", "int g(void) __attribute__((alias(\"f\")));", "mprotect (p, 1, 7)",
	} {
		require.NotEmpty(t, takesApart(code, []string{"issame"}), code)
	}
	for _, code := range []string{
		"std::multimap<int,int> mmap; mmap.insert({1,2});", "int plasma = 1; // process", "#define debug(x) cerr << #x", "#define DEFINE_ADD(T) T add_##T(T a, T b) { return a + b; }", "#define dbg(f, ...) fprintf(stderr, f, ##__VA_ARGS__)", "puts(\"## title\"); // don't ##",
		"#define LIST(T) typedef struct T##_list { T *v; } T##_list_t", "#define REP(i) for (int i##_end = 9; i##_end;)", "_Pragma(\"GCC optimize\")", "int start, _end;",
	} {
		require.Empty(t, takesApart(code, []string{"issame"}), code)
	}
	for code, bad := range map[string]bool{
		"namespace std { template<> struct hash<P> { size_t operator()(const P &p) const { return 1; } }; }":    false,
		"namespace std { /* for sets */ template <class T> struct hash<pair<T,T>> { int x; }; struct less_x; }": true,
		"namespace std { bool operator==(const string&, const char*) { return true; } }":                        true,
		"namespace std {\ntemplate<> const int& max<int>(const int&a, const int&b) { return a; } }":             true,
		"template<> const int& std::max<int>(const int&a, const int&b) { return a; }":                           true,
		"template<> struct std::hash<P> { int operator()(P) const { return 0; } };":                             false,
		"using namespace std;\ntemplate<> int f<int>(int x) { return std::max(x, 1); }":                         false,
		"namespace std <% bool operator<(const string&, const string&); %>":                                     true,
		"namespace/**/std { int max(int, int); }":                                                               true,
		"namespace std::inline x { int max(int, int); }":                                                        true,
		"namespace [[x]] std { int max(int, int); }":                                                            true,
		"#define N(x) namespace x {\nN(std) }":                                                                  true,
		"#define S std\nnamespace S { }":                                                                        true,
		"#define A(x) x\nA(namespace) A(std) { }":                                                               true,
		"#define O operator\nbool O==(vector<int>, vector<int>);":                                               true,
		"namespace std { template<> struct hash<P> { const char *s = \"}}\"; }; int max(int, int); }":           true,
		"const char *s = R\"(\"; namespace std { int max(int, int); } //)\";":                                   true,
		"bool operator==(const vector<int> &a, const vector<int> &b) { return true; }":                          true,
		"struct P {}; bool operator==(const vector<int> &P, const vector<int> &b) { return true; }":             true,
		"template <class T> bool operator!=(const vector<T> &a, const vector<T> &b) { return false; }":          true,
		"struct V {}; using V = vector<int>; bool operator==(const V &, const V &);":                            true,
		"struct P { int x; bool operator<(const P &o) const { return x < o.x; } };":                             false,
		"struct P { int x; friend bool operator<(const P &a, const P &b) { return a.x < b.x; } };":              false,
		"template <class T> struct M { T t; };\ntemplate <class T> bool operator==(M<T> a, M<T> b);":            false,
		"typedef struct { int x; } P;\nbool operator==(P a, P b) { return a.x == b.x; }":                        false,
		"namespace geo { struct P {}; }\nbool operator==(const geo::P &a, const geo::P &b);":                    false,
		"using namespace std;\nnamespace { const int M = 1'000'000'007; }\nnamespace fs = std::filesystem;":     false,
		"const char *s = R\"(\n)\";\nusing namespace std;\nint f() { return 1; }":                               false,
		"double std = sqrt(var); return f(mean, std);":                                                          false,
	} {
		require.Equal(t, bad, reopensStd(code) != "", code)
	}
	test := "bool issame(vector<int> a, vector<int> b) { return a == b; }\nint main() { assert(issame(f(1), {1})); }"
	for code, want := range map[string]string{
		"bool issame(V, W) { return true; }":                                     "issame",
		"template<class T>\nbool\nissame(V v, T t) noexcept {}":                  "issame",
		"int f(int x) { if (issame(a, b)) { return 1; } return issame(a, b); }":  "",
		"// bool issame(a) {\nint f() { return 1; }":                             "",
		"bool issa\\\nme(V, W) { return true; }":                                 "issame",
		"char *a = \"/*\"; bool issame(V, W) { return true; } char *b = \"*/\";": "issame",
		"// ??/\nbool issame(V, W) { return true; }":                             "issame",
		"bool issame <:<:x:>:> (V, W) <% return true; %>":                        "issame",
		"char *a = R\"(/*)\"; bool issame/**/(V, W) { return true; }":            "issame",
		"int k = 1'0'/*'*/; bool issame(V, W) { return true; } char c = '*/';":   "issame",
		"const int M = 1'000'007; char *s = \"issame(\"; int f() { return M; }":  "",
	} {
		require.Equal(t, want, cppDeclaresAnew(code, test), code)
	}
	for code, bad := range map[string]bool{
		"impl PartialEq<i32> for X { fn eq(&self, _: &i32) -> bool { true } }":                                true,
		"struct X; impl<T> PartialEq<T> for X { fn eq(&self, _: &T) -> bool { true } }":                       true,
		"struct X; impl std::ops::Sub<f64> for X { type Output = f64; fn sub(self, _: f64) -> f64 { 0.0 } }":  true,
		"struct V(f64); impl Mul<f64> for V { type Output = V; fn mul(self, k: f64) -> V { V(self.0 * k) } }": false,
		"struct V(f64); impl Mul<V> for V { type Output = f64; fn mul(self, o: V) -> f64 { self.0 * o.0 } }":  false,
		"struct S; impl PartialOrd for S { fn partial_cmp(&self, o: &Self) -> Option<Ordering> { None } }":    false,
		"impl Ord for S { fn cmp(&self, o: &S) -> Ordering { o.0.cmp(&self.0) } }":                            false,
		"macro_rules! m { ($t:ident) => { impl $t<f64> for X { fn eq(&self, _: &f64) -> bool { true } } } }":  true,
		"use std::cmp::PartialEq as P; impl P<i32> for X {}":                                                  true,
		"let x = y as i32; let p = &x as *const u8; fn string(s: String) -> Vec<i32> { vec![] }":              false,
		"pub enum Option<T> { Some(T), None }":                                                                true,
		"type Result<T> = std::result::Result<T, E>;":                                                         false,
	} {
		require.Equal(t, bad, rustTakesOver(code) != "", code)
	}
}
