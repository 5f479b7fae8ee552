package words

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNamesHaveNames: whatever the tables hold passes the test that comes
// before they are asked.
func TestNamesHaveNames(t *testing.T) {
	var all []string
	for s := range truths {
		all = append(all, s)
	}
	for s := range phrases {
		all = append(all, s)
	}
	for s := range months {
		all = append(all, s)
	}
	for s := range weekdays {
		all = append(all, s)
	}
	for _, s := range all {
		require.True(t, hasName(strings.ToLower(s)), s)
	}
	for _, s := range []string{`\frac{1}{2}`, "3x^2-2x+1", `5\sqrt{3}+i`, "(1, 2]", "7/4/1776"} {
		require.False(t, hasName(Plain(s)), s)
	}
}
