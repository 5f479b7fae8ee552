package reward

import (
	"context"
	"errors"
)

// KindOf returns the kind of err: that of the outermost Error in its chain,
// KindTimeout for a deadline, and KindInternal for everything else.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return KindTimeout
	}
	return KindInternal
}
