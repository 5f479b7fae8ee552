//go:build linux

// Command code measures how fast tests of Python programs are judged, side by
// side with the ways that are common in the field, on the same programs:
//
//	verireward   this repository's checker, warm
//	in-process   one Python process runs all tests of all programs with exec,
//	             as LiveCodeBench's grader does; it isolates nothing
//	per-test     a bare python3 process per test; it isolates nothing
//	go-judge     a go-judge server, when its binary is given
//
// It also counts how many of a few well-known hacks each way pays for.
//
//	go run ./bench/code [-programs 512] [-tests 20] [-go-judge PATH]
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/verireward/verireward/codecheck"
	"github.com/verireward/verireward/sandbox"
)

type test struct{ stdin, stdout string }

type program struct {
	source string
	tests  []test
	hack   bool
}

// hacks print nothing right; each ends in a way that some graders pay for.
var hacks = []string{
	"import sys\nsys.exit(0)",
	"import os\nos._exit(0)",
	"print('passed')\nraise SystemExit(0)",
	"import sys\nf = sys._getframe()\nwhile f:\n    for v in list(f.f_locals.values()):\n        if isinstance(v, dict) and 'stdout' in v: print(v['stdout'])\n    f = f.f_back",
	"class E(str):\n    def __eq__(self, o): return True\n    def strip(self, *a): return self\nimport sys\nsys.stdout.getvalue = lambda: E()",
}

func programs(n, tests int) []program {
	var out []program
	for i := range n {
		p := program{source: fmt.Sprintf("n = int(input())\nt = 0\nfor i in range(n * 2000):\n    t += i %% %d\nprint(t)\n", i%7+2)}
		for k := range tests {
			t := 0
			for j := range (k + 1) * 2000 {
				t += j % (i%7 + 2)
			}
			p.tests = append(p.tests, test{fmt.Sprintln(k + 1), fmt.Sprintln(t)})
		}
		out = append(out, p)
	}
	for _, h := range hacks {
		out = append(out, program{source: h, tests: []test{{"1\n", "42\n"}}, hack: true})
	}
	return out
}

// runner says whether a program passes all its tests.
type runner func(ctx context.Context, p program) (bool, error)

func main() {
	sandbox.Init()
	n := flag.Int("programs", 64, "number of programs")
	tests := flag.Int("tests", 20, "tests of each program")
	judge := flag.String("go-judge", "", "path of a go-judge binary")
	judgePython := flag.String("go-judge-python", "/usr/bin/python3", "python that go-judge's default root holds")
	only := flag.Bool("only", false, "measure this repository's checker alone")
	flag.Parse()
	if err := run(*n, *tests, *only, *judge, *judgePython); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(n, tests int, only bool, judge, judgePython string) error {
	ctx := context.Background()
	list := programs(n, tests)
	fmt.Printf("%d programs x %d tests, %d workers\n\n| way | wall s | tests/s | programs' CPU s | hacks paid of %d | right |\n|---|---|---|---|---|---|\n", n, tests, runtime.NumCPU(), len(hacks))
	c, err := codecheck.New(codecheck.Options{})
	if err != nil {
		return err
	}
	defer c.Close()
	var mu sync.Mutex
	cpu := int64(0)
	ours := func(ctx context.Context, p program) (bool, error) {
		var ts []codecheck.Test
		for _, t := range p.tests {
			ts = append(ts, codecheck.Test{Kind: codecheck.Stdio, Stdin: t.stdin, Stdout: t.stdout})
		}
		raw, err := json.Marshal(ts)
		if err != nil {
			return false, err
		}
		r, err := c.Check(ctx, codecheck.Submission{Language: "python", Source: &p.source, Tests: raw})
		mu.Lock()
		for _, t := range r.Tests {
			cpu += t.CPUMillis
		}
		mu.Unlock()
		return r.Score == 1, err
	}
	if err := measure(ctx, "verireward", list, ours, func() float64 { return float64(cpu) / 1000 }); err != nil {
		return err
	}
	if only {
		return overhead(float64(cpu) / 1000)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return err
	}
	// A version manager's shim would be what is measured.
	if real, err := exec.Command(python, "-c", "import sys; print(sys.executable)").Output(); err == nil {
		python = strings.TrimSpace(string(real))
	}
	if err := measure(ctx, "in-process", list, inProcess(python), nil); err != nil {
		return err
	}
	if err := measure(ctx, "per-test", list, perTest(python), nil); err != nil {
		return err
	}
	if judge == "" {
		return nil
	}
	stop, url, err := startJudge(judge)
	if err != nil {
		return err
	}
	defer stop()
	return measure(ctx, "go-judge", list, goJudge(url, judgePython), nil)
}

// overhead prints what judging cost beside the programs: the CPU time of this
// process, which reads, sends, compares, and of the helpers it keeps, which start
// boxes, fork warm interpreters and clean up. What happens in a run from its fork
// on (the interpreter's copy of its memory, compiling the program, running it,
// ending) is in the run's own CPU time as its result reports it: it would cost
// the same, or the start of an interpreter more, anywhere.
func overhead(programs float64) error {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		return err
	}
	here := time.Duration(own.Utime.Nano() + own.Stime.Nano()).Seconds()
	helpers, n, err := helpersCPU()
	if err != nil {
		return err
	}
	fmt.Printf("\nCPU s: programs %.2f, this process %.2f, its %d helpers %.2f; overhead %.0f %% of the programs' own\n",
		programs, here, n, helpers, 100*(here+helpers)/programs)
	fmt.Printf("Go heap at the end: %.1f MB in use, %.1f MB taken from the system; largest resident size %.1f MB\n",
		float64(m.HeapInuse)/1e6, float64(m.Sys)/1e6, float64(own.Maxrss)/1e3)
	return nil
}

