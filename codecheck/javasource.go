package codecheck

import "strings"

// javaUnit is what must be known of a Java source before it is compiled.
type javaUnit struct {
	// public is the public class at the top level, which names the file.
	public string
	// main is the full name of the class to start.
	main string
}

// scanJava reads the top-level declarations of a Java source in one pass,
// skipping comments, strings and bodies.
func scanJava(s string) javaUnit {
	var u javaUnit
	pkg, current, last := "", "", ""
	depth := 0
	prev := [3]string{}
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case strings.HasPrefix(s[i:], "//"):
			i = skipTo(s, i, "\n")
		case strings.HasPrefix(s[i:], "/*"):
			i = skipTo(s, i+2, "*/")
		case strings.HasPrefix(s[i:], `"""`):
			i = skipTo(s, i+3, `"""`)
		case c == '"' || c == '\'':
			for i++; i < len(s) && s[i] != c && s[i] != '\n'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
			i++
		case c == '{':
			depth++
			i++
		case c == '}':
			depth--
			i++
		case isNameByte(c) || c == '$' || c >= 0x80:
			j := i
			for j < len(s) && (isNameByte(s[j]) || s[j] == '$' || s[j] >= 0x80 || s[j] == '.' && prev[2] == "package") {
				j++
			}
			w := s[i:j]
			i = j
			switch {
			case prev[2] == "package" && depth == 0:
				pkg = w
			case depth == 0 && (prev[2] == "class" || prev[2] == "interface" || prev[2] == "enum" || prev[2] == "record"):
				current, last = w, w
				for _, m := range prev[:2] {
					if m == "public" {
						u.public = w
					}
				}
			case depth == 1 && w == "main" && prev[2] == "void" && (u.main == "" || current == u.public):
				u.main = current
			}
			prev = [3]string{prev[1], prev[2], w}
		default:
			i++
		}
	}
	if u.main == "" {
		u.main = last
	}
	if u.main == "" {
		u.main = "Main"
	}
	if pkg != "" {
		u.main = pkg + "." + u.main
	}
	return u
}

// skipTo returns the position behind the next end mark, or the end.
func skipTo(s string, i int, mark string) int {
	if i >= len(s) {
		return len(s)
	}
	if j := strings.Index(s[i:], mark); j >= 0 {
		return i + j + len(mark)
	}
	return len(s)
}
