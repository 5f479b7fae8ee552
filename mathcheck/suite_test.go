package mathcheck_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/mathcheck"
)

// suiteCase is one line of the archives under testdata.
type suiteCase struct {
	file, kind string
	line       int
	gold, pred string
	opts       []mathcheck.Option
	want       bool
}

var suiteChar = regexp.MustCompile(`⟨([0-9A-F]+)⟩`)

// suiteText undoes the escapes of the archives: ⏎ is a line end and ⟨200B⟩ the
// character of that number.
func suiteText(s string) string {
	s = strings.ReplaceAll(s, "⏎", "\n")
	return suiteChar.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(suiteChar.FindStringSubmatch(m)[1], 16, 32)
		if err != nil {
			panic(err)
		}
		return string(rune(n))
	})
}

// suite reads every archive under testdata.
func suite(tb testing.TB) []suiteCase {
	tb.Helper()
	var cases []suiteCase
	for _, dir := range []string{"testdata", filepath.Join("testdata", "hack")} {
		names, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
		require.NoError(tb, err)
		for _, name := range names {
			data, err := os.ReadFile(name)
			require.NoError(tb, err)
			for _, f := range txtar.Parse(data).Files {
				cases = append(cases, suiteFile(tb, name, f)...)
			}
		}
	}
	return cases
}

func suiteFile(tb testing.TB, name string, f txtar.File) []suiteCase {
	tb.Helper()
	var cases []suiteCase
	gold := ""
	var opts []mathcheck.Option
	for n, line := range strings.Split(string(f.Data), "\n") {
		mark, text, _ := strings.Cut(line, " ")
		switch mark {
		case "gold":
			g, o, _ := strings.Cut(text, " ¦")
			gold = suiteText(g)
			opts = suiteOptions(tb, o)
		case "=", "!":
			cases = append(cases, suiteCase{filepath.Base(name), f.Name, n + 1, gold, suiteText(text), opts, mark == "="})
		case "":
		default:
			tb.Fatalf("%s %s line %d: %q is no case", name, f.Name, n+1, line)
		}
	}
	return cases
}

// suiteOptions reads "form=evaluated preset=math".
func suiteOptions(tb testing.TB, s string) []mathcheck.Option {
	tb.Helper()
	var opts []mathcheck.Option
	for _, word := range strings.Fields(s) {
		key, value, _ := strings.Cut(word, "=")
		number := func() float64 {
			x, err := strconv.ParseFloat(value, 64)
			require.NoError(tb, err)
			return x
		}
		o, ok := map[string]mathcheck.Option{
			"preset=math": mathcheck.Math, "preset=strict": mathcheck.Strict, "preset=gsm8k": mathcheck.GSM8K,
			"form=evaluated": mathcheck.WithForm(mathcheck.Evaluated), "form=gold": mathcheck.WithForm(mathcheck.GoldForm),
			"extract=boxed": mathcheck.WithExtract(mathcheck.Boxed), "extract=answer": mathcheck.WithExtract(mathcheck.AnswerTag),
			"extract=hash": mathcheck.WithExtract(mathcheck.Hash), "extract=none": mathcheck.WithExtract(mathcheck.None),
			"percent=exact": mathcheck.WithPercent(mathcheck.PercentExact),
			"units=require": mathcheck.WithUnits(mathcheck.UnitsRequire), "units=ignore": mathcheck.WithUnits(mathcheck.UnitsIgnore),
			"order=strict": mathcheck.WithOrder(mathcheck.OrderStrict), "rename=on": mathcheck.WithRename(true),
			"goldprec=on": mathcheck.WithGoldPrecision(true), "locale=comma": mathcheck.WithLocale(mathcheck.LocaleComma),
		}[word]
		if !ok {
			switch key {
			case "abs":
				o = mathcheck.WithAbsTolerance(number())
			case "rel":
				o = mathcheck.WithRelTolerance(number())
			case "sig":
				o = mathcheck.WithSignificantDigits(int(number()))
			case "choices":
				o = mathcheck.WithChoices(value)
			default:
				tb.Fatalf("unknown option %q", word)
			}
		}
		opts = append(opts, o)
	}
	return opts
}

// TestSuite judges every hand-chosen case: what is right must be equal, and
// what is wrong must not be, by whatever verdict.
func TestSuite(t *testing.T) {
	right, wrong := 0, 0
	for _, c := range suite(t) {
		if c.want {
			right++
		} else {
			wrong++
		}
		t.Run(fmt.Sprintf("%s/%s/%d", c.file, c.kind, c.line), func(t *testing.T) {
			v, err := mathcheck.Check(c.gold, c.pred, c.opts...)
			if err != nil {
				t.Fatalf("gold %q, answer %q: %v", c.gold, c.pred, err)
			}
			if got := v.Outcome == mathcheck.OutcomeEqual; got != c.want {
				t.Fatalf("gold %q, answer %q: %v by %s/%s (%s), read %q", c.gold, c.pred, v.Outcome, v.Stage, v.Rule, v.Reason, v.Answer)
			}
		})
	}
	require.GreaterOrEqual(t, right, 1000)
	require.GreaterOrEqual(t, wrong, 1000)
}
