package mathcheck

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestWholeNumbersTakeAShortcut compares the short way on which whole numbers
// are judged with the long one, which a configuration with digits for option
// letters takes.
func TestWholeNumbersTakeAShortcut(t *testing.T) {
	presets := map[string][]Option{
		"default": nil, "strict": {Strict}, "math": {Math}, "gsm8k": {GSM8K}, "tolerant": {WithRelTolerance(0.1)}, "digits": {WithSignificantDigits(2)},
		"evaluated": {WithForm(Evaluated)}, "gold form": {WithForm(GoldForm)}, "comma": {WithLocale(LocaleComma)}, "bare": {WithExtract(None)}, "partial": {WithPartialCredit(true)},
	}
	number := rapid.OneOf(rapid.Int64Range(-12, 12), rapid.Int64Range(-1100, 1100), rapid.Int64())
	dress := rapid.SampledFrom([]string{"%", "$%$", `\boxed{%}`, "The answer is %.", `So $\boxed{%}$. I hope.`, " %", "%.0", "x = %", `\text{%}`})
	for name, opts := range presets {
		t.Run(name, func(t *testing.T) {
			long := *newConfig(opts)
			long.numbered = true
			rapid.Check(t, func(t *rapid.T) {
				gold := strconv.FormatInt(number.Draw(t, "gold"), 10)
				pred := strings.Replace(dress.Draw(t, "dress"), "%", strconv.FormatInt(number.Draw(t, "answer"), 10), 1)
				want, wantErr := checkOne(gold, pred, &long)
				got, err := Check(gold, pred, opts...)
				require.Equal(t, wantErr, err)
				require.Equal(t, want, got, "%s against %s", pred, gold)
			})
		})
	}
}
