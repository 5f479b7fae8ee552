package codecheck

import (
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/internal/clip"
)

func TestCompareText(t *testing.T) {
	for _, tc := range []struct {
		mode, got, want string
		ok              bool
	}{
		{"exact", "a\n", "a\n", true}, {"exact", "a", "a\n", false},
		{"lines", "a  \r\nb\n\n\n", "a\nb", true}, {"lines", " a", "a", false}, {"lines", "a\n\nb", "a\nb", false}, {"lines", "", "\n \n", true},
		{"tokens", "1  2\n3", "1 2 3", true}, {"tokens", "1 2", "1 2 3", false}, {"tokens", "1 2 3 4", "1 2 3", false}, {"tokens", "Yes", "yes", false}, {"", "1\t2\r\n", "1 2", true},
		{"tokens-nocase", "YES no", "yes NO", true}, {"tokens-nocase", "\u212a", "k", false}, {"tokens-nocase", "\u017f", "S", false}, {"tokens-nocase", "Äa", "ÄA", true}, {"tokens-nocase", "@[", "`{", false}, {"tokens-nocase", "y", "yes", false},
		{"lines-unordered", "b\na\n", "a\nb", true}, {"lines-unordered", "a\na", "a\nb", false}, {"lines-unordered", "a\na", "a", false}, {"lines-unordered", "b c\na", "a\nc b", false},
		{"float:1e-6", "1.0000009", "1", true}, {"float:1e-6", "1.000001", "1.0", true}, {"float:1e-6", "1.0000011", "1.0", false},
		{"float:1e-6", "1000000.9", "1000000", true}, {"float:1e-6", "1000001", "1000000", false}, {"float:1e-6", "10000000000000000000001", "10000000000000000000002", false},
		{"float:1e-6", "nan", "nan", false}, {"float:1e-6", "NaN", "1", false}, {"float:1e-6", "inf", "Infinity", true}, {"float:1e-6", "-inf", "inf", false}, {"float:1e-6", "inf", "1e400", false},
		{"float:1e-6", "abc", "abc", true}, {"float:1e-6", "abc", "abd", false}, {"float:1e-6", "5", "abc", false}, {"float:1e-6", "0x10", "16", false}, {"float:1e-6", "1_0", "10", false},
		{"float:1e-6", "-0.0", "0", true}, {"float:0", "0.1", "0.10", true}, {"float:0", "007", "7", true}, {"float:1e-6", "1e400", "1.0000001e400", true}, {"float:1e-6", "1e999999999", "1e999999998", false},
		{"float:1e-9", "1 2", "1 2 3", false},
	} {
		c, err := parseCompare(tc.mode)
		require.NoError(t, err)
		ok, reason := c.text([]byte(tc.got), []byte(tc.want))
		require.Equal(t, tc.ok, ok, "%s: %q for %q: %s", tc.mode, tc.got, tc.want, reason)
	}
}

func TestValues(t *testing.T) {
	huge := new(big.Int).Exp(big.NewInt(10), big.NewInt(20000), nil).String()
	for _, tc := range []struct {
		wire, want string
		eps        float64
		ok         bool
	}{
		{`2`, `2.0`, 0, true}, {`{"f":"0x1p+1"}`, `2`, 0, true}, {`true`, `1`, 0, false}, {`1`, `true`, 0, false}, {`false`, `0`, 0, false},
		{`{"f":"nan"}`, `null`, 0, false}, {`{"t":[1,{"t":[]}]}`, `[1,[]]`, 0, true}, {`{"d":[[1,2],[null,3]]}`, `{"1":2,"null":3}`, 0, true},
		{`{"d":[[true,2]]}`, `{"true":2}`, 0, true}, {`{"d":[[{"f":"0x1p+0"},2]]}`, `{"1.0":2}`, 0, true}, {`{"s":[1]}`, `[1]`, 0, false}, {`{"y":"00"}`, `"00"`, 0, false},
		{`{"o":"E"}`, `1`, 0, false}, {`{"q":["deque",[1]]}`, `[1]`, 0, false}, {`{"r":"1/2"}`, `0.5`, 0, true}, {`{"i":"0x10"}`, `16`, 0, true},
		{`"a"`, `"a"`, 0, true}, {`"1"`, `1`, 0, false}, {`null`, `0`, 0, false}, {`9007199254740993`, `9007199254740992`, 0, false},
		{`{"f":"0x1p+53"}`, `9007199254740993`, 0, false}, {huge, huge, 0, true},
		{`[1,{"d":[["a",{"f":"0x1.999999999999ap-4"}]]}]`, `[1,{"a":0.1000000001}]`, 1e-6, true}, {`1000001`, `1000000`, 1e-3, false}, {`{"f":"inf"}`, `1`, 1e-3, false},
		{`{"f":"0x1.ccccccccccccdp-1"}`, `1`, 1e-3, false}, {`true`, `1.0`, 1e-3, false}, {`{"d":[["a",1]]}`, `{"b":1}`, 1e-3, false},
	} {
		got, err := decodeWire([]byte(tc.wire))
		require.NoError(t, err, tc.wire)
		want, err := decodeJSON([]byte(tc.want))
		require.NoError(t, err)
		ok := got.equal(&want, jsonEquality)
		if tc.eps > 0 {
			ok = got.close(&want, tc.eps)
		}
		require.Equal(t, tc.ok, ok, "%s for %s", clip.Text(tc.wire, 60), clip.Text(tc.want, 60))
	}
	for _, bad := range []string{``, `1 2`, `{"x":1}`, `{"f":1}`, `{"i":"x"}`, `{"t":1}`, `{"d":[[1]]}`, `{"a":1,"b":2}`, `{"r":"1e999999999"}`, `{"r":"1/0"}`,
		strings.Repeat(`[`, 20000) + strings.Repeat(`]`, 20000)} {
		_, err := decodeWire([]byte(bad))
		require.Error(t, err, clip.Text(bad, 40))
	}
}

