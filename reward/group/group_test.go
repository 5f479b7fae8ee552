package group_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/group"
)

var (
	away   = group.Value{Err: reward.Abstain("n/a")}
	broken = group.Value{V: 99, Err: errors.New("broken")}
)

func genValues(least int) *rapid.Generator[[]float64] {
	return rapid.SliceOfN(rapid.Float64Range(-5, 5), least, 16)
}

func sum(vs []float64) (s float64) {
	for _, v := range vs {
		s += v
	}
	return s
}

// TestGRPOGolden: rewards 1 0 0 1 have mean 0.5 and sample deviation
// sqrt(4 x 0.25 / 3) = 0.57735, population deviation 0.5.
func TestGRPOGolden(t *testing.T) {
	vs := group.Of(1, 0, 0, 1)
	a, err := group.GRPO(vs, group.Options{})
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{0.86588, -0.86588, -0.86588, 0.86588}, a, 1e-4)
	a, err = group.GRPO(vs, group.Options{Population: true, Eps: 1e-12})
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{1, -1, -1, 1}, a, 1e-9)
	a, err = group.DrGRPO(vs, group.Options{})
	require.NoError(t, err)
	require.Equal(t, []float64{0.5, -0.5, -0.5, 0.5}, a)
	a, err = group.RLOO(vs, group.Options{})
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{2.0 / 3, -2.0 / 3, -2.0 / 3, 2.0 / 3}, a, 1e-12)
}

// TestAdvantagesAgreeWithTheirDefinitions computes each the long way round.
func TestAdvantagesAgreeWithTheirDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vs := genValues(2).Draw(t, "values")
		n := float64(len(vs))
		mean := sum(vs) / n
		variance := 0.0
		for _, v := range vs {
			variance += (v - mean) * (v - mean) / (n - 1)
		}
		grpo, err := group.GRPO(group.Of(vs...), group.Options{Eps: 1e-3})
		require.NoError(t, err)
		dr, err := group.DrGRPO(group.Of(vs...), group.Options{})
		require.NoError(t, err)
		rloo, err := group.RLOO(group.Of(vs...), group.Options{})
		require.NoError(t, err)
		for i, v := range vs {
			require.InDelta(t, (v-mean)/(math.Sqrt(variance)+1e-3), grpo[i], 1e-9)
			require.InDelta(t, v-mean, dr[i], 1e-9)
			require.InDelta(t, v-(sum(vs)-v)/(n-1), rloo[i], 1e-9)
		}
		require.InDelta(t, 0, sum(grpo), 1e-9, "advantages sum to 0")
		require.InDelta(t, 0, sum(rloo), 1e-9)
		shifted := group.Of(vs...)
		for i := range shifted {
			shifted[i].V += 3
		}
		again, err := group.GRPO(shifted, group.Options{Eps: 1e-3})
		require.NoError(t, err)
		require.InDeltaSlice(t, grpo, again, 1e-9, "a constant changes nothing")
	})
}

func TestGroupsWithoutSignal(t *testing.T) {
	for _, vs := range [][]group.Value{group.Of(1), group.Of(1, 1, 1), group.Of(0.1, 0.1, 0.1)} {
		for _, f := range []func([]group.Value, group.Options) ([]float64, error){group.GRPO, group.DrGRPO, group.RLOO} {
			a, err := f(vs, group.Options{})
			require.NoError(t, err)
			require.InDeltaSlice(t, make([]float64, len(vs)), a, 1e-9)
		}
	}
	a, err := group.GRPO(nil, group.Options{})
	require.NoError(t, err)
	require.Empty(t, a)
}

// TestMissingIsTheCallersChoice: a missing rollout is never a 0, and never
// moves the baseline unless the caller said so.
func TestMissingIsTheCallersChoice(t *testing.T) {
	vs := []group.Value{{V: 1}, broken, {V: 0}, away}
	_, err := group.DrGRPO(vs, group.Options{})
	require.ErrorIs(t, err, group.ErrMissing)
	require.ErrorContains(t, err, "2 of 4")
	a, err := group.DrGRPO(vs, group.Options{Missing: group.LeaveOut})
	require.NoError(t, err)
	require.Equal(t, "[0.5 NaN -0.5 NaN]", fmt.Sprint(a))
	a, err = group.DrGRPO(vs, group.Options{Missing: group.DropGroup})
	require.NoError(t, err)
	require.Equal(t, "[NaN NaN NaN NaN]", fmt.Sprint(a))
	a, err = group.GRPO([]group.Value{broken, broken}, group.Options{Missing: group.LeaveOut})
	require.NoError(t, err)
	require.Equal(t, "[NaN NaN]", fmt.Sprint(a))
	_, err = group.GRPO(group.Of(math.NaN()), group.Options{})
	require.Equal(t, reward.KindInternal, reward.KindOf(err))
	_, err = group.GRPO(vs, group.Options{Eps: -1})
	require.Error(t, err)
}

