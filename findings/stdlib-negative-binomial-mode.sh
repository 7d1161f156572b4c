#!/usr/bin/env bash
# @stdlib/stats-base-dists-negative-binomial-mode 0.2.2.
#
# Expected: the most probable count, so a count; its own documentation gives 0 for r <= 1.
# What happens: the formula for r > 1 is used throughout, and gives a negative "count", of probability 0 by
# the sister package: -3 for r = 0.1, p = 0.3 where 0 has probability 0.89.
#
# Seen:
#   r 0.1  mode -3  its probability 0  that of 0: 0.887
#   r 0.5  mode -2  its probability 0  that of 0: 0.548
#   r 2    mode 2  its probability 0.1323  that of 0: 0.090
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @stdlib/stats-base-dists-negative-binomial-mode@0.2.2 @stdlib/stats-base-dists-negative-binomial-pmf@0.1.3
cat > finding.mjs <<'JS'
import assert from "node:assert"
import mode from "@stdlib/stats-base-dists-negative-binomial-mode"
import pmf from "@stdlib/stats-base-dists-negative-binomial-pmf"

const seen = [0.1, 0.5, 2].map((r) => {
  const m = mode(r, 0.3)
  console.log(`r ${String(r).padEnd(3)}  mode ${m}  its probability ${pmf(m, r, 0.3)}  that of 0: ${pmf(0, r, 0.3).toFixed(3)}`)
  return m
})
assert.deepStrictEqual(seen, [-3, -2, 2])
JS
node finding.mjs
