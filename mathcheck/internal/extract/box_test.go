package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestBackslashes holds the short way through a row of backslashes against the
// way step by step.
func TestBackslashes(t *testing.T) {
	for n := 1; n < 9; n++ {
		for _, tail := range []string{"", "x", "{", "}", `boxed{5}`, `fbox{5}`, " "} {
			for _, doubled := range []bool{false, true} {
				s := strings.Repeat(`\`, n) + tail
				want := map[int]bool{0: true}
				for i := 0; i < n && boxCommand(s[i:]) == 0; {
					i += escapeLen(s[i:], doubled)
					want[i] = true
				}
				assert.True(t, want[backslashes(s, 0, doubled)], "%s, doubled %v", s, doubled)
			}
		}
	}
}

func TestBoxesInGreatNumbers(t *testing.T) {
	open := strings.Repeat(`\boxed{`, maxOpen+1)
	assert.True(t, Find(open+"6", Options{}).Malformed)
	assert.Equal(t, "6", Find(open+`\boxed{6}`, Options{}).Text)
	assert.Equal(t, "6", Find(strings.Repeat(`\`, 1<<16)+` \boxed{6}`, Options{}).Text)
	assert.Equal(t, "6", Find(`\boxed{6} `+strings.Repeat(`\`, 1<<16), Options{}).Text)
	assert.Equal(t, "6", Find(`\boxed{6} `+strings.Repeat(`\b`, 1<<16), Options{}).Text)
}
