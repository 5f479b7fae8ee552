package ball

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/internal/need"
)

// dyadic writes f as MANTISSA:EXPONENT, exactly.
func dyadic(f *big.Float) string {
	if f.Sign() == 0 {
		return "0:0"
	}
	var m big.Float
	e := f.MantExp(&m)
	m.SetMantExp(&m, int(f.MinPrec()))
	n, _ := m.Int(nil)
	return fmt.Sprintf("%x:%d", n, e-int(f.MinPrec()))
}

// someBall is a random ball over many magnitudes, sometimes exact, sometimes a
// small whole number, sometimes wide.
func someBall(r *rand.Rand) Real {
	var x Real
	switch r.IntN(5) {
	case 0:
		x = FromInt64(r.Int64N(41) - 20)
	case 1:
		x = FromFloat((r.Float64() - 0.5) * math.Ldexp(1, r.IntN(20)))
	case 2:
		x = FromFloat((r.Float64() - 0.5) * math.Ldexp(1, -r.IntN(300)))
	case 3:
		x = FromFloat(1 + (r.Float64()-0.5)*math.Ldexp(1, -r.IntN(50)))
	default:
		x = Prec(300).FromRat(big.NewRat(r.Int64N(1<<40)-1<<39, 1+r.Int64N(1<<40)))
		x.faint = false
	}
	if r.IntN(2) == 0 && x.mid.Sign() != 0 {
		x.rad = pow2(int64(x.mid.MantExp(nil)) - 1 - int64(r.IntN(250))).mul(magFloat(r.Float64()))
	}
	return x
}

// inside is a point of the ball, an end as often as not.
func inside(r *rand.Rand, x Real) *big.Float {
	if x.rad.isZero() {
		return x.mid
	}
	t := 2*r.Float64() - 1
	if r.IntN(2) == 0 {
		t = math.Copysign(1, t)
	}
	d := new(big.Float).SetPrec(200).Mul(x.rad.bigFloat(), big.NewFloat(t))
	return new(big.Float).SetPrec(1200).Add(x.mid, d)
}

var oracleReal = map[string]func(p Prec, x, y Real) Real{
	"add": Prec.Add, "sub": Prec.Sub, "mul": Prec.Mul, "quo": Prec.Quo, "pow": Prec.Pow,
}

var oracleUnary = map[string]func(p Prec, x Real) Real{
	"sqrt": Prec.Sqrt, "exp": Prec.Exp, "log": Prec.Log,
	"sin": Prec.Sin, "cos": Prec.Cos, "tan": Prec.Tan, "cot": Prec.Cot, "sec": Prec.Sec, "csc": Prec.Csc,
	"asin": Prec.Asin, "acos": Prec.Acos, "atan": Prec.Atan,
	"sinh": Prec.Sinh, "cosh": Prec.Cosh, "tanh": Prec.Tanh,
	"asinh": Prec.Asinh, "acosh": Prec.Acosh, "atanh": Prec.Atanh,
	"gamma": Prec.Gamma, "lgamma": Prec.LogGamma,
	"cbrt":    func(p Prec, x Real) Real { return p.Root(x, 3) },
	"root5":   func(p Prec, x Real) Real { return p.Root(x, 5) },
	"root17":  func(p Prec, x Real) Real { return p.Root(x, 17) },
	"pow7":    func(p Prec, x Real) Real { return p.PowInt(x, 7) },
	"pow-3":   func(p Prec, x Real) Real { return p.PowInt(x, -3) },
	"pow9999": func(p Prec, x Real) Real { return p.PowInt(x, 9999) },
}

var oracleComplex = map[string]func(p Prec, x Complex) Complex{
	"expC": Prec.ExpC, "logC": Prec.LogC, "sqrtC": Prec.SqrtC, "sinC": Prec.SinC, "cosC": Prec.CosC,
	"sinhC": Prec.SinhC, "coshC": Prec.CoshC, "asinC": Prec.AsinC, "acosC": Prec.AcosC, "atanC": Prec.AtanC,
}

