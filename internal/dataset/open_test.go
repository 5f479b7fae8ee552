package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"
)

// readAll returns the records as "LINE RAW" or "LINE error: TEXT".
func readAll(t *testing.T, src Source) []string {
	t.Helper()
	var out []string
	for {
		rec, err := src.Next()
		if err == io.EOF {
			return out
		}
		require.NoError(t, err)
		if rec.Err != nil {
			out = append(out, fmt.Sprintf("%d error: %v", rec.Line, rec.Err))
			continue
		}
		out = append(out, fmt.Sprintf("%d %s", rec.Line, rec.Raw))
	}
}

func writeFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func TestReadForms(t *testing.T) {
	tests := []struct {
		name, file, data string
		want             []string
	}{
		{"lines", "a.jsonl", "{\"a\":1}\n{\"a\":2}\n", []string{`1 {"a":1}`, `2 {"a":2}`}},
		{"no final line feed", "a.jsonl", "{\"a\":1}\n{\"a\":2}", []string{`1 {"a":1}`, `2 {"a":2}`}},
		{"blank lines keep the count", "a.jsonl", "\n{\"a\":1}\n \t\n\n{\"a\":2}\n\n", []string{`2 {"a":1}`, `5 {"a":2}`}},
		{"CRLF", "a.jsonl", "{\"a\":1}\r\n\r\n{\"a\":2}\r\n", []string{`1 {"a":1}`, `3 {"a":2}`}},
		{"byte order mark", "a.jsonl", "\xef\xbb\xbf{\"a\":1}\n", []string{`1 {"a":1}`}},
		{"empty file", "a.jsonl", "", nil},
		{"NUL", "a.jsonl", "{\"a\":\"\x00\"}\n{\"a\":2}\n", []string{"1 error: line 1: NUL byte at byte 7: not text (a UTF-16 file, or a damaged one)", `2 {"a":2}`}},
		{"invalid UTF-8", "a.jsonl", "{\"a\":\"x\xff\"}\n{\"a\":2}\n", []string{"1 error: line 1: invalid UTF-8 at byte 8 (0xff)", `2 {"a":2}`}},
		{"array", "a.json", `[{"a":1}, {"a":"],"} ,3]`, []string{`1 {"a":1}`, `2 {"a":"],"}`, `3 3`}},
		{"array over lines", "a.json", "[\n  {\n \"a\": 1\n  },\n  {\"a\":2}\n]\n", []string{"1 {\n \"a\": 1\n  }", `2 {"a":2}`}},
		{"empty array", "a.json", " [ ] ", nil},
		{"fault inside an element", "a.json", `[{"a":1}, {"a":nope}, {"a":3}]`, []string{`1 {"a":1}`, `2 {"a":nope}`, `3 {"a":3}`}},
		{"array not closed", "a.json", `[{"a":1}, {"a":2}`, []string{`1 {"a":1}`, "2 error: element 2: not closed: unexpected EOF"}},
		{"text after the array", "a.json", `[1] x`, []string{"1 1", "2 error: element 2: text after the end of the array"}},
		{"lines in a .json file", "a.json", "{\"a\":1}\n{\"a\":2}\n", []string{`1 {"a":1}`, `2 {"a":2}`}},
		{"one object over lines", "a.json", "{\n\"a\":1\n}\n", []string{"1 {\n\"a\":1\n}"}},
		{"array without a telling name", "data", `[{"a":1}]`, []string{`1 {"a":1}`}},
		{"array over lines without a telling name", "data", "[\n{\"a\":1},\n{\"a\":2}]", []string{`1 {"a":1}`, `2 {"a":2}`}},
		{"a log's line before lines", "data", "[INFO] x\n{\"a\":1}\n{\"a\":2}\n", []string{`1 [INFO] x`, `2 {"a":1}`, `3 {"a":2}`}},
		{"an empty array before lines", "data", "[]\n{\"a\":1}\n", []string{`1 []`, `2 {"a":1}`}},
		{"array line in JSONL", "a.jsonl", "[1]\n", []string{`1 [1]`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src, err := Open([]string{writeFile(t, tt.file, []byte(tt.data))}, nil)
			require.NoError(t, err)
			require.Equal(t, tt.want, readAll(t, src))
			require.NoError(t, src.Close())
		})
	}
}

