#!/usr/bin/env bash
# vitest 5.1.1: what `--bail 1 --reporter json` says of the files after the first failure.
#
# Expected: the file with the failed test has failed; those that were not begun are skipped, or are not there.
# What happens: every file that was not begun is "failed" as well, with no test and no message, so that whoever takes
# the first failed file for the one that failed is told of another one, since the files are in no order of time.
#
# Seen (b fails, c and d are not begun):
#   a passed 1 tests, b failed 1 tests, c failed 0 tests, d failed 0 tests; failed files 3, failed tests 1
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund vitest@5.1.1 vite@8.3.8
for name in a b c d; do
  echo "import { expect, test } from 'vitest'; test('$name', () => expect('$name').not.toBe('b'))" > "$name.test.mjs"
done
npx vitest run --bail 1 --maxWorkers 1 --reporter json --outputFile report.json >/dev/null 2>&1 || true
cat > finding.mjs <<'JS'
import assert from "node:assert"
import { readFileSync } from "node:fs"
const { testResults, numFailedTestSuites, numFailedTests } = JSON.parse(readFileSync("report.json", "utf8"))
const notBegun = testResults.filter(({ assertionResults }) => assertionResults.length === 0)
const name = (path) => path.split("/").pop().split(".")[0]
console.log(
  testResults.map((f) => `${name(f.name)} ${f.status} ${f.assertionResults.length} tests`).sort().join(", ") +
    `; failed files ${numFailedTestSuites}, failed tests ${numFailedTests}`
)
assert(notBegun.length > 0 && notBegun.every(({ status, message }) => status === "failed" && message === ""))
assert(numFailedTests === 1 && numFailedTestSuites === 1 + notBegun.length)
JS
node finding.mjs