var oracleComplex2 = map[string]func(p Prec, x, y Complex) Complex{
	"mulC": Prec.MulC, "quoC": Prec.QuoC, "powC": Prec.PowC,
}

// oracleSeed is the seed of the random points: VERIREWARD_ORACLE_SEED when set,
// for a search over many of them.
func oracleSeed(t *testing.T) uint64 {
	text := os.Getenv("VERIREWARD_ORACLE_SEED")
	if text == "" {
		return 7
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, "VERIREWARD_ORACLE_SEED")
	return seed
}

// names is the keys of ops in order, so that a seed means the same points at
// every run.
func names[F any](ops map[string]F) []string { return slices.Sorted(maps.Keys(ops)) }

// TestInclusionAgainstArb proves by an independent library that the balls
// contain what they must: for random points of random argument balls.
func TestInclusionAgainstArb(t *testing.T) {
	python := os.Getenv("VERIREWARD_ORACLE_PYTHON")
	if python == "" {
		need.Skip(t, "oracle", "NOT CHECKED against arb: set VERIREWARD_ORACLE_PYTHON to a Python with python-flint")
	}
	if err := exec.Command(python, "-c", "import flint").Run(); err != nil {
		need.Skip(t, "oracle", "NOT CHECKED against arb: %s has no python-flint: %v", python, err)
	}
	rounds := 120
	if testing.Short() {
		rounds = 25
	}
	r := rand.New(rand.NewPCG(oracleSeed(t), 11))
	var in bytes.Buffer
	var lines []string
	known := map[string]int{}
	emit := func(op string, z Real, args ...*big.Float) {
		if !z.Known() || z.rad.exp > 500 || z.mid.MantExp(nil) > 1<<24 {
			return
		}
		known[op]++
		line := op + " " + dyadic(z.mid) + " " + dyadic(z.rad.bigFloat())
		for _, a := range args {
			line += " " + dyadic(a)
		}
		lines = append(lines, line)
		in.WriteString(line + "\n")
	}
	precs := []Prec{64, 128, 256, 521}
	for range rounds {
		p := precs[r.IntN(len(precs))]
		for _, op := range names(oracleReal) {
			f := oracleReal[op]
			x, y := someBall(r), someBall(r)
			emit(op, f(p, x, y), inside(r, x), inside(r, y))
		}
		for _, op := range names(oracleUnary) {
			f := oracleUnary[op]
			for range 2 {
				x := someBall(r)
				emit(op, f(p, x), inside(r, x))
			}
		}
		for _, op := range names(oracleComplex) {
			f := oracleComplex[op]
			x := Complex{someBall(r), someBall(r)}
			z := f(p, x)
			a, b := inside(r, x.Re), inside(r, x.Im)
			emit(op+".re", z.Re, a, b)
			emit(op+".im", z.Im, a, b)
		}
		for _, op := range names(oracleComplex2) {
			f := oracleComplex2[op]
			x, y := Complex{someBall(r), someBall(r)}, Complex{someBall(r), someBall(r)}
			z := f(p, x, y)
			a, b, c, d := inside(r, x.Re), inside(r, x.Im), inside(r, y.Re), inside(r, y.Im)
			emit(op+".re", z.Re, a, b, c, d)
			emit(op+".im", z.Im, a, b, c, d)
		}
	}
	cmd := exec.Command(python, "testdata/oracle.py")
	cmd.Stdin = &in
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	report := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(report) > 1 {
		for _, l := range report[:min(len(report), 20)] {
			t.Error(l)
			var n int
			if k, _ := fmt.Sscanf(l, "%d", &n); k == 1 && n < len(lines) {
				t.Log(lines[n])
			}
		}
	}
	var checked, bad, undecided int
	_, err = fmt.Sscanf(report[len(report)-1], "checked %d bad %d undecided %d", &checked, &bad, &undecided)
	require.NoError(t, err)
	require.Equal(t, len(lines), checked)
	require.Zero(t, bad)
	require.Less(t, undecided, checked/100)
	for op := range oracleUnary {
		require.Greater(t, known[op], rounds/4, "%s was hardly tested", op)
	}
}