func TestReadCompressed(t *testing.T) {
	const text = "{\"a\":1}\n{\"a\":2}\n"
	want := []string{`1 {"a":1}`, `2 {"a":2}`}
	var gz, zst bytes.Buffer
	w := gzip.NewWriter(&gz)
	_, _ = io.WriteString(w, text)
	require.NoError(t, w.Close())
	z, err := zstd.NewWriter(&zst)
	require.NoError(t, err)
	_, _ = io.WriteString(z, text)
	require.NoError(t, z.Close())

	for name, data := range map[string][]byte{"a.jsonl.gz": gz.Bytes(), "a.jsonl.zst": zst.Bytes(), "misnamed.jsonl": gz.Bytes()} {
		src, err := Open([]string{writeFile(t, name, data)}, nil)
		require.NoError(t, err, name)
		require.Equal(t, want, readAll(t, src), name)
	}
	src, err := Open(nil, bytes.NewReader(zst.Bytes()))
	require.NoError(t, err)
	require.Equal(t, want, readAll(t, src), "standard input")

	_, err = Open([]string{writeFile(t, "a.jsonl.gz", []byte(text))}, nil)
	require.ErrorContains(t, err, "not compressed that way")

	cut := writeFile(t, "cut.jsonl.gz", gz.Bytes()[:gz.Len()-6])
	src, err = Open([]string{cut}, nil)
	require.NoError(t, err)
	got := readAll(t, src)
	require.Equal(t, want, got[:2])
	require.Contains(t, got[2], "3 error: line 3: reading failed")
}

func TestReadSeveralFiles(t *testing.T) {
	a := writeFile(t, "a.jsonl", []byte("{\"a\":1}\n"))
	b := writeFile(t, "b.json", []byte(`[{"b":1},{"b":2}]`))
	src, err := Open([]string{a, "-", b}, strings.NewReader("{\"in\":1}\n"))
	require.NoError(t, err)
	var files []string
	for {
		rec, err := src.Next()
		if err == io.EOF {
			break
		}
		files = append(files, fmt.Sprintf("%s:%d", filepath.Base(rec.File), rec.Line))
	}
	require.Equal(t, []string{"a.jsonl:1", "-:1", "b.json:1", "b.json:2"}, files)
}

func TestOpenErrors(t *testing.T) {
	_, err := Open([]string{"no/such/file.jsonl"}, nil)
	require.ErrorContains(t, err, "no/such/file.jsonl")
	_, err = Open([]string{t.TempDir()}, nil)
	require.ErrorContains(t, err, "is a directory")
	_, err = Open([]string{"-", "-"}, strings.NewReader(""))
	require.ErrorContains(t, err, "named twice")
	_, err = Open([]string{writeFile(t, "bad.parquet", []byte("PAR1 and nothing more"))}, nil)
	require.ErrorContains(t, err, "bad.parquet: not a readable parquet file")
	src, err := Open(nil, strings.NewReader("PAR1...."))
	require.NoError(t, err)
	require.Contains(t, readAll(t, src)[0], "parquet needs random access")
}

func TestLongLine(t *testing.T) {
	long := `{"completion":"` + strings.Repeat("x", 5<<20) + `"}`
	src, err := Open(nil, strings.NewReader(long+"\n{\"a\":2}\n"))
	require.NoError(t, err)
	got := readAll(t, src)
	require.Equal(t, "1 "+long, got[0])
	require.Equal(t, `2 {"a":2}`, got[1])
}

// A line beyond the bound is an error in its place and the next line is read.
func TestLineBound(t *testing.T) {
	s, err := openFile("-", strings.NewReader("{\"a\":\""+strings.Repeat("x", 1<<20)+"\"}\n{\"a\":2}\n"))
	require.NoError(t, err)
	lines := s.(*stream).records.(*lineReader)
	lines.max = 1000
	rec, err := lines.next()
	require.NoError(t, err)
	require.ErrorContains(t, rec.Err, "line 1: 1048585 bytes in one line, the limit is 1000")
	rec, err = lines.next()
	require.NoError(t, err)
	require.Equal(t, `{"a":2}`, string(rec.Raw))
	require.Equal(t, 2, rec.Line)
}

