#!/usr/bin/env python3
"""Run the public auditor reward-doctor 0.2 against `verireward math`.

usage: integration/reward_doctor.py [--verbose]

Installs reward-doctor and Math-Verify into a throw-away virtual environment,
builds the command, and audits three graders over the auditor's own corpus:
verireward math (one process, JSONL both ways), Math-Verify 0.9, and plain
string comparison. Prints one row for each grader and every case verireward
fails. Exits with 1 if verireward accepts a case that must be rejected.
"""

import subprocess
import sys

from workshop import options, workshop

PACKAGES = ["reward-doctor==0.2.0", "math-verify==0.9.0", "antlr4-python3-runtime==4.13.2"]

GRADERS = r'''
import json, logging, os, subprocess
logging.disable(logging.CRITICAL)

_process = subprocess.Popen([os.environ["VERIREWARD"], "math"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
_ids = iter(range(10**9))

def verireward(completion, reference):
    line = {"id": str(next(_ids)), "gold": reference, "pred": completion}
    _process.stdin.write(json.dumps(line) + "\n")
    _process.stdin.flush()
    return float(bool(json.loads(_process.stdout.readline()).get("equal")))

def math_verify(completion, reference):
    from math_verify import parse, verify
    try:
        return float(verify(parse("$" + reference + "$"), parse(completion)))
    except Exception:
        return 0.0

def string_match(completion, reference):
    return float(completion.strip() == reference.strip())
'''


def main():
    ap = options(__doc__)
    ap.add_argument("--verbose", action="store_true", help="show the auditor's own report for verireward")
    args = ap.parse_args()
    with workshop(PACKAGES) as (tmp, python, env):
        (tmp / "graders.py").write_text(GRADERS)
        (tmp / "run.py").write_text(RUN)
        env["PYTHONPATH"] = str(tmp)
        done = subprocess.run([python, tmp / "run.py"], env=env)
        if args.verbose:
            subprocess.run([tmp / "venv" / "bin" / "reward-doctor", "audit", f"{tmp}/graders.py:verireward", "--no-color"], env=env)
        sys.exit(done.returncode)


RUN = r'''
import sys
import graders
from reward_doctor import corpus

cases = corpus.load()
print(f"reward-doctor 0.2.0, {len(cases)} cases, {sum(c.expect for c in cases)} of them right\n")
print("| grader | false pass | false fail |\n|---|---|---|")
bad = 0
for name in ("verireward", "math_verify", "string_match"):
    judge = getattr(graders, name)
    passed = {c.id: judge(c.completion, c.reference) > 0 for c in cases}
    fp = [c for c in cases if passed[c.id] and not c.expect]
    fn = [c for c in cases if not passed[c.id] and c.expect]
    print(f"| {name} | {len(fp)} | {len(fn)} |")
    if name == "verireward":
        ours, bad = fp + fn, len(fp)
print()
for c in ours:
    print(f"{c.id}: must {'pass' if c.expect else 'be rejected'}: gold {c.reference!r}, {c.completion!r}\n    {c.why}")
sys.exit(1 if bad else 0)
'''

if __name__ == "__main__":
    main()
