#!/usr/bin/env python3
"""Judge the same labelled cases with mathcheck and with Math-Verify, in one go.

usage: bench/mathcheck_vs_mathverify.py [--kinds] [--limit N] [--per-kind N] [--seconds S] [CASES.jsonl...]

Every line of a case file is {"id", "gold", "pred", "expected", "kind"}. Without
files the repository's own suite is used (mathcheck/testdata/*.txtar, the cases
judged with the default options); it holds cases that mathcheck is known to
judge as they are labelled, so read only the other side's accuracy from it. The
script installs Math-Verify 0.9 with its parser into a throw-away virtual
environment, runs every case through it in one process, through mathcheck in
one process (bench/mathtiming), and through `verireward math` as JSONL, each on
one core. Each case is judged once by each, as in training: sympy caches what it
has seen, so that timing the same case again would flatter Math-Verify.

Math-Verify gets --seconds of processor time for a case (an alarm, as its users
set one); a case it does not end in that time counts as an answer not accepted,
with that time. mathcheck has its own budgets and gets no alarm. --per-kind
takes every n-th case of each kind, so that N of it are judged.

Columns: accuracy, false positives as a share of the cases labelled wrong,
false negatives as a share of those labelled right; median, 99th percentile and
maximum of the time per case; cases per second of processor time, which other
load on the machine changes less than the time on the clock. The row "grouped"
judges by a mathcheck.Checker, which reads a gold once for all cases that share
it; for JSONL start of the process and all of its threads are included.
"""

import argparse
import collections
import datetime
import json
import os
import pathlib
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv

PACKAGES = ["math-verify==0.9.0", "antlr4-python3-runtime==4.13.2"]
ROOT = pathlib.Path(__file__).resolve().parent.parent

WORKER = r'''
import json, logging, signal, sys, time
from math_verify import parse, verify
logging.disable(logging.CRITICAL)

def bare(s):
    return "\\boxed" not in s and "$" not in s and len(s) < 400 and "\n" not in s

def judge(gold, pred):
    g = parse("$" + gold + "$", parsing_timeout=None)  # one alarm for the whole case
    p = parse("$" + pred + "$" if bare(pred) else pred, parsing_timeout=None)
    return verify(g, p, timeout_seconds=None)

class Late(BaseException):
    pass

def late(*_):
    raise Late

signal.signal(signal.SIGVTALRM, late)
seconds, total = float(sys.argv[1]), 0
judge("\\frac{1}{2}", "\\boxed{0.5}")  # the parser's tables are built before the clock starts
for line in sys.stdin:
    c = json.loads(line)
    t, u = time.perf_counter_ns(), time.process_time_ns()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        verdict = "equal" if judge(c["gold"], c["pred"]) else "different"
    except Late:
        verdict = "late"
    except Exception:
        verdict = "error"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    total += time.process_time_ns() - u
    print(json.dumps({"id": c["id"], "verdict": verdict, "ns": time.perf_counter_ns() - t}), flush=True)
print(json.dumps({"cpu_ns": total}))
'''


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("cases", nargs="*", type=pathlib.Path)
    ap.add_argument("--kinds", action="store_true", help="a row for each kind (up to a colon) as well")
    ap.add_argument("--limit", type=int, default=0, help="only the first N cases of each file")
    ap.add_argument("--per-kind", type=int, default=0, help="at most N cases of each kind, evenly spread")
    ap.add_argument("--seconds", type=float, default=5, help="processor time Math-Verify may take for a case")
    ap.add_argument("--core", type=int, default=None, help="pin all processes to this core")
    args = ap.parse_args()
    if args.core is not None:
        os.sched_setaffinity(0, {args.core})

    with tempfile.TemporaryDirectory() as tmp:
        tmp = pathlib.Path(tmp)
        venv.create(tmp / "venv", with_pip=True)
        python = tmp / "venv" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "-q", "install", *PACKAGES], check=True)
        env = dict(os.environ, CGO_ENABLED="0", GOMAXPROCS="1")
        for name, pkg in [("timing", "./bench/mathtiming"), ("verireward", "./cmd/verireward")]:
            subprocess.run(["go", "build", "-o", tmp / name, pkg], cwd=ROOT, check=True, env=dict(env, GOMAXPROCS="2"))
        print(f"{datetime.date.today()}, {platform.processor() or platform.machine()}, Python {platform.python_version()}, {', '.join(PACKAGES)}, {git_version()}\n")
        for path in args.cases:
            cases = [json.loads(line) for line in path.open()]
            compare(path.name, cases, args, tmp, python, env)
        if not args.cases:
            compare("mathcheck/testdata", list(suite()), args, tmp, python, env)


def git_version():
    return "verireward " + subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()


def suite():
    """The cases of the repository's archives that need no options."""
    archives = ROOT / "mathcheck" / "testdata"
    for path in sorted([*archives.glob("*.txtar"), *archives.glob("hack/*.txtar")]):
        gold = None
        for number, line in enumerate(path.read_text().splitlines()):
            line = line.replace("⏎", "\n")
            line = re.sub("⟨([0-9A-F]+)⟩", lambda m: chr(int(m[1], 16)), line)
            if line.startswith("gold "):
                gold = None if "¦" in line else line[5:]
            elif gold is not None and line[:2] in ("= ", "! "):
                yield {"id": f"{path.stem}:{number}", "gold": gold, "pred": line[2:], "expected": line[0] == "=", "kind": path.stem}


