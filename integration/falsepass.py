#!/usr/bin/env python3
"""Let the public auditor falsepass 0.11 attack the shipped presets through verifiers environments.

usage: integration/falsepass.py [--verbose]

Installs falsepass and verifiers into a throw-away virtual environment, builds
the command, and writes one small verifiers environment for each reward: its
rubric speaks JSONL with one verireward process. falsepass runs inside that
virtual environment, in place of the one it would make with uv. preset/r1 pays
layout by itself, so what counts there is what a completion earns above an
honest wrong answer. A naive reward, which looks for the answer anywhere, is the
control. Prints one row for each reward, and every probe that failed. Exits with
1 if a completion that must earn nothing is paid, or if falsepass finds nothing
in the control.
"""

import collections
import json
import os
import subprocess
import sys

from workshop import options, workshop

PACKAGES = ["falsepass==0.11.0", "verifiers==0.3.1", "hatchling==1.27.0", "editables==0.5"]

# REWARDS are name, arguments of verireward, what an honest wrong answer earns,
# what it asks for in the system prompt, and the parser that lays answers out.
REWARDS = {
    "preset_math": (["score", "--spec", "preset/math"], 0, "Put the final answer in \\\\boxed{}.", "vf.Parser(vf.extract_boxed_answer)"),
    "preset_r1": (["score", "--spec", "preset/r1"], 1, "Think inside <think></think>, then answer inside <answer></answer>.", 'vf.XMLParser(["think", "answer"], answer_field="answer")'),
    "control_contains": (None, 0, "Answer inside <answer></answer>.", 'vf.XMLParser(["answer"], answer_field="answer")'),
}

ENVIRONMENT = '''
import itertools, json, os, random, subprocess
import verifiers as vf
from datasets import Dataset

ARGUMENTS, ALLOWED = {arguments!r}, {allowed!r}
ids = itertools.count()

def rows(n=100):
    rng = random.Random(1)
    for i in range(n):
        a, b = rng.randint(2, 999), rng.randint(2, 999)
        yield [(f"What is the sum of {{a}} and {{b}}?", str(a + b)), (f"Which number is {{b}} less than {{a}}?", str(a - b)),
               (f"Share {{a}} cakes among {{10 * b}} guests. What does each get, as a fraction?", f"\\\\frac{{{{{{a}}}}}}{{{{{{10 * b}}}}}}"),
               (f"Ten children weigh {{a}} kg together. What is the mean?", str(a / 10)),
               (f"Expand the square of x + {{a}}.", f"x^2+{{2 * a}}x+{{a * a}}")][i % 5]

def load_environment(**kwargs):
    process = subprocess.Popen([os.environ["VERIREWARD"], *ARGUMENTS], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) if ARGUMENTS else None

    def correct(completion, answer, **kwargs) -> float:
        if process is None:
            text = completion if isinstance(completion, str) else str(completion[-1]["content"])
            return float(answer in text)
        turns = completion if isinstance(completion, str) else [{{"role": m["role"], "content": m["content"] or ""}} for m in completion]
        process.stdin.write(json.dumps({{"id": str(next(ids)), "completion": turns, "answer": answer}}) + "\\n")
        process.stdin.flush()
        got = json.loads(process.stdout.readline())
        if "error" in got:
            raise ValueError(got["error"]["message"])
        return max(0.0, got["reward"] - ALLOWED)

    parser = {parser}
    return vf.SingleTurnEnv(dataset=Dataset.from_list([{{"question": q, "answer": a}} for q, a in rows()]),
                            system_prompt="{system}", parser=parser, rubric=vf.Rubric(funcs=[correct], weights=[1.0], parser=parser))
'''

PROJECT = """[project]
name = "{name}"
version = "0.1.0"
dependencies = ["verifiers>=0.3.1"]
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[tool.hatch.build]
include = ["{name}.py"]
"""


def audit(name, tmp, python, env):
    arguments, allowed, system, parser = REWARDS[name]
    folder = tmp / "environments" / name
    folder.mkdir(parents=True)
    (folder / f"{name}.py").write_text(ENVIRONMENT.format(arguments=arguments, allowed=allowed, system=system, parser=parser))
    (folder / "pyproject.toml").write_text(PROJECT.format(name=name))
    quiet = {"cwd": tmp, "env": env, "stdout": subprocess.DEVNULL, "check": True}
    subprocess.run([python, "-m", "pip", "-q", "install", "--no-deps", "--no-build-isolation", "-e", str(folder)], **quiet)
    subprocess.run([python.parent / "falsepass", "init", str(folder)], **quiet)
    made = next(p for p in (tmp / "audits").iterdir() if name.replace("_", "-") in p.name or name in p.name)
    subprocess.run([python, "-m", "falsepass.runner", str(made), "--package", name, "-n", "20", "--few", "3", "--jobs", "1"],
                   **{**quiet, "check": False})
    return json.loads((made / "probe-results.json").read_text()), (made / "summary.md").read_text()


def main():
    ap = options(__doc__)
    ap.add_argument("--verbose", action="store_true", help="print falsepass's own summaries")
    args = ap.parse_args()
    bad, details = False, []
    with workshop(PACKAGES) as (tmp, python, env):
        print("| reward | completions | false passes | false fails | raised |\n|---|---|---|---|---|")
        for name in REWARDS:
            found, summary = audit(name, tmp, python, env)
            judged = [r for r in found["results"] if r["score"] is not None or r["errors"]]
            passes = [r for r in judged if r["expected"] in ("zero", "below_reference", "below reference") and not r["passed"]]
            fails = [r for r in judged if r["expected"] == "full" and not r["passed"]]
            raised = sum(bool(r["errors"]) for r in judged)
            print(f"| {name} | {len(judged)} | {len(passes)} | {len(fails)} | {raised} |", flush=True)
            bad |= (not passes) if name.startswith("control") else bool(passes)
            if not name.startswith("control"):
                failed = [r for r in found["results"] if not r["passed"]]
                counts = collections.Counter((r["probe"], r["variant"], r["expected"]) for r in failed)
                for key, n in counts.items():
                    first = next(r for r in failed if (r["probe"], r["variant"], r["expected"]) == key)
                    details.append((name, *key, n, first["score"], first["detail"], first["completion"]))
            if args.verbose:
                print(summary)
    print()
    for name, probe, variant, expected, n, score, detail, completion in details:
        print(f"{name}, {probe} {variant} (expected {expected}, {n} failed, first {score}): {detail}\n    {str(completion)[-200:]!r}")
    sys.exit(bad)


if __name__ == "__main__":
    main()
