package codecheck

import (
	"regexp"
	"strconv"
	"strings"
)

// javaApart matches what looks into the running machine instead of running in
// it: reflection, class files, the caller's frames, other processes.
var javaApart = regexp.MustCompile(`\b(?:getStackTrace|StackWalker|getResource\w*|getSystemResource\w*|Unsafe|setAccessible|trySetAccessible|defineClass|getMethods?|getDeclared\w+|forName|MethodHandles?|VarHandle|ProcessBuilder)\b` +
	`|\bjava\s*\.\s*lang\s*\.\s*(?:reflect|invoke|instrument|management)\b|\bsun\s*\.\s*misc\b|\bjdk\s*\.\s*internal\b|java\.class\.path|/proc/|(?s)\bgetRuntime\b.*\bexec\s*\(`)

// javaArrays is the one part of reflection that generic code needs: arrays made
// by their type.
var javaArrays = regexp.MustCompile(`\bjava\.lang\.reflect\.Array\b`)

// javaEscape is a letter written by its code point, which Java reads as such
// anywhere in a program.
var javaEscape = regexp.MustCompile(`\\u+[0-9a-fA-F]{4}`)

func plainEscape(s string) string {
	n, err := strconv.ParseUint(s[len(s)-4:], 16, 32)
	if err != nil {
		return s
	}
	return string(rune(n))
}

// javaEqual is the equality by which appended tests judge: a value of a class
// of the program's own never equals one of the library's, since its equals
// would decide, but lists and maps of whatever class are compared by what they
// hold.
const javaEqual = `
    static boolean own(Object o) { return o != null && !o.getClass().isArray() && o.getClass().getClassLoader() != null; }
    static boolean equal(Object a, Object b) {
        if (a instanceof java.util.List<?> x && b instanceof java.util.List<?> y) {
            Object[] p = x.toArray(), q = y.toArray();
            if (p.length != q.length) return false;
            for (int i = 0; i < p.length; i++) if (!equal(p[i], q[i])) return false;
            return true;
        }
        if (a instanceof java.util.Map<?, ?> x && b instanceof java.util.Map<?, ?> y) {
            java.util.Map<Object, Object> p = new java.util.HashMap<>(x), q = new java.util.HashMap<>(y);
            if (!p.keySet().equals(q.keySet())) return false;
            for (Object k : q.keySet()) if (own(k) || !equal(p.get(k), q.get(k))) return false;
            for (Object k : p.keySet()) if (own(k)) return false;
            return true;
        }
        if (a instanceof java.util.Optional<?> x && b instanceof java.util.Optional<?> y) return equal(x.orElse(null), y.orElse(null));
        return own(a) == own(b) && java.util.Objects.equals(a, b);
    }
`

// javaEquals has the equalities of a text, A.equals(B) and Objects.equals(A, B),
// decided by the class that runs the tests.
func javaEquals(text, class string) string {
	text = javaObjects.ReplaceAllString(text, "${1}"+class+".equal(")
	const call = ".equals("
	for at := len(text); ; {
		at = strings.LastIndex(text[:at], call)
		if at < 0 {
			return text
		}
		start := javaPrimary(text, at)
		if start < 0 || strings.TrimSpace(text[start:at]) == "Arrays" || strings.HasSuffix(strings.TrimSpace(text[start:at]), ".Arrays") || strings.TrimSpace(text[start:at]) == "super" {
			continue
		}
		text = text[:start] + class + ".equal(" + text[start:at] + ", " + text[at+len(call):]
		at = start
	}
}

var javaObjects = regexp.MustCompile(`(^|[^\w.])(?:java\.util\.)?Objects\s*\.\s*(?:equals|deepEquals)\s*\(`)

// javaPrimary returns where the expression before a member access at end
// begins: names, calls, indices, literals and brackets joined by dots; -1 when
// there is none.
func javaPrimary(text string, end int) int {
	i := end
	for {
		for i > 0 && isSpace(text[i-1]) {
			i--
		}
		j := i
		// Brackets behind a name, or alone.
		for j > 0 && (text[j-1] == ')' || text[j-1] == ']') {
			if j = javaOpening(text, j-1); j < 0 {
				return -1
			}
		}
		// Type arguments stand between a name and its brackets.
		if j < i && j > 0 && text[j-1] == '>' {
			for depth := 0; j > 0; {
				j--
				if text[j] == '>' {
					depth++
				} else if text[j] == '<' {
					if depth--; depth == 0 {
						break
					}
				}
			}
		}
		if j > 0 && text[j-1] == '"' {
			for j--; j > 0 && (text[j-1] != '"' || j > 1 && text[j-2] == '\\'); j-- {
			}
			j = max(0, j-1)
		}
		for j > 0 && (isWord(text[j-1]) || text[j-1] == '$') {
			j--
		}
		if j == i {
			return -1
		}
		i = j
		if i == 0 || text[i-1] != '.' {
			break
		}
		i--
	}
	// new T(...) is one expression.
	before := strings.TrimRight(text[:i], " \t\r\n")
	if strings.HasSuffix(before, "new") && (len(before) == 3 || !isWord(before[len(before)-4])) {
		return len(before) - 3
	}
	return i
}

// javaOpening returns where the bracket is that the one at end closes, -1 when
// it is not there. Brackets in literals are passed over.
func javaOpening(text string, end int) int {
	depth := 0
	for i := end; i >= 0; i-- {
		switch text[i] {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth--; depth == 0 {
				return i
			}
		case '"', '\'':
			q := text[i]
			for i--; i >= 0 && (text[i] != q || i > 0 && text[i-1] == '\\'); i-- {
			}
		}
	}
	return -1
}

func isWord(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}
