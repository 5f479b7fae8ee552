package ifeval_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
	"github.com/verireward/verireward/reward/ifeval"
	"github.com/verireward/verireward/reward/rewardtest"
)

type args = map[string]any

// detect is a language detector good enough for these tests.
func detect(text string) (string, bool) {
	switch {
	case strings.ContainsAny(text, "äöüß"):
		return "de", true
	case strings.Contains(text, " the ") || strings.HasPrefix(text, "the "):
		return "en", true
	}
	return "", false
}

func one(t testing.TB, id string, a args) reward.Reward {
	r, err := ifeval.New(ifeval.Options{Instructions: []ifeval.Instruction{{ID: id, Args: a}}, Language: detect})
	require.NoError(t, err)
	return r
}

func value(t testing.TB, r reward.Reward, s *reward.Sample) float64 {
	res, err := reward.Judge(context.Background(), r, s)
	require.NoError(t, err)
	require.NotEmpty(t, res.Reason)
	return res.Value
}

// families has completions of every family that follow its instruction, and
// ones that do not.
var families = []struct {
	id          string
	args        args
	follow, not []string
}{
	{"keywords:existence", args{"keywords": []any{"cat", "Big dog"}},
		[]string{"A CAT and a big dog.", "cat, big dog"}, []string{"a cat", "category and big dog", "cat big  dog", ""}},
	{"keywords:frequency", args{"keyword": "cat", "frequency": 2.0, "relation": "at least"},
		[]string{"cat cat", "Cat, cat! cat"}, []string{"cat", "cat category", ""}},
	{"keywords:frequency", args{"keyword": "cat", "frequency": 2, "relation": "less than"},
		[]string{"one cat", "none"}, []string{"cat cat", "Cat-cat"}},
	{"keywords:forbidden_words", args{"forbidden_words": []any{"rich", "c++"}},
		[]string{"enrich it", "none here"}, []string{"Rich people", "I use C++ a lot", ""}},
	{"keywords:letter_frequency", args{"letter": "A", "let_frequency": 3.0, "let_relation": "at least"},
		[]string{"banana", "A a a"}, []string{"bana"}},
	{"keywords:letter_frequency", args{"letter": "#", "let_frequency": 2.0, "let_relation": "less than"},
		[]string{"one #"}, []string{"# #"}},
	{"language:response_language", args{"language": "de"},
		[]string{"Das ist schön."}, []string{"this is the house", "42"}},
	{"length_constraints:number_sentences", args{"num_sentences": 3.0, "relation": "at least"},
		[]string{"One. Two! Three?", "a b. c, d! e/f. g(h)i?", "all of it. in lower case. is three", "Dr. No came. He had 3.5 pears. He left.", "一。二！三？", "He said \"no.\" She left. Bye"},
		[]string{"One. Two", "A. B. C. D.", "We met at 5 p.m. on Monday etc. and left", "...", "e.g. this. i.e. that.", "1. one\n2. two\n3. three", ". . . ."}},
	{"length_constraints:number_sentences", args{"num_sentences": 3.0, "relation": "less than"},
		[]string{"I am 42. You are 7.", "One", "Wait... what?"}, []string{"One. Two. Three."}},
	{"length_constraints:number_paragraphs", args{"num_paragraphs": 2.0},
		[]string{"one\n***\ntwo", "***\none\n***\ntwo\n***"}, []string{"one\n\ntwo", "one\n***\n***\ntwo", "one", "***"}},
	{"length_constraints:number_words", args{"num_words": 3.0, "relation": "at least"},
		[]string{"one two three", "a,b,c"}, []string{"one two", "- - - -"}},
	{"length_constraints:number_words", args{"num_words": 3.0, "relation": "less than"},
		[]string{"one two"}, []string{"one two three"}},
	{"length_constraints:nth_paragraph_first_word", args{"num_paragraphs": 2.0, "nth_paragraph": 2.0, "first_word": "Second"},
		[]string{"First\n\nsecond one", "First\r\n\r\n\"Second,\" he said", "a\n\n\n\nsecond.", "a\n\n**Second** b"},
		[]string{"Second\n\nFirst", "a\n\nsecond\n\nc", "second", "a\n\nseconds"}},
	{"detectable_content:number_placeholders", args{"num_placeholders": 2.0},
		[]string{"[name] lives at [address]", "[[a] [b]"}, []string{"[name]", "[] []", "[ ] [\n]", "name]["}},
	{"detectable_content:postscript", args{"postscript_marker": "P.S."},
		[]string{"Bye.\nP.S. I love you", "Bye.\n\n**p. s.** call me", "No more. (really) P.S. one more joke"}, []string{"Bye", "Bye.\nP.S.", "the P.S. was long", "P.P.S. no"}},
	{"detectable_content:postscript", args{"postscript_marker": "P.P.S"},
		[]string{"Bye\nP.P.S. again", "Bye.\n  p.p.s what then?"}, []string{"Bye\nP.S. again"}},
	{"detectable_format:number_bullet_lists", args{"num_bullets": 2.0},
		[]string{"* one\n* two", "List:\n- one\n  - two", "use (*) and *, as here:\n* one\n  *(tight) two", "- one\n-two", "***\n* one\n***\n* two"}, []string{"* one", "* one\n* two\n* three", "---\n---", "-5\n-6", "**bold**\n*it*", "- \n- "}},
	{"detectable_format:constrained_response", nil,
		[]string{"My answer is yes.", "Well: my answer is MAYBE."}, []string{"Yes.", "My answer is yes. My answer is no. My answer is maybe.", "My answer is yes"}},
	{"detectable_format:number_highlighted_sections", args{"num_highlights": 2.0},
		[]string{"*one* and **two**", "*one*\n*two*", "the * before, so:*one*, and the ** too: **two** "}, []string{"*one*", "*one\n*two*\n*three", "* one\n* two\n* three", "** ** ****", "*one\ntwo*", ""}},
	{"detectable_format:multiple_sections", args{"section_spliter": "Section", "num_sections": 2.0},
		[]string{"Section 1\ntext\nSection 2\nmore", "**SECTION 1:** a\n## Section 2 - b"},
		[]string{"Section 1\ntext", "Section 1\nSection 2\n", "Section 1 Section 2", "Section 1\na\nSection 1\nb", "Section one\na\nSection two\nb"}},
	{"detectable_format:json_format", nil,
		[]string{`{"a": 1}`, " [1, 2]\n", "```json\n{\"a\": 1}\n```", "```\n[]\n```"}, []string{"{a: 1}", "42", `"text"`, "{} {}", "Here: {}", "```python\n{}\n```", "{", "```"}},
	{"detectable_format:title", nil,
		[]string{"<<A Title>>\ntext", "text <<t>>"}, []string{"<Title>", "<<>>", "<< >>", "<<Ti\ntle>>"}},
	{"combination:two_responses", nil,
		[]string{"one\n******\ntwo", "******\none\n******\ntwo\n******"}, []string{"one", "one\n******\none", "one******two******three", "one************two", "one\n******\n******\ntwo", "******"}},
	{"combination:repeat_prompt", args{"prompt_to_repeat": "Write a poem."},
		[]string{"Write a poem. Roses are red.", "write a poem.\nRoses"}, []string{"Roses", "Write a poem.", "Write a poem: roses"}},
	{"startend:end_checker", args{"end_phrase": "Any other questions?"},
		[]string{"Bye. any other questions?", "\"Any other questions?\"\n"}, []string{"Any other questions? No.", "Any other questions"}},
	{"change_case:capital_word_frequency", args{"capital_frequency": 2.0, "capital_relation": "at least"},
		[]string{"I AM", "NASA and ESA", "A-B and C"}, []string{"Only One IN", "one"}},
	{"change_case:capital_word_frequency", args{"capital_frequency": 1.0, "capital_relation": "less than"},
		[]string{"none Here 42"}, []string{"ONE"}},
	{"change_case:english_capital", nil,
		[]string{"THE END 42!", "IT IS IN THE BOX"}, []string{"THE END of it", "42", "ÄPFEL UND BÄUME", ""}},
	{"change_case:english_lowercase", nil,
		[]string{"the end 42!"}, []string{"The end", "42", "äpfel"}},
	{"punctuation:no_comma", nil,
		[]string{"no stops at all; none"}, []string{"one, two", "一，二", "١، ٢", ""}},
	{"startend:quotation", nil,
		[]string{"\"all of it\"", " \"x\"\n"}, []string{"\"half", "none", "\"\"", "\" \"", "\""}},
}

