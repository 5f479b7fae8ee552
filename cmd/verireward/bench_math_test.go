package main

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkMath is the whole way of a line: read, decode, check, write.
func BenchmarkMath(b *testing.B) {
	var in strings.Builder
	const lines = 4000
	for i := range lines {
		fmt.Fprintf(&in, `{"id":"q%d","gold":"\\frac{%d}{7}","pred":"%s Therefore the answer is $\\boxed{\\frac{%d}{14}}$."}`+"\n",
			i, i, strings.Repeat("We look at the next case and find that $x = 3$ holds. ", 12), 2*i)
	}
	text := in.String()
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		code := run([]string{"math", "--quiet"}, strings.NewReader(text), io.Discard, io.Discard)
		require.Equal(b, exitOK, code)
	}
	b.ReportMetric(float64(b.N)*lines/b.Elapsed().Seconds(), "lines/s")
}
