#!/usr/bin/env bash
# csv-parse 7.0.3: the line numbers it gives (info.lines, and those in its messages).
#
# Expected: the line where a record stands, as an editor counts it, whatever the line ends are.
# What happens: a CR LF inside quotes counts twice (CR, then LF), while one that ends a record counts once. So every
# record from there on is given too far down, one line more for each, in files from Windows only.
#
# Seen (the same records; the last stands on line 6):
#   LF     lines 4, 5, 6
#   CR LF  lines 6, 7, 8
#   message for an extra cell on line 6: Invalid Record Length: columns length is 2, got 3 on line 8
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3
cat > finding.mjs <<'JS'
import assert from "node:assert"
import { parse } from "csv-parse/sync"

const text = "a,b\n\"one\n\ntwo\",1\n3,4\n5,6\n"
const windows = text.replaceAll("\n", "\r\n")
const lines = (source) => parse(source, { columns: true, info: true }).map(({ info }) => info.lines)
const [unix, dos] = [lines(text), lines(windows)]
console.log("LF    lines", unix.join(", "))
console.log("CR LF lines", dos.join(", "))
const message = (() => {
  try {
    return parse(windows.replace("5,6", "5,6,7"), { columns: true }) && "none"
  } catch (error) {
    return error.message
  }
})()
console.log("message for an extra cell on line 6:", message)
assert.deepStrictEqual(unix, [4, 5, 6])
assert.deepStrictEqual(dos, [6, 7, 8])
assert(message.endsWith("on line 8"))
JS
node finding.mjs
