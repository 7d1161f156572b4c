#!/usr/bin/env bash
# TensorFlow.js 4.22.0, backend wasm: the gradient of maxPool.
#
# Expected: the gradient of a window goes to its largest pixel, on cpu and wasm alike.
# What happens: on wasm a window without a positive pixel has no largest one as far as the gradient is concerned: its
# gradient vanishes, or goes to pixel 0 of the image if that lies in the window. The forward values are right.
# Pooling after a ReLU never shows it (but for windows of zeros); pooling before one trains on part of the gradient.
#
# Seen (4 x 4 image, four windows with largest pixels -1, -2, 2, -1 and weights 1, 10, 100, 1000):
#   cpu   forward -1 -2 2 -1   gradient 0 1 0 10 0 0 0 0 0 100 0 0 0 0 0 1000
#   wasm  forward -1 -2 2 -1   gradient 1 0 0 0 0 0 0 0 0 100 0 0 0 0 0 0
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
  const image = tf.tensor4d([-5, -1, -3, -2, -5, -6, -3, -4, 1, 2, -3, -2, 0, -1, -9, -1], [1, 4, 4, 1])
  const weights = tf.tensor4d([1, 10, 100, 1000], [1, 2, 2, 1])
  const pooled = [...tf.maxPool(image, 2, 2, "valid").dataSync()].join(" ")
  const gradient = tf.grad((x) => tf.sum(tf.mul(tf.maxPool(x, 2, 2, "valid"), weights)))(image)
  seen[backend] = [...gradient.dataSync()].join(" ")
  console.log(`${backend.padEnd(5)} forward ${pooled}   gradient ${seen[backend]}`)
  assert.strictEqual(pooled, "-1 -2 2 -1")
}
assert.strictEqual(seen.cpu, "0 1 0 10 0 0 0 0 0 100 0 0 0 0 0 1000")
assert.strictEqual(seen.wasm, "1 0 0 0 0 0 0 0 0 100 0 0 0 0 0 0")
JS
node finding.mjs
