#!/usr/bin/env bash
# Node 24.21.0 (V8 13.6), --experimental-wasm-revectorize, on x64 with AVX2: pairs of 128-bit vectors as one of 256 bits.
#
# A tile of a product of matrices, 6 rows of 4 vectors, is summed over 200 terms in locals and stored. Twice the same
# loop; only the stores after it differ: of the last vector of each row all four lanes are written, or one.
#
# Expected: what is whole is joined either way, so that 13 columns take as long as 16, which are computed anyway.
# What happens: 13 columns take 2.5 to 3.4 times as long as 16: a store that is not half of a pair keeps more than its
# own vector apart. Stored whole into memory of their own, and copied from there, they take as long as 16.
# (Without the flag all take five times as long: 24 sums are more than there are registers.)
#
# Seen (best of 12 turns, ms):
#   joined  16 columns 25    13 columns 84    13, by way of whole vectors 27
#   plain   16 columns 143   13 columns 145   13, by way of whole vectors 135
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0 binaryen@132.0.0
cat > finding.mjs <<'JS'
import assert from "node:assert"
import binaryen from "binaryen"

const rows = 6, vectors = 4, terms = 200
const each = (n, f) => Array.from({ length: n }, (_, i) => f(i)).join("\n")
/** Sums a tile `turns` times; x lies at 0, y at 65536, the result at 131072, memory of its own at 196608. */
const tile = (name, stores) => `
(func (export "${name}") (param $turns i32) (local $x i32) (local $y i32) (local $k i32) (local $e v128)
  ${each(vectors, (v) => `(local $c${v} v128)`)} ${each(rows * vectors, (s) => `(local $s${s} v128)`)}
  (loop $again
    (local.set $x (i32.const 0)) (local.set $y (i32.const 65536)) (local.set $k (i32.const ${terms}))
    ${each(rows * vectors, (s) => `(local.set $s${s} (v128.const i32x4 0 0 0 0))`)}
    (loop $term
      ${each(vectors, (v) => `(local.set $c${v} (v128.load offset=${16 * v} (local.get $y)))`)}
      ${each(rows, (r) => `(local.set $e (v128.load32_splat offset=${r * 4 * terms} (local.get $x)))
        ${each(vectors, (v) => `(local.set $s${r * vectors + v} (f32x4.relaxed_madd (local.get $e)
          (local.get $c${v}) (local.get $s${r * vectors + v})))`)}`)}
      (local.set $x (i32.add (local.get $x) (i32.const 4)))
      (local.set $y (i32.add (local.get $y) (i32.const ${16 * vectors})))
      (br_if $term (local.tee $k (i32.sub (local.get $k) (i32.const 1)))))
    ${each(rows, stores)}
    (br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1))))))`
const out = (offset) => `offset=${offset} align=4 (i32.const 131072)`
const sum = (r, v) => `(local.get $s${r * vectors + v})`
const whole = (r) => (v) => `(v128.store ${out(256 * r + 16 * v)} ${sum(r, v)})`
const text = `(module (memory 4)
${tile("sixteen", (r) => each(4, whole(r)))}
${tile("thirteen", (r) => `${each(3, whole(r))} (v128.store32_lane offset=${256 * r + 48} align=4 0 (i32.const 131072) ${sum(r, 3)})`)}
${tile("copied", (r) => `${each(2, whole(r))}
  ${each(2, (v) => `(v128.store offset=${32 * r + 16 * v} align=4 (i32.const 196608) ${sum(r, 2 + v)})`)}
  (i64.store ${out(256 * r + 32)} (i64.load offset=${32 * r} align=4 (i32.const 196608)))
  (i64.store ${out(256 * r + 40)} (i64.load offset=${32 * r + 8} align=4 (i32.const 196608)))
  (i32.store ${out(256 * r + 48)} (i32.load offset=${32 * r + 16} align=4 (i32.const 196608)))`)})`
const module = binaryen.parseText(text)
module.setFeatures(binaryen.Features.SIMD128 | binaryen.Features.RelaxedSIMD)
assert(module.validate())
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.emitBinary()))
const names = ["sixteen", "thirteen", "copied"]
const timed = (name) => {
  const begun = performance.now()
  exports[name](60_000)
  return performance.now() - begun
}
// the engine optimises between calls
const turns = Array.from({ length: 15 }, () => names.map(timed))
const best = names.map((_, i) => Math.min(...turns.slice(3).map((t) => t[i])))
console.log(`${process.argv[2].padEnd(7)} 16 columns ${best[0].toFixed(0)}   13 columns ${best[1].toFixed(0)}   13, by way of whole vectors ${best[2].toFixed(0)}`)
const [sixteen, thirteen, copied] = best
if (process.argv[2] === "joined") assert(thirteen > 1.5 * sixteen && copied < 1.4 * sixteen)
else assert(thirteen < 1.3 * sixteen)
JS
node_modules/.bin/node --experimental-wasm-revectorize finding.mjs joined
node_modules/.bin/node finding.mjs plain
