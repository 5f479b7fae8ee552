// Package need is for tests of things that not every machine has: a sandbox, a
// compiler, a folder of data. A test that lacks one skips, with a message. That
// must not hide a failure, so a run can say what its machine has, by an
// independent look: VERIREWARD_HAS lists such things, parted by blanks, and
// whoever then reports one of them missing fails. .ci/run sets it.
package need

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Has is the variable of the environment that lists what the machine has.
const Has = "VERIREWARD_HAS"

func has(what string) bool { return slices.Contains(strings.Fields(os.Getenv(Has)), what) }

// Skip ends a test for which the machine lacks what it names first, or fails it
// if the machine has that.
func Skip(t testing.TB, what, format string, args ...any) {
	t.Helper()
	if has(what) {
		t.Fatalf("%s lists "+what+", yet: "+format, append([]any{Has}, args...)...)
	}
	t.Skipf("needs "+what+": "+format, args...)
}

// LeaveOut says that a part of a test is left out for want of something, or
// fails the test, which goes on, if the machine has it.
func LeaveOut(t testing.TB, what, format string, args ...any) {
	t.Helper()
	if has(what) {
		t.Errorf("%s lists "+what+", yet: "+format, append([]any{Has}, args...)...)
		return
	}
	t.Logf("left out for want of "+what+": "+format, args...)
}
