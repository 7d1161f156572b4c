#!/usr/bin/env bash
# TensorFlow.js 4.22.0: log1p and erf near 0, by backend (cpu, wasm; float32).
#
# Expected: log1p exists to be right where log(1 + x) is not, and erf(x) is 2x/sqrt(pi) for small x, on every backend.
# What happens: on wasm log1p *is* log(1 + x): 0 at 1e-8, 5 % off at 1e-6 (cpu is right). On cpu erf has absolute
# accuracy only: 9 % off at 1e-8 (wasm is right). So neither backend can be the reference for the other.
#
# Seen:
#   cpu   log1p(1e-8) 9.99999993922529e-9  log1p(1e-6) 9.999995427278918e-7  erf(1e-8) 1.2283862815820612e-8
#   wasm  log1p(1e-8) 0  log1p(1e-6) 9.536738616588991e-7  erf(1e-8) 1.1283791678806665e-8
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > finding.mjs <<'JS'
import assert from "node:assert"
import { createRequire } from "node:module"
import path from "node:path"
const require = createRequire(import.meta.url)
const tf = require("@tensorflow/tfjs")
const wasm = require("@tensorflow/tfjs-backend-wasm")
wasm.setWasmPaths(path.join(path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist/"))

const seen = {}
for (const backend of ["cpu", "wasm"]) {
  await tf.setBackend(backend)
  const x = tf.tensor1d([1e-8, 1e-6])
  const [log, erf] = [[...tf.log1p(x).dataSync()], [...tf.erf(x).dataSync()]]
  seen[backend] = { log, erf }
  console.log(`${backend.padEnd(5)} log1p(1e-8) ${log[0]}  log1p(1e-6) ${log[1]}  erf(1e-8) ${erf[0]}`)
}
const near = (value, truth) => Math.abs(value / truth - 1) < 1e-3
const slope = 2 / Math.sqrt(Math.PI)
assert(near(seen.cpu.log[0], 1e-8) && near(seen.wasm.erf[0], slope * 1e-8))
assert(seen.wasm.log[0] === 0 && Math.abs(seen.wasm.log[1] / 1e-6 - 1) > 0.03)
assert(Math.abs(seen.cpu.erf[0] / (slope * 1e-8) - 1) > 0.05)
JS
node finding.mjs
