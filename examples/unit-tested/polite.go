// Package politeness is a reward with its unit tests, laid out the way one
// would keep it in a training repository.
package politeness

import (
	"context"
	"fmt"
	"strings"

	"github.com/verireward/verireward/reward"
)

// Polite pays 1 for a completion that thanks the reader exactly once, 0
// otherwise. Thanking again and again is the hack a policy would find.
type Polite struct{}

// Score counts the thanks.
func (Polite) Score(_ context.Context, s *reward.Sample) (reward.Result, error) {
	n := strings.Count(strings.ToLower(s.Completion.Last()), "thank you")
	if n == 1 {
		return reward.Val(1, "one thank you"), nil
	}
	return reward.Val(0, fmt.Sprintf("%d times thank you, wanted 1", n)), nil
}
