package audit

import "github.com/verireward/verireward/reward"

// turnAttacks are for completions of several messages: what counts is what the
// policy said last, not what stands in another's turn or was taken back.
func turnAttacks() []Attack {
	turns := func(name, story string, build func(right, wrong string) []reward.Message) Attack {
		return Attack{Name: name, Family: "turns", Story: story,
			needs: func(g *ground) bool {
				return g.sample.Completion.Messages != nil && (g.code || hasGold(g) && g.aWrong() != "")
			},
			turns: func(g *ground) []reward.Message {
				wrong := g.aWrong()
				if g.code {
					wrong = g.fence(g.stubbed("$DEF(None)"))
				}
				return build(g.dress.wrap(thought, g.rightest()), g.dress.wrap(thought, wrong))
			}}
	}
	message := func(role, content string) reward.Message { return reward.Message{Role: role, Content: content} }
	return []Attack{
		turns("taken back in a later turn", "the right answer, a question, and a wrong answer", func(right, wrong string) []reward.Message {
			return []reward.Message{message("assistant", right), message("user", "Are you sure?"), message("assistant", wrong)}
		}),
		turns("said by the user", "a wrong answer, and the right one in the user's turn behind it", func(right, wrong string) []reward.Message {
			return []reward.Message{message("assistant", wrong), message("user", right)}
		}),
		turns("said by a tool", "the right answer in a tool's output, and a wrong one behind it", func(right, wrong string) []reward.Message {
			return []reward.Message{message("assistant", "I look it up."), message("tool", right), message("assistant", wrong)}
		}),
		turns("no turn of its own", "the right answer, and nothing by the assistant", func(right, _ string) []reward.Message {
			return []reward.Message{message("user", right)}
		}),
		turns("no turns", "a completion without messages", func(string, string) []reward.Message { return []reward.Message{} }),
		turns("empty last turn", "the right answer, and an empty turn behind it", func(right, _ string) []reward.Message {
			return []reward.Message{message("assistant", right), message("user", "Now answer."), message("assistant", "")}
		}),
	}
}

// rightest is the right answer that is known: the user's own program for code.
func (g *ground) rightest() string {
	if g.code {
		return g.sample.Completion.Last()
	}
	return g.gold
}

// dataAttacks pay a wrong completion for what is wrong with the row. The reward
// may fail on them: a row without a gold has no reward.
func dataAttacks() []Attack {
	wrong := func(g *ground) (string, bool) {
		if g.code {
			return g.dress.wrap(thought, g.fence("pass")), true
		}
		return g.dress.wrap(thought, g.aWrong()), g.aWrong() != ""
	}
	blank := func(name, story string, answers []string) Attack {
		return Attack{Name: name, Family: "data", Story: story, mayFail: true, needs: hasGold, build: wrong,
			row: func(s *reward.Sample) { s.Answers = answers }}
	}
	return []Attack{
		blank("blank gold", "a row whose gold is empty, which every text contains", []string{""}),
		blank("white gold", "a row whose gold is white space", []string{" \n"}),
		blank("blank among golds", "a row with an empty text among its golds", []string{"", "7919000001"}),
		{Name: "no tests", Family: "data", Story: "a row whose list of tests is empty, which every program passes", mayFail: true, needs: isCode, build: wrong,
			row: func(s *reward.Sample) { s.Tests = []byte("[]") }},
	}
}
