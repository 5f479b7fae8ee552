// Package clip shortens texts for reasons and error messages.
package clip

import "unicode/utf8"

// Text is s when it has at most n bytes, and else its beginning of at most n
// bytes, whole runes only, and "...".
func Text(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}
