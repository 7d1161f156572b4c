#!/usr/bin/env bash
# vega-lite 6.5.0 on vega 6.4.0: a line chart of a series with one infinite value.
#
# Expected: as for NaN and null, which invalid data are: that point is left out, the others are drawn.
# What happens: the scale gets the domain [NaN, NaN], every finite non-zero height is lost with it, and the axis has no
# numbers. Nothing is thrown; at the default log level of a View nothing is said either. The loss curve of
# a run that diverged once shows nothing.
#
# Seen (SVG path of the line, domain of y):
#   1,2,3,4          M0,225L100,150L200,75L300,0   0,4
#   1,2,null,4       M0,225L100,150M300,0Z   0,4
#   1,2,NaN,4        M0,225L100,150M300,0Z   0,4
#   1,2,Infinity,4   M0,0L100,0M300,0Z   NaN,NaN
#   1,2,-Infinity,4  M0,0L100,0M300,0Z   NaN,NaN
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund vega@6.4.0 vega-lite@6.5.0
cat > finding.mjs <<'JS'
import assert from "node:assert"
import * as vega from "vega"
import { compile } from "vega-lite"

const draw = async (third) => {
  const ys = [1, 2, third, 4]
  const values = ys.map((y, i) => ({ i, y }))
  const axis = (field) => ({ field, type: "quantitative" })
  const { spec } = compile({ data: { values }, mark: "line", encoding: { x: axis("i"), y: axis("y") } })
  const view = new vega.View(vega.parse(spec), { renderer: "none" })
  await view.runAsync()
  const path = /class="mark-line.*?<path[^>]* d="([^"]*)"/s.exec(await view.toSVG())[1]
  const domain = view.scale("y").domain()
  console.log(ys.map(String).join(",").padEnd(16), path, " ", domain.join(","))
  return { path, domain }
}
const whole = await draw(3)
for (const missing of [null, NaN]) assert((await draw(missing)).path.startsWith("M0,225L100,150"))
for (const infinite of [Infinity, -Infinity]) {
  const { path, domain } = await draw(infinite)
  assert(domain.every(Number.isNaN) && path.startsWith("M0,0L100,0"))
}
assert.deepStrictEqual(whole.domain, [0, 4])
JS
node finding.mjs