// The bound counts the end of the line, and a line that just fits is read.
func TestLineBoundIsMet(t *testing.T) {
	for _, tt := range []struct {
		text string
		max  int
		ok   bool
	}{
		{"{\"a\":2}\n", 8, true}, {"{\"a\":2}\n", 7, false}, {"{\"a\":2}", 7, true}, {"{\"a\":2}", 6, false},
	} {
		s, err := openFile("-", strings.NewReader(tt.text))
		require.NoError(t, err)
		lines := s.(*stream).records.(*lineReader)
		lines.max = tt.max
		rec, err := lines.next()
		require.NoError(t, err)
		require.Equal(t, tt.ok, rec.Err == nil, "%q in %d: %v", tt.text, tt.max, rec.Err)
		if tt.ok {
			require.Equal(t, `{"a":2}`, string(rec.Raw))
		}
	}
}

// What JSON cannot hold is null, of either width, and all else stays.
func TestPlain(t *testing.T) {
	for _, v := range []any{math.NaN(), math.Inf(1), math.Inf(-1), float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1))} {
		require.Nil(t, plain(v), "%T %v", v, v)
		require.Equal(t, []any{nil, "a"}, plain([]any{v, []byte("a")}))
	}
	for _, v := range []any{1.5, float32(1.5), math.Copysign(0, -1), int64(3), true, "a", []byte{0xff}} {
		require.Equal(t, v, plain(v))
	}
	require.Equal(t, map[string]any{"1": "b"}, plain(map[any]any{int64(1): []byte("b")}))
}

// verlRow has the nested layout of verl's data sets.
type verlRow struct {
	DataSource  string `parquet:"data_source"`
	Prompt      []turn `parquet:"prompt,list"`
	RewardModel struct {
		GroundTruth string `parquet:"ground_truth"`
		Style       string `parquet:"style"`
	} `parquet:"reward_model"`
	ExtraInfo struct {
		Index int64    `parquet:"index"`
		Score *float64 `parquet:"score,optional"`
	} `parquet:"extra_info"`
	Response string `parquet:"response"`
}

type turn struct {
	Role    string `parquet:"role"`
	Content string `parquet:"content"`
}

func TestParquet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "verl.parquet")
	rows := make([]verlRow, 20)
	for i := range rows {
		rows[i].DataSource = "openai/gsm8k"
		rows[i].Prompt = []turn{{"system", "think"}, {"user", fmt.Sprint("question ", i)}}
		rows[i].RewardModel.GroundTruth = fmt.Sprint(i)
		rows[i].RewardModel.Style = "rule"
		rows[i].ExtraInfo.Index = int64(i)
		rows[i].Response = fmt.Sprintf("#### %d", i)
	}
	require.NoError(t, parquet.WriteFile(path, rows))
	src, err := Open([]string{path}, nil)
	require.NoError(t, err)
	got := readAll(t, src)
	require.Len(t, got, 20)

	o, err := ParseObject([]byte(strings.TrimPrefix(got[7], "8 ")))
	require.NoError(t, err)
	o, err = o.Map([]Mapping{{To: "answer", From: "reward_model.ground_truth"}, {To: "completion", From: "response"}, {To: "source", From: "data_source"}})
	require.NoError(t, err)
	s, err := o.Sample()
	require.NoError(t, err)
	require.Equal(t, []string{"7"}, s.Answers)
	require.Equal(t, "#### 7", s.Completion.Last())
	require.Equal(t, "openai/gsm8k", s.Source)
	require.Equal(t, "question 7", s.Prompt.Messages[1].Content)
	require.Equal(t, map[string]any{"index": 7.0, "score": nil}, s.Meta["extra_info"])
	at := src.Position()
	require.Equal(t, at.Total, at.Read)
	require.EqualValues(t, 20, at.Estimate())
}

