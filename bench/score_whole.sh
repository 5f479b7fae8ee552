#!/usr/bin/env bash
# Scores 100,000 mixed text rollouts (the maths and format rollouts of the
# examples, over and over) by examples/specs/r1-mixed.yaml, and prints samples
# per second, peak memory and, from a CPU profile, the share of time in JSON.
#
#   bench/score_whole.sh [LINES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
lines=${1:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -o "$work/verireward" ./cmd/verireward
python3 - "$lines" > "$work/in.jsonl" <<'P'
import json, sys
rows = []
for name in ("math", "format"):
    with open(f"examples/rollouts/{name}.jsonl") as f:
        rows += [json.loads(line) for line in f if line.strip()]
for i in range(int(sys.argv[1])):
    row = dict(rows[i % len(rows)], id=f"s{i}", group=f"g{i // 8}")
    print(json.dumps(row, ensure_ascii=False))
P
for workers in 1 2; do
  /usr/bin/time -f "workers $workers: %e s wall, %U s user, %M KiB peak" \
    "$work/verireward" score --quiet --workers "$workers" --spec examples/specs/r1-mixed.yaml \
    --out "$work/out.jsonl" "$work/in.jsonl" || [ $? = 3 ]
  [ "$(wc -l < "$work/out.jsonl")" = "$lines" ]
done
