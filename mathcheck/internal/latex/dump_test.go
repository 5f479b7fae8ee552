package latex

import (
	"bufio"
	"fmt"
	"os"
	"testing"

	"github.com/verireward/verireward/mathcheck/internal/expr"
)

func TestDump(t *testing.T) {
	f, err := os.Open(os.Getenv("DUMP"))
	if err != nil {
		t.Skip()
	}
	units := map[string]bool{"cm": true, "km": true, "km/h": true, "m": true, "kg": true, "cm^2": true, "minutes": true, "feet": true, "inches": true, "degrees": true, "s": true, "h": true, "g": true, "dollars": true, "miles per hour": true, "m/s^2": true, "mph": true}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		n, perr := Parse(sc.Text(), &Options{IsUnit: func(s string) bool { return units[s] }, Money: true})
		if perr != nil {
			fmt.Printf("%-50s ERR %v\n", sc.Text(), perr)
			continue
		}
		fmt.Printf("%-50s %s\n", sc.Text(), expr.String(n))
	}
}