func TestPositionCountsWhatWasHandedOn(t *testing.T) {
	var text strings.Builder
	for i := range 100 {
		fmt.Fprintf(&text, "{\"a\":%d}\n", 1_000_003*(i+99))
	}
	for _, name := range []string{"a.jsonl", "a.jsonl.gz"} {
		t.Run(name, func(t *testing.T) {
			data := []byte(text.String())
			if strings.HasSuffix(name, ".gz") {
				var b bytes.Buffer
				z := gzip.NewWriter(&b)
				_, err := z.Write(data)
				require.NoError(t, errors.Join(err, z.Close()))
				data = b.Bytes()
			}
			path := filepath.Join(t.TempDir(), name)
			require.NoError(t, os.WriteFile(path, data, 0o600))
			src, err := Open([]string{path}, nil)
			require.NoError(t, err)
			require.Zero(t, src.Position().Estimate())
			for range 10 {
				_, err = src.Next()
				require.NoError(t, err)
			}
			at := src.Position()
			require.False(t, at.Ended)
			require.InDelta(t, 100, at.Estimate(), 15, "the file lies in the buffer whole, and is not read")
			readAll(t, src)
			require.True(t, src.Position().Ended)
			require.EqualValues(t, 100, src.Position().Estimate())
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("{\"a\":1}\n\n{\"b\":\"x\\\"y\"}\r\n"), false)
	f.Add([]byte(`[{"a":1},{"b":[1,{"c":"]"}]},`), true)
	f.Add([]byte("\xef\xbb\xbf[1 2]]\x00"), true)
	f.Fuzz(func(t *testing.T, data []byte, values bool) {
		name := "a.jsonl"
		if values {
			name = "a.json"
		}
		s := &stream{bytes: &counter{r: bytes.NewReader(data)}}
		buffered, inner, err := s.unwrap(name, filepath.Ext(name))
		if err != nil {
			return
		}
		var r reader
		s.records = newLineReader(buffered)
		if isValues(inner, buffered) {
			s.records = newValueReader(buffered)
		}
		r = s
		for n := 0; ; n++ {
			rec, err := r.next()
			if err == io.EOF {
				break
			}
			require.NoError(t, err)
			require.LessOrEqual(t, n, len(data)+1, "more records than bytes")
			if rec.Err != nil {
				continue
			}
			if o, err := ParseObject(rec.Raw); err == nil {
				_, _ = o.Sample()
				_, _ = o.Path("a.b")
			}
		}
	})
}

// Files as pyarrow writes them; testdata/write.py says how.
func TestParquetOfPyarrow(t *testing.T) {
	read := func(name string) []string {
		src, err := Open([]string{filepath.Join("testdata", name)}, nil)
		require.NoError(t, err)
		return readAll(t, src)
	}
	want := read("verl-zstd.parquet")
	require.Len(t, want, 20)
	require.Equal(t, `1 {"ability":"math","data_source":"openai/gsm8k","extra_info":{"index":0,"split":"train","tags":["a",null]},"output":"#### 0",`+
		`"prompt":[{"content":"Think.","role":"system"},{"content":"What is 0?","role":"user"}],"reward_model":{"ground_truth":"0","style":"rule"}}`, want[0])
	require.Contains(t, want[5], `"data_source":null`)
	require.Contains(t, want[7], `"reward_model":null`)
	require.Contains(t, want[9], `"ground_truth":null`)
	require.Contains(t, want[1], `"tags":null`)
	require.Equal(t, want, read("verl-snappy.parquet"))
	require.Equal(t, want, read("verl-gzip.parquet"))

	trl := read("trl.parquet")
	require.Len(t, trl, 6)
	require.Equal(t, `1 {"completion":[{"content":"It is 0.","role":"assistant"}],"p":0.1,"prompt":[{"content":"What is 0?","role":"user"}],"solution":"0"}`, trl[0])
	require.Contains(t, trl[3], `"completion":null`)
	require.Contains(t, trl[4], `"completion":[]`)
	o, err := ParseObject([]byte(strings.TrimPrefix(trl[3], "4 ")))
	require.NoError(t, err)
	_, err = o.Sample()
	require.EqualError(t, err, `"completion" is null`)

	require.Empty(t, read("empty.parquet"), "no rows, no row groups")
}
