#!/usr/bin/env bash
# Prints the whole table of the sandbox's benchmarks, beside a bare fork+exec
# and, if its binary is given, a go-judge server on a loopback port:
#
#   bench/sandbox.sh [PATH-OF-GO-JUDGE-BINARY] [FLAGS OF bench/sandbox]
#
# It takes three minutes on an idle machine with two cores. Read the ratios:
# the machine and the moment cancel out in them.
set -eu
cd "$(dirname "$0")/.."
if [ $# -ge 1 ] && [ "${1#-}" = "$1" ]; then
	judge=$1
	shift
	set -- -go-judge "$judge" "$@"
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go build -o "$dir/bench" ./bench/sandbox
"$dir/bench" "$@"