func TestLeavingOutIsTheSameAsNotSampling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vs := genValues(1).Draw(t, "values")
		at := rapid.IntRange(0, len(vs)).Draw(t, "at")
		with := append(append(append([]group.Value{}, group.Of(vs[:at]...)...), broken), group.Of(vs[at:]...)...)
		plain, err := group.GRPO(group.Of(vs...), group.Options{})
		require.NoError(t, err)
		left, err := group.GRPO(with, group.Options{Missing: group.LeaveOut})
		require.NoError(t, err)
		require.True(t, math.IsNaN(left[at]))
		require.Equal(t, plain, append(append([]float64{}, left[:at]...), left[at+1:]...))
	})
}

func TestFilter(t *testing.T) {
	dapo := group.FilterOptions{Low: 0, High: 1}
	for _, tt := range []struct {
		name   string
		vs     []group.Value
		o      group.FilterOptions
		keep   bool
		reason string
	}{
		{"mixed", group.Of(1, 0, 1), dapo, true, ""},
		{"all right", group.Of(1, 1), dapo, false, "all rewards are 1"},
		{"all wrong", group.Of(0, 0), dapo, false, "all rewards are 0"},
		{"one judged", []group.Value{{V: 1}, broken, away}, dapo, false, "1 of 3 rollouts have a reward"},
		{"a missing rollout is no 0", []group.Value{{V: 1}, {V: 1}, broken}, dapo, false, "all rewards are 1"},
		{"mean out of range", group.Of(0, 0.1), group.FilterOptions{Low: 0.2, High: 0.8}, false, "the mean 0.05 is not between"},
		{"spread too small", group.Of(0.5, 0.5000001), dapo, false, "all rewards"},
		{"nobody", nil, dapo, false, "0 of 0"},
	} {
		keep, reason := group.Filter(tt.vs, tt.o)
		require.Equal(t, tt.keep, keep, tt.name)
		require.Contains(t, reason, tt.reason, tt.name)
	}
}

// TestKimiLengthGolden: lengths 100, 200, 300 give lambda 0.5, 0, -0.5.
func TestKimiLengthGolden(t *testing.T) {
	right, err := group.KimiLength(group.Of(1, 1, 1), []int{100, 200, 300}, group.Refuse)
	require.NoError(t, err)
	require.Equal(t, []float64{0.5, 0, -0.5}, right)
	wrong, err := group.KimiLength(group.Of(0, 0, 0), []int{100, 200, 300}, group.Refuse)
	require.NoError(t, err)
	require.Equal(t, []float64{0, 0, -0.5}, wrong)
	same, err := group.KimiLength(group.Of(1, 0), []int{7, 7}, group.Refuse)
	require.NoError(t, err)
	require.Equal(t, []float64{0, 0}, same)
	left, err := group.KimiLength([]group.Value{{V: 1}, {V: 1}, broken}, []int{100, 200, 90000}, group.LeaveOut)
	require.NoError(t, err)
	require.Equal(t, "[0.5 -0.5 NaN]", fmt.Sprint(left))
	_, err = group.KimiLength(group.Of(1), nil, group.Refuse)
	require.Error(t, err)
	_, err = group.KimiLength([]group.Value{broken}, []int{1}, group.Refuse)
	require.ErrorIs(t, err, group.ErrMissing)
}

// TestPassAtKAgreesWithBinomials uses exact integers where the formula is
// written with binomial coefficients.
func TestPassAtKAgreesWithBinomials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "n")
		c, k := rapid.IntRange(0, n).Draw(t, "c"), rapid.IntRange(1, n).Draw(t, "k")
		missed := new(big.Rat).SetFrac(new(big.Int).Binomial(int64(n-c), int64(k)), new(big.Int).Binomial(int64(n), int64(k)))
		want, _ := missed.Sub(big.NewRat(1, 1), missed).Float64()
		require.InDelta(t, want, group.PassAtK(n, c, k), 1e-12)
	})
}

