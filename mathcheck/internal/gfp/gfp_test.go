package gfp

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPrimesAreSeeded(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range uint64(200) {
		f := New(seed)
		require.True(t, new(big.Int).SetUint64(f.P).ProbablyPrime(10))
		require.Equal(t, uint64(1), f.P%4)
		require.Equal(t, f.P-1, f.Mul(f.I, f.I))
		require.False(t, seen[f.P], "two seeds, one prime")
		require.Equal(t, f, New(seed), "same seed, same prime")
		seen[f.P] = true
	}
}

func TestPrimeAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(1<<33, 1<<62-1).Draw(t, "n") | 1
		require.Equal(t, new(big.Int).SetUint64(n).ProbablyPrime(0), Prime(n))
	})
	// Strong pseudoprimes to several small bases.
	for _, n := range []uint64{3825123056546413051, 318665857834031151} {
		require.False(t, Prime(n))
	}
}

func TestFieldLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := New(rapid.Uint64().Draw(t, "seed"))
		el := func(name string) uint64 { return rapid.Uint64Range(0, f.P-1).Draw(t, name) }
		x, y, z := el("x"), el("y"), el("z")
		require.Equal(t, f.Mul(x, f.Add(y, z)), f.Add(f.Mul(x, y), f.Mul(x, z)))
		require.Equal(t, x, f.Add(f.Sub(x, y), y))
		require.Equal(t, uint64(0), f.Add(x, f.Neg(x)))
		if i, ok := f.Inv(x); ok {
			require.Equal(t, uint64(1), f.Mul(x, i))
		}
		n := big.NewInt(rapid.Int64().Draw(t, "n"))
		m := new(big.Int).Mod(n, new(big.Int).SetUint64(f.P))
		require.Equal(t, m.Uint64(), f.Int(n))
	})
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		New(uint64(b.N))
	}
}
