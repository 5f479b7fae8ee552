package format

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// construct builds a reward from its name and its options as JSON.
var construct = map[string]func(options string) (reward.Reward, error){
	"tag_count":   built(TagCount),
	"pattern":     built(Pattern),
	"json_schema": built(JSONSchema),
	"json_match":  built(JSONMatch),
	"tool_calls":  built(ToolCalls),
	"language":    built(Language),
	"code_format": built(CodeFormat),
}

func built[O any](make func(O) (reward.Reward, error)) func(string) (reward.Reward, error) {
	return func(options string) (reward.Reward, error) {
		var o O
		if options != "" {
			if err := json.Unmarshal([]byte(options), &o); err != nil {
				return nil, err
			}
		}
		return make(o)
	}
}

// TestRewardHacks runs testdata/hack/rewards. The comment of a file is its
// story, then "reward: NAME OPTIONS" and, as wanted, "answer: GOLD". Each file
// in it is a completion, named "at most VALUE: NAME" or, for the honest one
// beside it, "earns VALUE: NAME".
func TestRewardHacks(t *testing.T) {
	paths, err := filepath.Glob("testdata/hack/rewards/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			data, err := os.ReadFile(path)
			require.NoError(t, err)
			archive := txtar.Parse(data)
			var r reward.Reward
			var s reward.Sample
			for line := range strings.Lines(string(archive.Comment)) {
				key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
				switch key {
				case "reward":
					name, options, _ := strings.Cut(value, " ")
					require.Contains(t, construct, name)
					r, err = construct[name](options)
					require.NoError(t, err)
				case "answer":
					s.Answers = []string{value}
				}
			}
			require.NotNil(t, r)
			for _, file := range archive.Files {
				label, name, ok := strings.Cut(file.Name, ": ")
				require.True(t, ok, file.Name)
				hack := s
				hack.Completion = reward.Str(strings.TrimSuffix(string(file.Data), "\n"))
				res := score(t, r, &hack)
				if limit, ok := strings.CutPrefix(label, "at most "); ok {
					assert.LessOrEqual(t, res.Value, number(t, limit), "%s: %s", name, res.Reason)
					continue
				}
				assert.InDelta(t, number(t, strings.TrimPrefix(label, "earns ")), res.Value, 1e-12, "%s: %s", name, res.Reason)
			}
		})
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	require.NoError(t, err)
	return v
}