func TestPassAtKEdges(t *testing.T) {
	require.InDelta(t, 0.3, group.PassAtK(10, 3, 1), 1e-15)
	require.Equal(t, 1.0, group.PassAtK(10, 8, 3))
	require.Zero(t, group.PassAtK(10, 0, 5))
	require.InDelta(t, 1, group.PassAtK(1_000_000, 500_000, 1000), 1e-12)
	for _, bad := range [][3]int{{1, 2, 1}, {1, 1, 2}, {1, 0, 0}, {-1, 0, 1}, {2, -1, 1}} {
		require.True(t, math.IsNaN(group.PassAtK(bad[0], bad[1], bad[2])))
	}
	n, c := group.Passed([]group.Value{{V: 1}, {V: 0.5}, broken, away, {V: 2}}, 1)
	require.Equal(t, [2]int{3, 2}, [2]int{n, c})
}

func TestBestOfKAgreesWithAllDraws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vs := rapid.SliceOfN(rapid.Float64Range(-5, 5), 1, 8).Draw(t, "values")
		k := rapid.IntRange(1, len(vs)).Draw(t, "k")
		total, draws := 0.0, 0
		for set := range 1 << len(vs) {
			best, size := math.Inf(-1), 0
			for i, v := range vs {
				if set>>i&1 == 1 {
					best, size = max(best, v), size+1
				}
			}
			if size == k {
				total, draws = total+best, draws+1
			}
		}
		got, err := group.BestOfK(group.Of(vs...), k, group.Refuse)
		require.NoError(t, err)
		require.InDelta(t, total/float64(draws), got, 1e-9)
	})
	got, err := group.BestOfK(group.Of(1, 0, 0, 1, 1), 2, group.Refuse)
	require.NoError(t, err)
	require.InDelta(t, group.PassAtK(5, 3, 2), got, 1e-12, "of zeros and ones it is pass@k")
	got, err = group.BestOfK(group.Of(1), 2, group.Refuse)
	require.NoError(t, err)
	require.True(t, math.IsNaN(got))
	_, err = group.BestOfK([]group.Value{away}, 1, group.Refuse)
	require.ErrorIs(t, err, group.ErrMissing)
	_, err = group.BestOfK(nil, 0, group.Refuse)
	require.Error(t, err)
}

func TestBest(t *testing.T) {
	require.Equal(t, 2, group.Best([]group.Value{broken, {V: 1}, {V: 2}, {V: 2}}))
	require.Equal(t, -1, group.Best([]group.Value{broken}))
}

func TestDescribe(t *testing.T) {
	s := group.Describe([]group.Value{{V: 4}, {V: 1}, broken, {V: 1}, away, {V: 2}})
	require.Equal(t, group.Stats{N: 6, Abstained: 1, Failed: 1, Mean: 2, Std: math.Sqrt(2), Min: 1, Max: 4, Median: 1.5, Signal: true}, s)
	require.True(t, math.IsNaN(group.Describe(nil).Mean))
	require.False(t, group.Describe(group.Of(3, 3)).Signal)
}

func TestDiversity(t *testing.T) {
	require.Equal(t, []float64{0.25, 0.25, 0.75, 0}, append(group.Diversity([]string{"a", "a", "b", "c"})[:3], group.Diversity([]string{"a"})...))
	require.Equal(t, []float64{0, 0}, group.Diversity([]string{"a", "a"}))
}

func TestBy(t *testing.T) {
	names := []string{"a", "", "b", "a", "", "b"}
	var samples []*reward.Sample
	for _, g := range names {
		samples = append(samples, &reward.Sample{Group: g})
	}
	require.Equal(t, [][]int{{0, 3}, {1}, {2, 5}, {4}}, group.By(samples))
}

// TestGDPOGolden: two prompts of two rollouts. Within each group a component
// normalises to +-1/sqrt 2 (deviation of the sample, eps ~ 0). Correct differs
// in both groups, format in the second only; with weights 1 and 0.5 the sums
// are a, -a, 1.5a, -1.5a with a = 1/sqrt 2, whose deviation is
// sqrt((1+1+2.25+2.25)/2/3).
func TestGDPOGolden(t *testing.T) {
	a, err := group.GDPO([][]int{{0, 1}, {2, 3}}, []group.WeightedComponent{
		{Weight: 1, Values: group.Of(1, 0, 1, 0)},
		{Weight: 0.5, Values: group.Of(1, 1, 10, 0)},
		{Weight: 0, Values: []group.Value{broken, broken, broken, broken}},
	}, group.Options{Eps: 1e-12})
	require.NoError(t, err)
	unit := 1 / math.Sqrt(2) / math.Sqrt(6.5/6)
	require.InDeltaSlice(t, []float64{unit, -unit, 1.5 * unit, -1.5 * unit}, a, 1e-9)
}

