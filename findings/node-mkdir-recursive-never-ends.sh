#!/usr/bin/env bash
# Node 24.21.0: folders with their parents, where the system refuses the name.
#
# Expected: `fs.mkdir(path, { recursive: true })` makes what is missing, or fails as `mkdir -p` does. On Linux no folder
# can be made in /proc: mkdir(2) says ENOENT though /proc is there.
# What happens: Node takes ENOENT for a missing parent, finds that the parent is there, and asks again, for ever; the
# synchronous call as well, with one processor busy. Without `recursive` it is ENOENT at once.
# What helps: `mkdir` without `recursive`, parent by parent.
#
# Seen:
#   mkdir -p   ends
#   plain      ENOENT
#   recursive  still running after 5 s
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
node=node_modules/node/bin/node

{
  timeout 5 mkdir -p /proc/x 2>/dev/null && echo "mkdir -p   makes it" || echo "mkdir -p   ends"
  "$node" -e "fs.mkdir('/proc/x', (error) => console.log('plain      ' + error.code))"
  timeout 5 "$node" -e "fs.mkdir('/proc/x', { recursive: true }, () => console.log('recursive  ends'))" ||
    echo "recursive  still running after 5 s"
} | tee seen
diff seen - <<'SEEN'
mkdir -p   ends
plain      ENOENT
recursive  still running after 5 s
SEEN
