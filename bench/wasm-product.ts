/**
 * Products of matrices on one thread, by strategy and width, against tfjs on its wasm backend:
 * times as ratios to the strategy that the shape gets with 128-bit vectors, interleaved in one
 * process, the best of many rounds. The figures are in docs/decisions/wasm-product.md.
 *
 * Run: `node bench/wasm-product.ts [--rounds 60]`
 */
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-wasm'
import type { Features } from '../src/runtime/engine/emit/Emit.ts'
import { addFunction, makeModule, moduleBytes } from '../src/runtime/engine/emit/Emit.ts'
import type { ProductShape, ProductStrategy } from '../src/runtime/engine/product/Product.ts'
import {
  productPhases,
  productScratchBytes,
  productStrategy
} from '../src/runtime/engine/product/Product.ts'
import { normals } from '../src/runtime/Noise.ts'

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '60' } } })

/** The part of the WebAssembly interface that is used here. */
interface WebAssemblyInterface {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer
  }
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (
    module: object,
    imports: object
  ) => { readonly exports: Readonly<Record<string, unknown>> }
}
const webAssembly: WebAssemblyInterface = Reflect.get(globalThis, 'WebAssembly')

interface Case {
  readonly title: string
  readonly m: number
  readonly k: number
  readonly n: number
  readonly x?: 'transposed'
  readonly y?: 'transposed'
}
const cases: ReadonlyArray<Case> = [
  { title: 'layer 1', m: 128, k: 784, n: 300 },
  { title: 'layer 1, input', m: 128, k: 300, n: 784, y: 'transposed' },
  { title: 'layer 1, weights', m: 784, k: 128, n: 300, x: 'transposed' },
  { title: 'layer 2', m: 128, k: 300, n: 100 },
  { title: 'layer 2, input', m: 128, k: 100, n: 300, y: 'transposed' },
  { title: 'layer 2, weights', m: 300, k: 128, n: 100, x: 'transposed' },
  { title: 'layer 3', m: 128, k: 100, n: 10 },
  { title: 'convolution 1', m: 73_728, k: 25, n: 20 },
  { title: 'convolution 1, weights', m: 25, k: 73_728, n: 20, x: 'transposed' },
  { title: 'convolution 2', m: 8192, k: 500, n: 50 },
  { title: 'convolution 2, weights', m: 500, k: 8192, n: 50, x: 'transposed' },
  { title: 'convolution 2, input', m: 8192, k: 50, n: 500, y: 'transposed' },
  { title: 'one row', m: 1, k: 784, n: 300 },
  { title: 'one column', m: 400, k: 100, n: 1 }
]

const shapeOf = ({ m, k, n, x, y }: Case): ProductShape => ({
  batch: 1,
  m,
  k,
  n,
  x:
    x === 'transposed'
      ? { rowStride: 1, columnStride: m, batchStride: 0 }
      : { rowStride: k, columnStride: 1, batchStride: 0 },
  y:
    y === 'transposed'
      ? { rowStride: 1, columnStride: k, batchStride: 0 }
      : { rowStride: n, columnStride: 1, batchStride: 0 }
})

/** The product ready to run on one thread, and a look at its result. */
interface Ready {
  readonly run: () => void
  readonly out: Float32Array
}

const ready = (c: Case, name: ProductStrategy['name'], features: Features): Ready => {
  const p = shapeOf(c)
  const aligned = (bytes: number): number => 64 * Math.ceil(bytes / 64) + 64
  const x = 64,
    y = x + aligned(4 * c.m * c.k),
    out = y + aligned(4 * c.k * c.n),
    scratch = out + aligned(4 * c.m * c.n)
  const m = makeModule(features)
  const phases = productPhases(
    {
      ...p,
      x: { ...p.x, base: (e) => e.i32(x) },
      y: { ...p.y, base: (e) => e.i32(y) },
      out: (e) => e.i32(out)
    },
    (e) => e.i32(scratch),
    name
  )
  phases.forEach((phase, i) =>
    addFunction(m, features, {
      name: `phase${i}`,
      parameters: [],
      body: (e) => [phase.emit(e, { index: () => e.i32(0), count: () => e.i32(1) })]
    })
  )
  const bytes = moduleBytes(m)
  const memory = new webAssembly.Memory({
    initial: Math.ceil((scratch + aligned(productScratchBytes(p, name))) / 65_536),
    maximum: 65_536
  })
  new Float32Array(memory.buffer, x, c.m * c.k).set(normals({ seed: 1, step: 0 }, 'x', c.m * c.k))
  new Float32Array(memory.buffer, y, c.k * c.n).set(normals({ seed: 1, step: 0 }, 'y', c.k * c.n))
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), { env: { memory } })
  const functions = phases
    .map((_, i) => exports[`phase${i}`])
    .filter((f) => typeof f === 'function')
  return {
    run: () => {
      for (const f of functions) f()
    },
    out: new Float32Array(memory.buffer, out, c.m * c.n)
  }
}

