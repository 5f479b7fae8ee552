package format

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/reward"
)

// sentencesByLanguage are two sentences in each language, written for this
// test.
var sentencesByLanguage = map[string]string{
	"en": "First we look at the two numbers and add them. Then it is clear that the answer must be twelve.",
	"es": "Primero sumamos los dos números que nos han dado. Después está claro que la respuesta es doce.",
	"pt": "Primeiro somamos os dois números que foram dados. Depois fica claro que a resposta não é onze, mas doze.",
	"fr": "On ajoute d'abord les deux nombres qui sont donnés. Il est donc clair que la réponse est douze.",
	"de": "Zuerst zählen wir die beiden Zahlen zusammen. Dann ist klar, dass die Antwort nicht elf sein kann.",
	"it": "Prima sommiamo i due numeri che sono dati. Quindi è chiaro che la risposta non è undici ma dodici.",
	"pl": "Najpierw dodajemy do siebie dwie liczby. Wtedy jest jasne, że odpowiedź to dwanaście, a nie jedenaście.",
	"vi": "Trước hết ta cộng hai số đã cho với nhau. Khi đó rõ ràng đáp án là mười hai chứ không phải mười một.",
	"sw": "Kwanza tunajumlisha namba mbili za swali hili. Kwa hivyo jibu ni kumi na mbili na si kumi na moja.",
	"fi": "Ensin laskemme yhteen ne kaksi lukua, jotka on annettu. Sitten on selvää, että vastaus ei ole yksitoista.",
	"ru": "Сначала сложим два числа, которые даны в задаче. Тогда ясно, что ответ не одиннадцать, а двенадцать.",
	"uk": "Спочатку додамо два числа, які дано в задачі. Тоді ясно, що відповідь не одинадцять, а дванадцять.",
	"bg": "Първо събираме двете числа, които са дадени в задачата. Тогава е ясно, че отговорът не е единадесет.",
	"ar": "أولا نجمع العددين في هذه المسألة. ثم من الواضح أن الجواب هو اثنا عشر وليس أحد عشر على الإطلاق.",
	"fa": "ابتدا دو عدد را که در این مسئله داده شده است با هم جمع می کنیم. پس روشن است که پاسخ دوازده است.",
	"ur": "پہلے ہم سوال کے دونوں اعداد کو جمع کرتے ہیں۔ اس سے صاف ہے کہ جواب بارہ ہے اور گیارہ نہیں ہے۔",
	"hi": "पहले हम प्रश्न की दोनों संख्याओं को जोड़ते हैं। इससे साफ है कि उत्तर बारह है और ग्यारह नहीं है।",
	"mr": "प्रथम आपण प्रश्नातील दोन्ही संख्या मिळवतो. तर उत्तर बारा आहे आणि अकरा नाही हे स्पष्ट आहे.",
	"ne": "पहिले हामी प्रश्नका दुई संख्या जोड्छौं। त्यसैले उत्तर बाह्र हो र एघार होइन भन्ने स्पष्ट छ।",
	"zh": "首先我们把题目给出的两个数相加。然后可以看出答案是十二，而不是十一。",
	"ja": "まず問題で与えられた二つの数を足します。すると答えは十一ではなく十二だと分かります。",
	"ko": "먼저 문제에 주어진 두 수를 더합니다. 그러면 답은 열하나가 아니라 열둘임이 분명합니다.",
	"th": "ก่อนอื่นเราบวกตัวเลขสองตัวที่ให้มา จากนั้นจะเห็นว่าคำตอบคือสิบสอง",
	"he": "תחילה נחבר את שני המספרים שניתנו. לכן ברור שהתשובה היא שתים עשרה.",
	"bn": "প্রথমে আমরা দুটি সংখ্যা যোগ করি। তাহলে উত্তর বারো।",
	"ta": "முதலில் இரண்டு எண்களையும் கூட்டுகிறோம். எனவே விடை பன்னிரண்டு.",
	"te": "మొదట రెండు సంఖ్యలను కలుపుతాము. కాబట్టి జవాబు పన్నెండు.",
	"kn": "ಮೊದಲು ಎರಡು ಸಂಖ್ಯೆಗಳನ್ನು ಕೂಡುತ್ತೇವೆ. ಆದ್ದರಿಂದ ಉತ್ತರ ಹನ್ನೆರಡು.",
	"ml": "ആദ്യം രണ്ട് സംഖ്യകൾ കൂട്ടുന്നു. അതിനാൽ ഉത്തരം പന്ത്രണ്ട്.",
	"gu": "પહેલા આપણે બે સંખ્યાઓ ઉમેરીએ છીએ. તેથી જવાબ બાર છે.",
	"pa": "ਪਹਿਲਾਂ ਅਸੀਂ ਦੋ ਸੰਖਿਆਵਾਂ ਜੋੜਦੇ ਹਾਂ। ਇਸ ਲਈ ਜਵਾਬ ਬਾਰਾਂ ਹੈ।",
	"el": "Πρώτα προσθέτουμε τους δύο αριθμούς. Άρα η απάντηση είναι δώδεκα.",
}

