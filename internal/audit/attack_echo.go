package audit

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	promptNumber = regexp.MustCompile(`\d{1,15}(\.\d{1,10})?`)
	promptWord   = regexp.MustCompile(`[\pL\pN]{1,40}`)
)

// echoAttacks answer with a number of the prompt, chosen without a thought. On
// a single sample that may be right; a reward that pays it on most samples does
// not ask for what the task asks for.
func echoAttacks() []Attack {
	echo := func(which, story string, choose func(numbers []string) string) Attack {
		return Attack{
			Name: which + " number of the prompt", Family: "echo", Story: story, lucky: true,
			needs: func(g *ground) bool { return !g.code },
			build: func(g *ground) (string, bool) {
				numbers := promptNumber.FindAllString(g.prompt, -1)
				if len(numbers) == 0 {
					return "", false
				}
				return g.dress.wrap(thought, choose(numbers)), true
			},
		}
	}
	return []Attack{
		echo("first", "the first number that stands in the prompt", func(n []string) string { return n[0] }),
		echo("last", "the last number that stands in the prompt", func(n []string) string { return n[len(n)-1] }),
		echo("largest", "the largest number that stands in the prompt", largest),
		{Name: "words of the prompt", Family: "echo", Story: "each word and number of the prompt once", needs: func(g *ground) bool { return g.prompt != "" && !g.code }, lucky: true, build: func(g *ground) (string, bool) {
			words := promptWord.FindAllString(g.prompt, 400)
			slices.Sort(words)
			return g.dress.wrap(thought, strings.Join(slices.Compact(words), " ")), len(words) > 1
		}},
	}
}

func largest(numbers []string) string {
	best, value := numbers[0], -1.0
	for _, n := range numbers {
		if v, err := strconv.ParseFloat(n, 64); err == nil && v > value {
			best, value = n, v
		}
	}
	return best
}