func TestFamilies(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range families {
		seen[f.id] = true
		t.Run(f.id, func(t *testing.T) {
			r := one(t, f.id, f.args)
			for _, text := range f.follow {
				require.Equal(t, 1.0, value(t, r, &reward.Sample{Completion: reward.Str(text)}), "%q follows %v", text, f.args)
			}
			for _, text := range f.not {
				require.Zero(t, value(t, r, &reward.Sample{Completion: reward.Str(text)}), "%q does not follow %v", text, f.args)
			}
			rewardtest.Conform(t, r)
		})
	}
	require.Len(t, ifeval.Names(), 25)
	for _, name := range ifeval.Names() {
		require.True(t, seen[name], "%s is not tested", name)
	}
}

func TestArgumentsAreChecked(t *testing.T) {
	for _, bad := range []struct {
		id   string
		args args
		want string
	}{
		{"keywords:nonsense", nil, `unknown instruction "keywords:nonsense"`},
		{"keywords:existence", nil, "keywords is missing"},
		{"keywords:existence", args{"keywords": []any{" "}}, "blank"},
		{"keywords:existence", args{"keywords": []any{3.0}}, "blank"},
		{"keywords:frequency", args{"keyword": "a", "frequency": 1.0, "relation": "exactly"}, "relation is exactly"},
		{"keywords:frequency", args{"keyword": "a", "frequency": -1.0, "relation": "at least"}, "frequency is no count"},
		{"keywords:frequency", args{"keyword": "a", "frequency": 1.5, "relation": "at least"}, "frequency is no count"},
		{"keywords:letter_frequency", args{"letter": "ab", "let_frequency": 1.0, "let_relation": "at least"}, `letter is "ab"`},
		{"length_constraints:nth_paragraph_first_word", args{"num_paragraphs": 1.0, "nth_paragraph": 2.0, "first_word": "a"}, "paragraph 2 of 1"},
		{"startend:end_checker", args{"end_phrase": nil}, "end_phrase is missing"},
	} {
		_, err := ifeval.New(ifeval.Options{Instructions: []ifeval.Instruction{{ID: bad.id, Args: bad.args}}})
		require.ErrorContains(t, err, bad.want)
		require.Equal(t, reward.KindSpec, reward.KindOf(err))
	}
	_, err := ifeval.New(ifeval.Options{Instructions: []ifeval.Instruction{{ID: "language:response_language", Args: args{"language": "de"}}}})
	require.ErrorContains(t, err, "no language detector")
	_, err = ifeval.New(ifeval.Options{Instructions: make([]ifeval.Instruction, 101)})
	require.ErrorContains(t, err, "too many")
}