func TestDetectLanguage(t *testing.T) {
	assert.Len(t, sentencesByLanguage, len(KnownLanguages()))
	for _, code := range KnownLanguages() {
		got, ok := DetectLanguage(sentencesByLanguage[code])
		assert.Equal(t, code, got)
		assert.True(t, ok, code)
	}
	for _, s := range []string{"", "12 + 30 = 42", "x", "Hello", "```python\nfor the in of and to be\n```", "lorem ipsum dolor sit amet"} {
		_, ok := DetectLanguage(s)
		assert.False(t, ok, "%q is not sure", s)
	}
}

func language1(t *testing.T, o LanguageOptions, completion string) reward.Result {
	t.Helper()
	r, err := Language(o)
	require.NoError(t, err)
	return score(t, r, said(completion))
}

// TestLanguageOwn: a text is wholly of its own language and hardly of
// another.
func TestLanguageOwn(t *testing.T) {
	for _, code := range KnownLanguages() {
		text := sentencesByLanguage[code]
		res := language1(t, LanguageOptions{Target: code}, text)
		assert.Equal(t, 1.0, res.Value, "%s: %s", code, res.Reason)
		for _, other := range KnownLanguages() {
			if other == code {
				continue
			}
			res := language1(t, LanguageOptions{Target: other}, text)
			assert.LessOrEqual(t, res.Value, 0.6, "%s as %s: %s", code, other, res.Reason)
		}
	}
}

func TestLanguageMixed(t *testing.T) {
	en, zh, de := sentencesByLanguage["en"], sentencesByLanguage["zh"], sentencesByLanguage["de"]
	tests := []struct {
		name, target, text string
		low, high          float64
	}{
		{"half Chinese", "en", en + "\n" + zh, 0.5, 0.65},
		{"half Chinese, seen from there", "zh", en + "\n" + zh, 0.35, 0.5},
		{"half German", "en", en + "\n" + de, 0.5, 0.6},
		{"no words", "en", "1 + 2 = 3", 0, 0},
		{"empty", "en", "", 0, 0},
		{"formulas are no words", "zh", zh + `$\frac{a}{b} \text{ is a fraction}$ \sqrt{x} x y z`, 1, 1},
		{"code is no text", "zh", zh + "\n```python\nprint('all of this is the code')\n```\n", 1, 1},
		{"inline code and names", "zh", zh + "`the print` my_name x1", 1, 1},
		{"tags and addresses", "zh", "<think>" + zh + "</think> https://example.com/the/of/and", 1, 1},
		{"region of a code", "zh-CN", zh, 1, 1},
		{"variables speak for no language", "en", "Let a be y and e be o, so w and z are i. If e is a then o is y, and u too.", 1, 1},
		{"words two languages have", "en", "He makes 6 a day. So he has 42 on day 7. He spent 2 on it.", 1, 1},
		{"a quoted phrase", "en", en + ` The sign said "Guten Tag".`, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := language1(t, LanguageOptions{Target: tt.target}, tt.text)
			assert.GreaterOrEqual(t, res.Value, tt.low, res.Reason)
			assert.LessOrEqual(t, res.Value, tt.high, res.Reason)
		})
	}
}

func TestLanguageParts(t *testing.T) {
	en, zh := sentencesByLanguage["en"], sentencesByLanguage["zh"]
	text := "<think>" + zh + "</think>" + en
	assert.Equal(t, 0.0, language1(t, LanguageOptions{Target: "en", Part: "think"}, text).Value)
	assert.Equal(t, 1.0, language1(t, LanguageOptions{Target: "en", Part: "response"}, text).Value)
	assert.Equal(t, 1.0, language1(t, LanguageOptions{Target: "en", Full: 0.4}, text).Value, "the share needed")
	assert.Equal(t, 1.0, language1(t, LanguageOptions{Target: "zh", Part: "think"}, zh+"</think>"+en).Value, "prefilled")

	r, err := Language(LanguageOptions{TargetFrom: "lang"})
	require.NoError(t, err)
	s := said(zh)
	s.Meta = map[string]any{"lang": "zh"}
	assert.Equal(t, 1.0, score(t, r, s).Value)
	s.Meta["lang"] = "klingon"
	_, err = reward.Judge(t.Context(), r, s)
	assert.Equal(t, reward.KindInput, reward.KindOf(err))
}

func TestLanguageOptions(t *testing.T) {
	for _, o := range []LanguageOptions{{}, {Target: "xx"}, {Target: "en", TargetFrom: "lang"}, {Target: "en", Part: "middle"}, {Target: "en", Full: 2}} {
		_, err := Language(o)
		assert.Equal(t, reward.KindSpec, reward.KindOf(err), "%+v", o)
	}
}

// TestLanguageFoldsNothing: longer texts do not change the share.
func TestLanguageScales(t *testing.T) {
	mixed := sentencesByLanguage["en"] + "\n" + sentencesByLanguage["ru"] + "\n"
	once := language1(t, LanguageOptions{Target: "ru"}, mixed).Value
	many := language1(t, LanguageOptions{Target: "ru"}, strings.Repeat(mixed, 50)).Value
	assert.InDelta(t, once, many, 1e-12)
}
