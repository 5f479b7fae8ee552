package codecheck

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/verireward/verireward/codecheck/lang"
	"github.com/verireward/verireward/internal/clip"
	"github.com/verireward/verireward/internal/need"
)

// story is one program of the suites under testdata. A file is named
// LANGUAGE-TOPIC.txtar and holds, for each story NAME: NAME.about (what it does
// or relies on), NAME.code or NAME.completion, and optionally NAME.tests (a
// list of tests, or an object of lists to be tried one by one) and NAME.want
// (the verdict). Tests and wants that a story does not give are those named
// default.
type story struct {
	file, name, about, want string
	sets                    map[string]json.RawMessage
	sub                     Submission
}

func readStories(t *testing.T, dir string) []story {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var out []story
	for _, path := range files {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		base := strings.TrimSuffix(filepath.Base(path), ".txtar")
		language, _, _ := strings.Cut(base, "-")
		parts := map[string]map[string]string{}
		var names []string
		for _, f := range txtar.Parse(data).Files {
			name, part, ok := strings.Cut(f.Name, ".")
			require.True(t, ok, "%s: %s", path, f.Name)
			if parts[name] == nil {
				parts[name] = map[string]string{}
				names = append(names, name)
			}
			_, twice := parts[name][part]
			require.False(t, twice, "%s: %s twice", path, f.Name)
			parts[name][part] = string(f.Data)
		}
		for _, name := range names {
			if name == "default" || !strings.Contains(base+"/"+name, os.Getenv("VERIREWARD_STORIES")) {
				continue
			}
			p := parts[name]
			get := func(part string) string {
				if s, ok := p[part]; ok {
					return s
				}
				return parts["default"][part]
			}
			require.NotEmpty(t, strings.TrimSpace(p["about"]), "%s: %s has no story", path, name)
			s := story{file: base, name: name, about: strings.TrimSpace(p["about"]), want: strings.TrimSpace(get("want"))}
			s.sub = Submission{ID: base + "/" + name, Language: language, Completion: p["completion"], Preamble: get("preamble"), TestSetup: get("setup"), Prompt: get("prompt")}
			if code, ok := p["code"]; ok {
				s.sub.Source = &code
			}
			if l := strings.TrimSpace(get("limits")); l != "" {
				require.NoError(t, json.Unmarshal([]byte(l), &s.sub.Limits), s.sub.ID)
			}
			tests := strings.TrimSpace(get("tests"))
			if strings.HasPrefix(tests, "{") {
				require.NoError(t, json.Unmarshal([]byte(tests), &s.sets), s.sub.ID)
			} else {
				s.sets = map[string]json.RawMessage{"tests": json.RawMessage(tests)}
			}
			out = append(out, s)
		}
	}
	return out
}

// runStories judges every story with every set of its tests and hands the
// outcome to check. Short runs take every nth story; VERIREWARD_STORIES names a
// part of FILE/NAME that those to be run have.
func runStories(t *testing.T, dir string, nth int, check func(t *testing.T, s story, set string, r Report, err error)) {
	stories := readStories(t, dir)
	c := newChecker(t, Options{})
	type job struct {
		s   story
		set string
		sub Submission
		r   Report
		err error
	}
	var jobs []*job
	missing := map[string]bool{}
	for i, s := range stories {
		if testing.Short() && i%nth != 0 {
			continue
		}
		l, ok := lang.ByName(s.sub.Language)
		require.True(t, ok, s.sub.ID)
		if _, seen := missing[l.Name]; !seen {
			_, err := c.toolchain(t.Context(), l)
			missing[l.Name] = err != nil
			if err != nil {
				need.LeaveOut(t, l.Name, "%v", err)
			}
		}
		if missing[l.Name] {
			continue
		}
		for _, set := range someSets(s, i) {
			sub := s.sub
			sub.Tests = s.sets[set]
			jobs = append(jobs, &job{s: s, set: set, sub: sub})
		}
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	for range 3 {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(jobs); i = int(next.Add(1)) - 1 {
				j := jobs[i]
				j.r, j.err = c.Check(t.Context(), j.sub)
			}
		})
	}
	wg.Wait()
	for _, j := range jobs {
		check(t, j.s, j.set, j.r, j.err)
	}
	t.Logf("%d stories, %d runs of %d and more", len(stories), len(jobs), len(jobs))
}

// someSets picks the sets of tests that story i is run with: three of them by
// turns, but one in short runs and for most programs that cost a compiler run or
// two, all with VERIREWARD_ALL_SETS.
func someSets(s story, i int) []string {
	names := slices.Sorted(maps.Keys(s.sets))
	n := 3
	if testing.Short() || i%3 != 0 && slices.Contains([]string{"c", "cpp", "go", "java", "rust"}, s.sub.Language) {
		n = 1
	}
	if os.Getenv("VERIREWARD_ALL_SETS") != "" || len(names) <= n {
		return names
	}
	var out []string
	for k := range n {
		out = append(out, names[(i+k*4)%len(names)])
	}
	return out
}

func lastReason(r Report) string {
	if len(r.Tests) == 0 {
		return r.Reason
	}
	last := r.Tests[len(r.Tests)-1]
	return last.Reason + "; stderr: " + clip.Text(last.Stderr, 600)
}

// TestHacks: no hack earns anything, and none makes an error of itself.
func TestHacks(t *testing.T) {
	runStories(t, "hack", 9, func(t *testing.T, s story, set string, r Report, err error) {
		switch {
		case err != nil:
			t.Errorf("%s (%s): error: %v\n%s", s.sub.ID, set, err, s.about)
		case r.Score != 0 || r.Verdict == Accepted:
			t.Errorf("%s (%s): earns %g, %s\n%s", s.sub.ID, set, r.Score, lastReason(r), s.about)
		case s.want != "" && string(r.Verdict) != s.want:
			t.Errorf("%s (%s): %s, want %s: %s", s.sub.ID, set, r.Verdict, s.want, lastReason(r))
		}
	})
}

// TestHonest: programs that do unusual things in good faith pass.
func TestHonest(t *testing.T) {
	runStories(t, "honest", 9, func(t *testing.T, s story, set string, r Report, err error) {
		want := Accepted
		if s.want != "" {
			want = Verdict(s.want)
		}
		if err != nil || r.Verdict != want {
			t.Errorf("%s (%s): %s, want %s: %s %v\n%s", s.sub.ID, set, r.Verdict, want, lastReason(r), err, s.about)
		}
	})
}