// TestSamplesBringTheirInstructions in each of the shapes data sets use.
func TestSamplesBringTheirInstructions(t *testing.T) {
	r := reward.Must(ifeval.New(ifeval.Options{}))
	ids := []any{"punctuation:no_comma", "keywords:existence"}
	kwargs := []any{args{"keywords": nil}, args{"keywords": []any{"cat"}, "num_words": nil}}
	good, bad := reward.Str("a cat"), reward.Str("a cat, here")
	for name, s := range map[string]*reward.Sample{
		"IFEval":               {Meta: args{"instruction_id_list": ids, "kwargs": kwargs}},
		"kwargs as text":       {Meta: args{"instruction_id_list": ids, "kwargs": `[{}, {"keywords": ["cat"]}]`}},
		"each kwargs as text":  {Meta: args{"instruction_id_list": ids, "kwargs": []any{"null", `{"keywords": ["cat"]}`}}},
		"open-instruct":        {Answers: []string{`[{"instruction_id": ["punctuation:no_comma", "keywords:existence"], "kwargs": [null, {"keywords": ["cat"]}]}]`}},
		"answer as one object": {Answers: []string{`{"instruction_id_list": ["punctuation:no_comma"]}`}},
	} {
		s.Completion = good
		require.Equal(t, 1.0, value(t, r, s), name)
		s.Completion = bad
		require.Zero(t, value(t, r, s), name)
	}
	for name, s := range map[string]*reward.Sample{
		"none":              {},
		"empty list":        {Meta: args{"instruction_id_list": []any{}}},
		"lengths differ":    {Meta: args{"instruction_id_list": ids, "kwargs": []any{nil}}},
		"unknown":           {Meta: args{"instruction_id_list": []any{"a:b"}}},
		"not a text":        {Meta: args{"instruction_id_list": []any{3.0}}},
		"missing argument":  {Meta: args{"instruction_id_list": []any{"keywords:existence"}}},
		"broken kwargs":     {Meta: args{"instruction_id_list": ids, "kwargs": "{"}},
		"broken one":        {Meta: args{"instruction_id_list": ids, "kwargs": []any{"{", nil}}},
		"kwargs of numbers": {Meta: args{"instruction_id_list": ids, "kwargs": []any{1.0, 2.0}}},
		"answer is no JSON": {Answers: []string{"42"}},
		"answer is text":    {Answers: []string{"forty-two"}},
	} {
		s.Completion = good
		_, err := reward.Judge(t.Context(), r, s)
		require.Equal(t, reward.KindGold, reward.KindOf(err), name)
	}
}