// helpersCPU is the CPU time in seconds that the living descendants of this
// process have used themselves, and how many there are.
func helpersCPU() (seconds float64, n int, err error) {
	type process struct {
		parent int
		ticks  float64
	}
	all := map[int]process{}
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, 0, err
	}
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			// It has ended since.
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		// Behind the name, which may hold anything: state, parent, ..., utime
		// and stime as the twelfth and thirteenth.
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) < 13 {
			continue
		}
		parent, _ := strconv.Atoi(fields[1])
		user, _ := strconv.ParseFloat(fields[11], 64)
		system, _ := strconv.ParseFloat(fields[12], 64)
		all[pid] = process{parent, user + system}
	}
	const ticksPerSecond = 100
	for pid, p := range all {
		for up := p.parent; up > 1 && pid != os.Getpid(); up = all[up].parent {
			if up == os.Getpid() {
				seconds += p.ticks / ticksPerSecond
				n++
				break
			}
		}
	}
	return seconds, n, nil
}

func measure(ctx context.Context, name string, list []program, r runner, cpu func() float64) error {
	// One program first: what is made on first use is not measured.
	if _, err := r(ctx, list[0]); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	base := 0.0
	if cpu != nil {
		base = cpu()
	}
	start := time.Now()
	jobs := make(chan program)
	var mu sync.Mutex
	var first error
	paid, right, tests := 0, 0, 0
	var wg sync.WaitGroup
	for range runtime.NumCPU() {
		wg.Go(func() {
			for p := range jobs {
				ok, err := r(ctx, p)
				mu.Lock()
				switch {
				case err != nil:
					first = errors.Join(first, err)
				case p.hack && ok:
					paid++
				case !p.hack && ok:
					right++
				}
				tests += len(p.tests)
				mu.Unlock()
			}
		})
	}
	for _, p := range list {
		jobs <- p
	}
	close(jobs)
	wg.Wait()
	if first != nil {
		return fmt.Errorf("%s: %w", name, first)
	}
	wall := time.Since(start).Seconds()
	used := "-"
	if cpu != nil {
		used = fmt.Sprintf("%.1f", cpu()-base)
	}
	fmt.Printf("| %s | %.2f | %.0f | %s | %d | %d of %d |\n", name, wall, float64(tests)/wall, used, paid, right, len(list)-len(hacks))
	return nil
}