/**
 * tfjs at its best: transposition as an operation of its own, since its product with transposed
 * operands is far slower.
 */
const peer = (c: Case): (() => void) => {
  const x = tf.tensor2d(
    normals({ seed: 1, step: 0 }, 'x', c.m * c.k),
    c.x === undefined ? [c.m, c.k] : [c.k, c.m]
  )
  const y = tf.tensor2d(
    normals({ seed: 1, step: 0 }, 'y', c.k * c.n),
    c.y === undefined ? [c.k, c.n] : [c.n, c.k]
  )
  return () =>
    tf.tidy(() => {
      tf.matMul(c.x === undefined ? x : tf.transpose(x), c.y === undefined ? y : tf.transpose(y))
    })
}

const timeMs = (run: () => void, times: number): number => {
  const start = performance.now()
  for (let i = 0; i < times; i++) run()
  return (performance.now() - start) / times
}
/** How often a millisecond is. */
const perMillisecond = (run: () => void): number => {
  run()
  return Math.max(1, Math.round(1 / Math.min(...[1, 2, 3].map(() => timeMs(run, 1)))))
}

// The best code at once: none of the rounds runs what the engine makes in haste.
setFlagsFromString('--no-liftoff')
await tf.setBackend('wasm')
await tf.ready()
const narrow: Features = { relaxedMadd: true, threads: false },
  wide: Features = { ...narrow, wide: true }
const can = (c: Case, name: ProductStrategy['name']): boolean =>
  name === 'packed' || (name === 'dot' ? c.n === 1 : c.y === undefined && c.n > 1)

const rows = cases.map((c) => {
  const chosen = productStrategy(shapeOf(c)).name
  const other: ProductStrategy['name'] = chosen === 'packed' ? 'direct' : 'packed'
  return {
    c,
    chosen,
    other,
    ways: [
      ready(c, chosen, narrow),
      ready(c, chosen, { ...narrow, relaxedMadd: false }),
      can(c, other) ? ready(c, other, narrow) : undefined
    ].map((w) => w && { ...w, often: perMillisecond(w.run) }),
    tfjs: peer(c)
  }
})
// Code made from here on may use 256-bit vectors; what is made stays as it is.
setFlagsFromString('--experimental-wasm-revectorize')
const cell = (x: number | undefined, digits = 2): string =>
  x === undefined || !Number.isFinite(x) ? '' : x.toFixed(digits)
console.log(
  '| product | shape | strategy | GFLOPS | without relaxed_madd | other strategy | ' +
    'tfjs wasm | 256-bit | 256-bit, other strategy |'
)
console.log('|---|---|---|--:|--:|--:|--:|--:|--:|')
for (const { c, chosen, other, ways, tfjs } of rows) {
  const pairs = [ready(c, chosen, wide), can(c, other) ? ready(c, other, wide) : undefined].map(
    (w) => w && { ...w, often: perMillisecond(w.run) }
  )
  const [ours, unfused, second] = ways,
    [doubled, doubledSecond] = pairs
  if (ours === undefined || doubled === undefined) throw new Error('no product')
  if (ours.out.some((value, i) => value !== doubled.out[i]))
    throw new Error(`${c.title}: the widths differ`)
  const all = [
    ours,
    unfused,
    second,
    { run: tfjs, often: perMillisecond(tfjs) },
    doubled,
    doubledSecond
  ]
  const times = all.map(() => new Array<number>())
  for (let round = 0; round < Number(options.rounds); round++)
    all.forEach((way, i) => {
      if (way !== undefined) times[i]?.push(timeMs(way.run, way.often))
    })
  const [own = NaN, ...others] = times.map((t) => Math.min(...t))
  const shape = `[${c.m}×${c.k}]${c.x === undefined ? '' : 'ᵀ'}·[${c.k}×${c.n}]${c.y === undefined ? '' : 'ᵀ'}`
  console.log(
    `| ${c.title} | ${shape} | ${chosen} | ${cell((2e-6 * c.m * c.k * c.n) / own, 1)} | ` +
      `${others.map((t) => cell(t / own)).join(' | ')} |`
  )
}