func TestAllOrFraction(t *testing.T) {
	list := []ifeval.Instruction{
		{ID: "punctuation:no_comma"}, {ID: "detectable_format:title"},
		{ID: "keywords:existence", Args: args{"keywords": []string{"a"}}}, {ID: "keywords:existence", Args: args{"keywords": []string{"b"}}},
	}
	s := &reward.Sample{Completion: reward.Str("<<T>> a, c")}
	all := reward.Must(ifeval.New(ifeval.Options{Instructions: list}))
	res, err := all.Score(t.Context(), s)
	require.NoError(t, err)
	require.Zero(t, res.Value)
	require.Equal(t, "2 of 4 instructions followed; punctuation:no_comma: a comma at byte 7", res.Reason)
	require.Equal(t, "keywords:existence#4", res.Parts[3].Name)
	require.Equal(t, 1.0, res.Parts[2].Value)
	fraction := reward.Must(ifeval.New(ifeval.Options{Instructions: list, Fraction: true}))
	require.Equal(t, 0.5, value(t, fraction, s))
}

func TestLoose(t *testing.T) {
	list := []ifeval.Instruction{{ID: "detectable_format:json_format"}}
	s := &reward.Sample{Completion: reward.Str("Sure, here it is:\n{\"a\": 1}\nEnjoy!")}
	require.Zero(t, value(t, reward.Must(ifeval.New(ifeval.Options{Instructions: list})), s))
	require.Equal(t, 1.0, value(t, reward.Must(ifeval.New(ifeval.Options{Instructions: list, Loose: true})), s))
	empty := &reward.Sample{Completion: reward.Str("a, b")}
	comma := []ifeval.Instruction{{ID: "punctuation:no_comma"}}
	require.Zero(t, value(t, reward.Must(ifeval.New(ifeval.Options{Instructions: comma, Loose: true})), empty), "dropping the only line leaves nothing")
}

func TestHacks(t *testing.T) {
	files, err := filepath.Glob("testdata/hack/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			require.NoError(t, err)
			require.NotEmpty(t, archive.Comment, "an attack needs its story")
			require.Len(t, archive.Files, 2)
			r := reward.Must(ifeval.New(ifeval.Options{}))
			s := &reward.Sample{Answers: []string{string(archive.Files[0].Data)}, Completion: reward.Str(string(archive.Files[1].Data))}
			require.Zero(t, value(t, r, s))
		})
	}
}

// FuzzFamilies: no text makes any family panic or fail.
func FuzzFamilies(f *testing.F) {
	var rs []reward.Reward
	for _, fam := range families {
		rs = append(rs, one(f, fam.id, fam.args))
		for _, text := range append(fam.follow, fam.not...) {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range rs {
			res, err := reward.Judge(context.Background(), r, &reward.Sample{Completion: reward.Str(text)})
			if err != nil || res.Value != 0 && res.Value != 1 {
				t.Fatalf("%s of %q: %v %v", res.Parts[0].Name, text, res.Value, err)
			}
		}
	})
}

func BenchmarkFamilies(b *testing.B) {
	s := &reward.Sample{Completion: reward.Str(strings.Repeat("The cat sat on the [mat] with 3.5 *big* dogs. It left!\n", 200))}
	for i, f := range families {
		b.Run(f.id+"-"+strconv.Itoa(i), func(b *testing.B) {
			r := one(b, f.id, f.args)
			b.ReportAllocs()
			b.SetBytes(int64(len(s.Completion.Plain)))
			for b.Loop() {
				_, _ = r.Score(context.Background(), s)
			}
		})
	}
}

func ExampleNew() {
	r, err := ifeval.New(ifeval.Options{Instructions: []ifeval.Instruction{
		{ID: "punctuation:no_comma"},
		{ID: "length_constraints:number_words", Args: map[string]any{"num_words": 5, "relation": "less than"}},
	}})
	if err != nil {
		panic(err)
	}
	res, _ := r.Score(context.Background(), &reward.Sample{Completion: reward.Str("Yes, we can")})
	fmt.Println(res.Value, res.Reason)
	// Output: 0 1 of 2 instructions followed; punctuation:no_comma: a comma at byte 3
}
