package need

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// recorder notes what a test is told.
type recorder struct {
	testing.TB
	told string
}

func (r *recorder) Helper()                           {}
func (r *recorder) say(how, format string, a ...any)  { r.told = how + " " + fmt.Sprintf(format, a...) }
func (r *recorder) Logf(format string, args ...any)   { r.say("log", format, args...) }
func (r *recorder) Errorf(format string, args ...any) { r.say("error", format, args...) }
func (r *recorder) Skipf(format string, args ...any) {
	r.say("skip", format, args...)
	runtime.Goexit()
}
func (r *recorder) Fatalf(format string, args ...any) {
	r.say("fatal", format, args...)
	runtime.Goexit()
}

func told(f func(t testing.TB)) string {
	r := &recorder{}
	done := make(chan bool)
	go func() {
		defer close(done)
		f(r)
		r.told += ", and goes on"
	}()
	<-done
	return r.told
}

func TestNeed(t *testing.T) {
	skip := func(t testing.TB) { Skip(t, "cc", "no %s", "C compiler") }
	leave := func(t testing.TB) { LeaveOut(t, "cc", "no %s", "C compiler") }
	t.Setenv(Has, "python3  sandbox ccc")
	require.Equal(t, "skip needs cc: no C compiler", told(skip))
	require.Equal(t, "log left out for want of cc: no C compiler, and goes on", told(leave))
	t.Setenv(Has, "python3 cc")
	require.Equal(t, "fatal VERIREWARD_HAS lists cc, yet: no C compiler", told(skip))
	require.Equal(t, "error VERIREWARD_HAS lists cc, yet: no C compiler, and goes on", told(leave))
}
