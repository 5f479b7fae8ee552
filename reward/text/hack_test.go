package text_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/text"
)

// TestHacks scores every attack in testdata/hack, each of which earns more
// somewhere in the field, and holds it to what its file allows.
func TestHacks(t *testing.T) {
	rewards := map[string]reward.Reward{
		"contains":   reward.Must(text.Contains(text.ContainsOptions{})),
		"contains-3": reward.Must(text.Contains(text.ContainsOptions{MaxWords: 3})),
		"countdown":  text.Countdown(text.TinyZero),
		"gsm8k":      text.GSM8K(text.GSM8KOptions{}),
		"choice":     reward.Must(text.Choice(text.ChoiceOptions{})),
		"numeric":    reward.Must(text.Numeric(text.NumericOptions{})),
		"steps":      reward.Must(text.ReasoningSteps(text.ReasoningStepsOptions{})),
		"f1":         text.F1(),
		"oracle":     text.OracleShare(),
	}
	files, err := filepath.Glob("testdata/hack/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			require.NoError(t, err)
			require.NotEmpty(t, archive.Comment, "an attack needs its story")
			get := func(name string) string {
				for _, f := range archive.Files {
					if f.Name == name {
						return strings.TrimSuffix(string(f.Data), "\n")
					}
				}
				t.Fatalf("no file %s", name)
				return ""
			}
			limit, err := strconv.ParseFloat(get("at-most"), 64)
			require.NoError(t, err)
			r, ok := rewards[get("reward")]
			require.True(t, ok)
			s := sample(get("completion"), get("answer"))
			s.Meta = map[string]any{"nums": []any{44.0, 19.0, 35.0}}
			require.LessOrEqual(t, value(t, r, s), limit)
		})
	}
}
