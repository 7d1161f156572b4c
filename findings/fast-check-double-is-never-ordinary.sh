#!/usr/bin/env bash
# fast-check 4.10.2: fc.double({ min: 0, max: 1, noNaN: true }).
#
# Expected: numbers spread over [0, 1], with the ends more often than they deserve.
# What happens: drawn evenly over the *representations*, so the exponent is uniform: the median is 1e-166 and 0.5 % of
# the draws lie in [0.01, 0.99]. A law "for every scale in (0, 10]" tests underflow a hundred times and an
# ordinary scale hardly ever: a law that is false for every number in (0.3, 0.7) passes in most runs.
# An interval away from 0, such as [1, 2], is spread as expected, which hides it.
#
# Seen:
#   median of [0, 1]: 1.5e-166; share in [0.01, 0.99]: 0.55 %
#   median of [1, 2]: 1.46
#   false throughout (0.3, 0.7), 100 cases a run: found by 6 of 50 runs
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund fast-check@4.10.2
cat > finding.mjs <<'JS'
import assert from "node:assert"
import fc from "fast-check"

const sorted = (min, max) =>
  fc.sample(fc.double({ min, max, noNaN: true }), { numRuns: 20000, seed: 1 }).sort((a, b) => a - b)
const unit = sorted(0, 1)
const ordinary = unit.filter((x) => x >= 0.01 && x <= 0.99).length / unit.length
const above = sorted(1, 2)[10000]
console.log(`median of [0, 1]: ${unit[10000].toExponential(1)}; share in [0.01, 0.99]: ${(100 * ordinary).toFixed(2)} %`)
console.log(`median of [1, 2]: ${above.toFixed(2)}`)
const law = fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (x) => !(x > 0.3 && x < 0.7))
const found = Array.from({ length: 50 }, (_, seed) => fc.check(law, { seed }).failed).filter(Boolean).length
console.log(`false throughout (0.3, 0.7), 100 cases a run: found by ${found} of 50 runs`)
assert(unit[10000] < 1e-100 && ordinary < 0.02 && above > 1.3 && above < 1.7 && found < 25)
JS
node finding.mjs