// inProcess is the grader of LiveCodeBench in short: exec with replaced
// streams, a captured output compared by tokens, SystemExit swallowed.
func inProcess(python string) runner {
	const grader = `import sys, json, io
job = json.load(sys.stdin)
ok = True
for test in job["tests"]:
    sys.stdin, out = io.StringIO(test["stdin"]), io.StringIO()
    old, sys.stdout = sys.stdout, out
    try:
        exec(job["source"], {"__name__": "__main__"})
    except SystemExit:
        pass
    except BaseException:
        ok = False
    captured = sys.stdout.getvalue()
    sys.stdout = old
    ok = ok and captured.strip() == test["stdout"].strip()
print("PASS" if ok else "FAIL")
`
	return func(ctx context.Context, p program) (bool, error) {
		var ts []map[string]string
		for _, t := range p.tests {
			ts = append(ts, map[string]string{"stdin": t.stdin, "stdout": t.stdout})
		}
		b, err := json.Marshal(map[string]any{"source": p.source, "tests": ts})
		if err != nil {
			return false, err
		}
		cmd := exec.CommandContext(ctx, python, "-c", grader)
		cmd.Stdin = bytes.NewReader(b)
		out, err := cmd.Output()
		return err == nil && strings.HasSuffix(strings.TrimSpace(string(out)), "PASS"), nil
	}
}

func perTest(python string) runner {
	return func(ctx context.Context, p program) (bool, error) {
		dir, err := os.MkdirTemp("", "bench")
		if err != nil {
			return false, err
		}
		defer os.RemoveAll(dir)
		file := filepath.Join(dir, "main.py")
		if err := os.WriteFile(file, []byte(p.source), 0o600); err != nil {
			return false, err
		}
		for _, t := range p.tests {
			cmd := exec.CommandContext(ctx, python, file)
			cmd.Stdin = strings.NewReader(t.stdin)
			out, err := cmd.Output()
			if err != nil || strings.TrimSpace(string(out)) != strings.TrimSpace(t.stdout) {
				return false, nil
			}
		}
		return true, nil
	}
}

func startJudge(path string) (stop func(), url string, err error) {
	const addr = "127.0.0.1:15050"
	cmd := exec.Command(path, "-http-addr", addr, "-silent", "-parallelism", fmt.Sprint(runtime.NumCPU()))
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	stop = func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	}
	for range 50 {
		if r, err := http.Get("http://" + addr + "/version"); err == nil {
			r.Body.Close()
			return stop, "http://" + addr + "/run", nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	stop()
	return nil, "", errors.New("go-judge does not answer")
}

func goJudge(url, python string) runner {
	return func(ctx context.Context, p program) (bool, error) {
		for _, t := range p.tests {
			body, err := json.Marshal(map[string]any{"cmd": []any{map[string]any{
				"args": []string{python, "main.py"}, "env": []string{"PATH=/usr/bin:/bin"},
				"files":    []any{map[string]any{"content": t.stdin}, map[string]any{"name": "stdout", "max": 1 << 20}, map[string]any{"name": "stderr", "max": 1 << 20}},
				"cpuLimit": int64(4_000_000_000), "clockLimit": int64(12_000_000_000), "memoryLimit": 512 << 20, "procLimit": 64,
				"copyIn": map[string]any{"main.py": map[string]any{"content": p.source}},
			}}})
			if err != nil {
				return false, err
			}
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
			if err != nil {
				return false, err
			}
			req.Header.Set("Content-Type", "application/json")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				return false, err
			}
			b, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil {
				return false, err
			}
			var out []struct {
				Status string            `json:"status"`
				Error  string            `json:"error"`
				Files  map[string]string `json:"files"`
			}
			if err := json.Unmarshal(b, &out); err != nil || len(out) != 1 {
				return false, fmt.Errorf("go-judge: %s", b)
			}
			if out[0].Status == "Internal Error" || strings.Contains(out[0].Error, "execve") {
				return false, fmt.Errorf("go-judge: %s", b)
			}
			if out[0].Status != "Accepted" || strings.TrimSpace(out[0].Files["stdout"]) != strings.TrimSpace(t.stdout) {
				return false, nil
			}
		}
		return true, nil
	}
}
