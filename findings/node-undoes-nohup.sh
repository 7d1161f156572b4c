#!/usr/bin/env bash
# Node 24.21.0: what `nohup` sets before a process starts.
#
# Expected: nohup makes a program ignore SIGHUP, as it does for every program that installs no handler of its own, so a
# training started with `nohup node train.js &` outlives the terminal.
# What happens: Node sets all signals back to their defaults before any JavaScript runs, so SIGHUP kills it with 129, and
# no JavaScript can see that it was meant to be ignored. `setsid` helps: no terminal, no SIGHUP from it.
#
# Seen:
#   python  ignores SIGHUP 1  code 0
#   node    ignores SIGHUP 0  code 129
set -euo pipefail
PYTHON=${PYTHON:-python3}
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0

# starts a program under nohup, sends it SIGHUP, says whether it ignored that and how it ended
hung_up() {
  nohup "${@:2}" >"$1.out" 2>&1 & local pid=$!
  sleep 1
  local mask; mask=$(awk '/SigIgn/ { print $2 }' "/proc/$pid/status")
  kill -HUP "$pid"
  local code=0; wait "$pid" 2>/dev/null || code=$?
  printf '%-7s ignores SIGHUP %d  code %d\n' "$1" $((0x${mask: -1} & 1)) "$code" | tee -a seen
}
hung_up python "$PYTHON" -c 'import time; time.sleep(2)'
hung_up node node_modules/node/bin/node -e 'setTimeout(() => {}, 2000)' 2>/dev/null
diff seen - <<'SEEN'
python  ignores SIGHUP 1  code 0
node    ignores SIGHUP 0  code 129
SEEN
