package codecheck

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
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

// BenchmarkCompileCpp compiles a program that includes bits/stdc++.h, with the
// precompiled header and without: a macro before the include rules it out.
func BenchmarkCompileCpp(b *testing.B) {
	const text = "#include <bits/stdc++.h>\nusing namespace std;\nint main(){int n;cin>>n;vector<int> v(n);for(auto&x:v)cin>>x;sort(v.begin(),v.end());cout<<v[0]<<endl;}\n"
	c := newChecker(b, Options{CacheDir: b.TempDir()})
	cpp, _ := c.language("cpp")
	tc, err := c.toolchain(b.Context(), cpp)
	if err != nil {
		need.Skip(b, "cpp", "%v", err)
	}
	p := &program{lang: cpp, tc: tc, limits: defaultLimits}
	for _, head := range []string{"", "#define X 1\n"} {
		b.Run(fmt.Sprintf("precompiled=%v", head == ""), func(b *testing.B) {
			cmd, err := c.compileCmd(b.Context(), p, p.sources(head+text))
			require.NoError(b, err)
			cpu := 0.0
			for b.Loop() {
				r, err := c.box.Run(b.Context(), cmd)
				if err != nil || r.ExitCode != 0 {
					b.Fatal(err, string(r.Stderr))
				}
				cpu += r.CPU.Seconds()
			}
			b.ReportMetric(1000*cpu/float64(b.N), "cpu-ms/op")
		})
	}
}