func TestPythonEquality(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		ok   bool
	}{
		{`true`, `1`, true}, {`[1]`, `{"t":[1]}`, false}, {`{"s":[1,2,2]}`, `{"s":[2,1]}`, true}, {`{"s":[1]}`, `[1]`, false}, {`{"d":[[1,2],[3,4]]}`, `{"d":[[3,4],[{"f":"0x1p+0"},2]]}`, true},
		{`{"f":"nan"}`, `{"f":"nan"}`, false}, {`{"c":[{"f":"0x1p+0"},{"f":"0x0p+0"}]}`, `1`, true}, {`"a"`, `{"y":"61"}`, false}, {`null`, `false`, false}, {`{"r":"1/3"}`, `{"r":"2/6"}`, true},
	} {
		a, err := decodeWire([]byte(tc.a))
		require.NoError(t, err)
		b, err := decodeWire([]byte(tc.b))
		require.NoError(t, err)
		require.Equal(t, tc.ok, a.equal(&b, pythonEquality), "%s == %s", tc.a, tc.b)
		require.Equal(t, tc.ok, b.equal(&a, pythonEquality), "%s == %s", tc.b, tc.a)
	}
}

// TestComparisonLaws: every comparison holds between a text and itself (but
// for NaN), and those without a tolerance are symmetric.
func TestComparisonLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-c01.\-e ]{0,4}[ \n\t\r]){0,6}`)
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		for _, mode := range []string{"exact", "lines", "tokens", "tokens-nocase", "lines-unordered", "float:0"} {
			c, _ := parseCompare(mode)
			same, _ := c.text([]byte(a), []byte(a))
			require.True(t, same, mode)
			ab, _ := c.text([]byte(a), []byte(b))
			ba, _ := c.text([]byte(b), []byte(a))
			require.Equal(t, ab, ba, mode)
		}
	})
}

func FuzzDecodeWire(f *testing.F) {
	f.Add(`[1,{"f":"0x1p+1"},{"t":[{"s":["a"]}]},{"d":[[1,{"i":"-0xff"}]]}]`)
	f.Add(`{"q":["deque",[{"c":[{"f":"nan"},{"f":"inf"}]}]]}`)
	f.Fuzz(func(t *testing.T, s string) {
		v, err := decodeWire([]byte(s))
		if err != nil {
			return
		}
		_ = v.String()
		for _, m := range []canonMode{jsonEquality, pythonEquality} {
			if _, ok := v.canon(nil, m); ok {
				require.True(t, v.equal(&v, m))
			}
		}
		v.close(&v, 1e-6)
	})
}

func FuzzBuiltinCheckers(f *testing.F) {
	f.Add("1 2 3", "1 2 3\n")
	f.Add("Case #1: 5", "Case #1: 5")
	f.Add("YES no", "yes NO")
	f.Fuzz(func(t *testing.T, out, ans string) {
		for name, c := range BuiltinCheckers {
			if v, _, err := c([]byte(ans), []byte(ans)); err == nil && v == WrongAnswer && !strings.ContainsAny(strings.ToLower(ans), "ni\x00") {
				t.Errorf("%s: %q is not itself", name, ans)
			}
			_, _, _ = c([]byte(out), []byte(ans))
		}
	})
}

func BenchmarkCompareTokens(b *testing.B) {
	text := []byte(strings.Repeat("123 456 789\n", 20000))
	c, _ := parseCompare("tokens")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		c.text(text, text)
	}
}
