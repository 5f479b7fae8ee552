package mathcheck

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAllocations holds what a check allocates below a loose ceiling. A rule that
// splits or lowers every text before it looks for a word in it goes over.
func TestAllocations(t *testing.T) {
	for _, c := range []struct {
		gold, pred string
		most       float64
	}{
		{"42", `So the final answer is: $\boxed{43}$. I hope it is correct.`, 6},
		{"42", `<think>Is it 7? No.</think>The answer is $\boxed{42}$.`, 6},
		{`\frac{1}{2}`, `Therefore, we conclude that \[ \boxed{\frac{2}{3}} \]`, 14},
		{`3qr + 6q - 15r - 30`, `**Final Answer:** $\boxed{3qr + 6q - 15r + 30}$`, 150},
	} {
		got := testing.AllocsPerRun(100, func() {
			if _, err := Check(c.gold, c.pred); err != nil {
				panic(err)
			}
		})
		t.Logf("%v allocations: %s", got, c.pred)
		require.LessOrEqual(t, got, c.most, "%s", c.pred)
	}
}
