package codecheck

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// benchCases are one test of each kind, with a program that does hardly
// anything: what is measured is judging.
var benchCases = map[string]Submission{
	"python-stdio":  {Language: "python", Tests: raw(`[{"kind":"stdio","stdin":"3\n","stdout":"6\n"}]`)},
	"python-call":   {Language: "python", Tests: raw(`[{"kind":"call","fn":"f","args":[3],"expected":6}]`)},
	"python-assert": {Language: "python", Tests: raw(`["assert f(3) == 6"]`)},
	"python-pair":   {Language: "python", Tests: raw(`["assert f(3) + 0 == 6"]`)},
	"cpp-stdio":     {Language: "cpp", Tests: raw(`[{"kind":"stdio","stdin":"3\n","stdout":"6\n"}]`)},
}

func benchSource(name string) string {
	if name == "cpp-stdio" {
		return "#include <cstdio>\nint main(){int x;scanf(\"%d\",&x);printf(\"%d\\n\",2*x);}\n"
	}
	return "def f(x): return 2*x\nif __name__ == '__main__': print(f(int(input())))\n"
}

func BenchmarkCheck(b *testing.B) {
	for _, cold := range []bool{false, true} {
		c := newChecker(b, Options{Cold: cold})
		for _, name := range []string{"python-stdio", "python-call", "python-assert", "python-pair", "cpp-stdio"} {
			s := benchCases[name]
			src := benchSource(name)
			s.Source = &src
			b.Run(fmt.Sprintf("%s/cold=%v", name, cold), func(b *testing.B) {
				r, err := c.Check(b.Context(), s)
				require.NoError(b, err)
				require.Equal(b, Accepted, r.Verdict, lastReason(r))
				b.ReportAllocs()
				for b.Loop() {
					if r, err := c.Check(b.Context(), s); err != nil || r.Verdict != Accepted {
						b.Fatal(r.Verdict, err)
					}
				}
			})
		}
	}
}