// TestGDPOKeepsSmallComponents is why it exists: a component a thousand times
// smaller than another still moves the advantage.
func TestGDPOKeepsSmallComponents(t *testing.T) {
	large, small := group.Of(1000, 0, 1000, 0), group.Of(0.001, 0.001, 0, 0)
	a, err := group.GDPO([][]int{{0, 1, 2, 3}}, []group.WeightedComponent{{1, large}, {1, small}}, group.Options{Eps: 1e-9})
	require.NoError(t, err)
	require.Greater(t, a[0]-a[2], 0.5)
}

func TestGDPOMissing(t *testing.T) {
	groups := [][]int{{0, 1}, {2, 3}}
	components := func(v group.Value) []group.WeightedComponent {
		return []group.WeightedComponent{
			{Weight: 1, Values: []group.Value{{V: 1}, {V: 0}, {V: 1}, {V: 0}}},
			{Weight: 1, Values: []group.Value{v, {V: 0}, {V: 1}, {V: 0}}},
		}
	}
	_, err := group.GDPO(groups, components(broken), group.Options{})
	require.ErrorIs(t, err, group.ErrMissing)
	a, err := group.GDPO(groups, components(broken), group.Options{Missing: group.LeaveOut})
	require.NoError(t, err)
	require.True(t, math.IsNaN(a[0]) && !math.IsNaN(a[1]))
	a, err = group.GDPO(groups, components(broken), group.Options{Missing: group.DropGroup})
	require.NoError(t, err)
	require.True(t, math.IsNaN(a[0]) && math.IsNaN(a[1]) && !math.IsNaN(a[2]))
	a, err = group.GDPO(groups, components(away), group.Options{})
	require.NoError(t, err, "an abstention adds nothing and is no failure")
	require.False(t, math.IsNaN(a[0]))
	_, err = group.GDPO(groups, nil, group.Options{})
	require.Error(t, err)
	_, err = group.GDPO([][]int{{7}}, components(away), group.Options{})
	require.ErrorContains(t, err, "rollout 7 of 4")
	_, err = group.GDPO(groups, []group.WeightedComponent{{1, group.Of(1)}, {1, group.Of(1, 2)}}, group.Options{})
	require.Error(t, err)
}

func TestValuesOfOutcomes(t *testing.T) {
	outs := []reward.Outcome{
		{Result: reward.Result{Value: 1, Parts: []reward.Part{{Name: "correct", Value: 0.5}}}},
		{Err: broken.Err, Result: reward.Result{Parts: []reward.Part{{Name: "correct", Err: away.Err}}}},
		{Err: broken.Err}, {},
	}
	vs := group.Values(outs)
	require.Equal(t, 1.0, vs[0].V)
	require.ErrorIs(t, vs[1].Err, broken.Err)
	parts := group.Component(outs, "correct")
	require.Equal(t, group.Value{V: 0.5}, parts[0])
	require.ErrorIs(t, parts[1].Err, reward.ErrAbstain)
	require.ErrorIs(t, parts[2].Err, broken.Err)
	require.ErrorContains(t, parts[3].Err, `no part "correct"`)
}

func ExampleGRPO() {
	advantages, err := group.GRPO(group.Of(1, 0, 0, 1), group.Options{Population: true})
	fmt.Printf("%.2f %v\n", advantages, err)
	// Output: [1.00 -1.00 -1.00 1.00] <nil>
}

func BenchmarkGRPO(b *testing.B) {
	vs := group.Of(1, 0, 0, 1, 0.5, 0.25, 0, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := group.GRPO(vs, group.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func ExamplePassAtK() {
	fmt.Printf("%.3f\n", group.PassAtK(10, 3, 2))
	// Output: 0.533
}

func ExampleFilter() {
	for _, vs := range [][]group.Value{group.Of(1, 0, 1), group.Of(1, 1, 1)} {
		keep, reason := group.Filter(vs, group.FilterOptions{})
		fmt.Printf("%v %q\n", keep, reason)
	}
	// Output:
	// true ""
	// false "all rewards are 1"
}

func ExampleKimiLength() {
	rewards, err := group.KimiLength(group.Of(1, 1, 0), []int{100, 300, 200}, group.Refuse)
	fmt.Println(rewards, err)
	// Output: [0.5 -0.5 0] <nil>
}

// TestValuesThatAreNoNumbers: one would spread over its whole group.
func TestValuesThatAreNoNumbers(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		values := group.Of(1, v, 0)
		for name, f := range map[string]func() error{
			"GRPO":   func() error { _, err := group.GRPO(values, group.Options{}); return err },
			"DrGRPO": func() error { _, err := group.DrGRPO(values, group.Options{}); return err },
			"RLOO":   func() error { _, err := group.RLOO(values, group.Options{}); return err },
		} {
			require.Equal(t, reward.KindInternal, reward.KindOf(f()), "%s of %v", name, v)
		}
	}
}
