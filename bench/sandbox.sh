#!/usr/bin/env bash
# Compares this sandbox with a bare fork+exec, and with go-judge if there is one:
#
#   bench/sandbox.sh [PATH-OF-GO-JUDGE-BINARY]
#
# Read the figures as ratios to the line "bare" of the same group: the machine
# and the moment cancel out. go-judge is asked over HTTP on a loopback port and
# told to keep everything on this machine.
set -eu
cd "$(dirname "$0")/.."
count=${COUNT:-300x}
go test ./sandbox -run '^$' -bench 'BenchmarkRun' -benchtime "$count" | grep -E 'Benchmark|ns/op'
[ $# -ge 1 ] || exit 0

port=${PORT:-5959}
dir=$(mktemp -d)
"$1" -http-addr "127.0.0.1:$port" -dir "$dir" -silent >/dev/null 2>&1 &
judge=$!
trap 'kill "$judge" 2>/dev/null || true; rm -rf "$dir"' EXIT
for _ in $(seq 50); do
	curl -fs "http://127.0.0.1:$port/version" >/dev/null 2>&1 && break
	sleep 0.1
done

request() { # argument list as JSON
	printf '{"cmd":[{"args":%s,"env":["PATH=/usr/bin:/bin"],"files":[{"content":""},{"name":"stdout","max":10240},{"name":"stderr","max":10240}],"cpuLimit":10000000000,"memoryLimit":536870912,"procLimit":50}]}' "$1"
}
measure() { # name, arguments
	python3 - "$port" "$1" "$(request "$2")" "${count%x}" <<-'PY'
	import http.client, json, sys, time
	port, name, body, n = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
	c = http.client.HTTPConnection("127.0.0.1", port)
	def once():
	    c.request("POST", "/run", body, {"Content-Type": "application/json"})
	    r = json.loads(c.getresponse().read())
	    assert r[0]["status"] == "Accepted", r
	once()
	t = time.perf_counter()
	for _ in range(n):
	    once()
	print("go-judge/%-14s %10.0f ns/op" % (name, (time.perf_counter() - t) / n * 1e9))
	PY
}
measure true '["/bin/true"]'
measure python-hello '["/usr/bin/python3","-I","-S","-c","print(\"hello\")"]'