def compare(name, cases, args, tmp, python, env):
    cases = [c for c in cases if isinstance(c.get("expected"), bool) and isinstance(c.get("gold"), str) and isinstance(c.get("pred"), str)]
    if args.limit:
        cases = cases[: args.limit]
    if args.per_kind:
        cases = sample(cases, args.per_kind)
    if not cases:
        print(f"{name}: no labelled cases")
        return
    feed = "".join(json.dumps({k: c[k] for k in ("id", "gold", "pred")}) + "\n" for c in cases)

    ours = read(subprocess.run([tmp / "timing"], input=feed, capture_output=True, text=True, check=True, env=env).stdout)
    grouped = read(subprocess.run([tmp / "timing", "-groups"], input=feed, capture_output=True, text=True, check=True, env=env).stdout)
    start = child_seconds()
    subprocess.run([tmp / "verireward", "math"], input=feed, capture_output=True, text=True, env=env)
    jsonl = len(cases) / (child_seconds() - start)
    theirs = read(subprocess.run([python, "-c", WORKER, str(args.seconds)], input=feed, capture_output=True, text=True, check=True).stdout)

    print(f"### {name}: {len(cases)} cases, {sum(c['expected'] for c in cases)} of them right\n")
    print("| judge | accuracy | false pos. | false neg. | median | p99 | max | checks/s |")
    print("|---|---|---|---|---|---|---|---|")
    a = row("mathcheck", cases, ours)
    g = row("mathcheck, grouped", cases, grouped)
    b = row("Math-Verify", cases, theirs)
    print(f"\nthroughput in process: {a / b:,.0f} x, grouped {g / b:,.0f} x; through JSONL: {jsonl:,.0f}/s, {jsonl / b:,.0f} x")
    print(f"load average {os.getloadavg()[0]:.0f}; Math-Verify late {sum(r['verdict'] == 'late' for r in theirs.values() if 'verdict' in r)} times, an error {sum(r['verdict'] == 'error' for r in theirs.values() if 'verdict' in r)} times\n")
    if args.kinds:
        groups = collections.defaultdict(list)
        for c in cases:
            groups[(c.get("kind") or "-").partition(":")[0]].append(c)
        print("| kind | cases | right | mathcheck accuracy | fp | fn | median | p99 | max | Math-Verify accuracy | fp | fn | median | p99 | max | times |")
        print("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
        for kind, group in sorted(groups.items()):
            cells, sums = [], []
            for results in (ours, theirs):
                fp, fn = wrong(group, results)
                times = sorted(results[c["id"]]["ns"] for c in group)
                sums.append(sum(times))
                cells += [f"{100 * (1 - (fp + fn) / len(group)):.1f} %", fp, fn, *map(span, (statistics.median(times), percentile(times), times[-1]))]
            print(f"| {kind} | {len(group)} | {sum(c['expected'] for c in group)} | {' | '.join(map(str, cells))} | {sums[1] / sums[0]:,.0f} |")
        print()
    sys.stdout.flush()


def sample(cases, n):
    """Every k-th case of each kind, right and wrong ones alike."""
    groups = collections.defaultdict(list)
    for c in cases:
        groups[c.get("kind"), c["expected"]].append(c)
    keep = set()
    for group in groups.values():
        step = max(1, -(-2 * len(group) // n))
        keep.update(id(c) for c in group[::step])
    return [c for c in cases if id(c) in keep]


def child_seconds():
    """Processor time of all child processes that have ended."""
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime


def read(text):
    return {r.get("id"): r for r in map(json.loads, text.splitlines())}  # the total under None


def wrong(cases, results):
    fp = sum(not c["expected"] and results[c["id"]]["verdict"] == "equal" for c in cases)
    fn = sum(c["expected"] and results[c["id"]]["verdict"] != "equal" for c in cases)
    return fp, fn


def row(name, cases, results):
    fp, fn = wrong(cases, results)
    right = sum(c["expected"] for c in cases)
    times = sorted(results[c["id"]]["ns"] for c in cases)
    total = results[None]["cpu_ns"] / 1e9
    p99 = percentile(times)
    print(
        f"| {name} | {100 * (1 - (fp + fn) / len(cases)):.2f} % | {fp} ({100 * fp / max(1, len(cases) - right):.2f} %) "
        f"| {fn} ({100 * fn / max(1, right):.2f} %) | {span(statistics.median(times))} | {span(p99)} | {span(times[-1])} | {len(cases) / total:,.0f} |"
    )
    return len(cases) / total


def percentile(times):
    return times[min(len(times) - 1, int(len(times) * 0.99))]


def span(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if ns >= size:
            return f"{ns / size:.3g} {unit}"
    return f"{ns:.0f} ns"


if __name__ == "__main__":
    main()
