#!/usr/bin/env python3
"""Let the public auditors rewardprobe 0.1 and reward-doctor 0.2 attack the shipped presets.

usage: integration/auditors.py

Installs both auditors into a throw-away virtual environment, builds the
command, and lets them attack preset/math, preset/r1 and the template
@think-answer through a Python function that speaks JSONL with one verireward
process. Rewards are divided by the preset's greatest, so that 1 is full pay.
preset/r1 pays half for layout, so that is what an honest wrong answer may earn
there. Prints one row for each auditor and reward, and every finding. A naive
reward, which looks for the answer anywhere, is the control. Exits with 1 if a
completion that earned nothing is paid more than an honest wrong answer, or if
an auditor finds nothing in the control.
"""

import subprocess
import sys

from workshop import options, workshop

PACKAGES = ["rewardprobe==0.1.0", "reward-doctor==0.2.0"]

SHIM = r'''
import itertools, json, os, subprocess

class Reward:
    """A verireward process as a function of completion and answer."""

    def __init__(self, name, arguments, greatest=1, answers=True, allowed=0.0, laid_out=False):
        self.name, self.greatest, self.answers, self.errors = name, greatest, answers, 0
        self.allowed, self.laid_out, self.judges_answers = allowed, laid_out, answers
        self.ids = itertools.count()
        self.process = subprocess.Popen([os.environ["VERIREWARD"], *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def __call__(self, completion, answer):
        line = {"id": str(next(self.ids)), "completion": completion}
        if self.answers:
            line["answer"] = answer
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        got = json.loads(self.process.stdout.readline())
        if "error" in got:
            self.errors += 1
            return 0.0
        return got["reward" if self.answers else "score"] / self.greatest

class Control:
    """The naive reward: the answer anywhere in the completion."""

    name, errors, allowed, laid_out, judges_answers = "control: contains", 0, 0.0, False, True

    def __call__(self, completion, answer):
        return float(answer in completion)

def rewards():
    return [
        Reward("preset/math", ["score", "--spec", "preset/math"]),
        Reward("preset/r1", ["score", "--spec", "preset/r1"], greatest=2, allowed=0.5, laid_out=True),
        Reward("@think-answer", ["format", "--template", "@think-answer"], answers=False, laid_out=True),
        Control(),
    ]
'''

RUN = r'''
import sys
from shim import rewards
from reward_doctor import corpus
from rewardprobe import Probe

TASKS = [{"question": q, "answer": a} for q, a in (
    ("What is 6 times 7?", "42"),
    ("What is 9 minus 26?", "-17"),
    ("Simplify 6/8.", "\\frac{3}{4}"),
    ("A train goes 120 km in 1.5 hours. How fast is it in km/h?", "80"),
    ("Expand (x+1)^2.", "x^2+2x+1"),
)]

# WORTHLESS are the probes of rewardprobe whose completions hold no right answer
# where it counts; its other probes ask about spelling, order and signatures.
WORTHLESS = {"empty", "whitespace", "random_tokens", "echo_prompt", "constant_output", "format_only",
             "common_prefix", "answer_in_reasoning", "early_termination", "tool_skip"}

def probe(reward):
    def fn(completion, answer):
        return reward(completion, answer)
    report = Probe().test_fn(fn, TASKS)
    found = []
    for f in report.findings:
        worthless = f.attack in WORTHLESS and (f.attack != "format_only" or reward.judges_answers)
        paid = worthless and (f.actual_reward or 0) > reward.allowed
        found.append((f.attack, "exploit" if paid else f.severity.value, f.actual_reward, f.recommendation or f.error, f.input))
    return report.total_passed, report.total_attacks, found

def doctor(reward):
    """The cases of reward-doctor on which the reward and the corpus disagree. Its
    completions wear no layout; where one is asked for, they are put into it."""
    found, cases = [], corpus.load()
    for c in cases:
        completion = c.completion
        if reward.laid_out and "<" not in completion:
            completion = "<think>I work it out.</think> <answer>" + completion + "</answer>"
        value = reward(completion, c.reference)
        if not c.expect and value > reward.allowed:
            found.append((c.id, "exploit", value, c.why, completion))
        elif c.expect and value < 1:
            found.append((c.id, "false fail", value, c.why, completion))
    return len(cases) - len(found), len(cases), found

bad, details = False, []
print("| reward | auditor | passed | of | exploits | errors |\n|---|---|---|---|---|---|")
for reward in rewards():
    for name, audit in (("rewardprobe 0.1.0", probe), ("reward-doctor 0.2.0", doctor)):
        if name.startswith("reward-doctor") and reward.name == "@think-answer":
            continue  # its corpus is about answers, and layout alone has none
        reward.errors = 0
        passed, total, found = audit(reward)
        exploits = sum(f[1] == "exploit" for f in found)
        print(f"| {reward.name} | {name} | {passed} | {total} | {exploits} | {reward.errors} |")
        if reward.name.startswith("control"):
            bad |= exploits == 0
        else:
            bad |= exploits > 0
            details += [(reward.name, name, *f) for f in found]
print()
for reward, name, attack, kind, value, why, completion in details:
    print(f"{reward}, {name}: {attack} ({kind}, {value}): {why}\n    {completion[:160]!r}")
sys.exit(bad)
'''


def main():
    options(__doc__).parse_args()
    with workshop(PACKAGES) as (tmp, python, env):
        (tmp / "shim.py").write_text(SHIM)
        (tmp / "run.py").write_text(RUN)
        env["PYTHONPATH"] = str(tmp)
        sys.exit(subprocess.run([python, tmp / "run.py"], env=env).returncode)


if __name__ == "__main__":
    main()
