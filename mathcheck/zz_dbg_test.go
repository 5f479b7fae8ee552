package mathcheck

import ("testing";"fmt";"os";"strings";"bufio"
"github.com/verireward/verireward/mathcheck/internal/latex"
"github.com/verireward/verireward/mathcheck/internal/expr")

func TestDbg(t *testing.T) {
	f, err := os.Open("/tmp/dbg.txt"); if err != nil { t.Skip() }
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		s := sc.Text()
		n, e := parse(s, newConfig(nil), latex.CommaGroups, false)
		if e != nil { fmt.Printf("%-30s ERR %v\n", s, e); continue }
		var b strings.Builder; expr.Print(&b, n)
		fmt.Printf("%-30s %T %s\n", s, n, b.String())
	}
}
