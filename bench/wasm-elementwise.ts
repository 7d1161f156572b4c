/**
 * Nanoseconds an element of every elementwise function of the WebAssembly executor, and of its
 * normals beside those in JavaScript: interleaved, the least and the median of 300 rounds, arrays
 * that stay in the nearest cache. Run: `node bench/wasm-elementwise.ts`.
 */
import type { KernelMap, KernelZip } from '../src/ir/Plan.ts'
import { fillNormals } from '../src/runtime/Noise.ts'
import { emitMap, emitZip } from '../src/runtime/engine/elementwise/ElementwiseCode.ts'
import { addFunction, makeModule, moduleBytes } from '../src/runtime/engine/emit/Emit.ts'
import { normalTables, normalsPhases } from '../src/runtime/engine/noise/Normals.ts'
import { type Body, loopsOver, runModule } from '../test/support/RunKernel.ts'

const features = { relaxedMadd: true, threads: false }
const rounds = 300

interface Work {
  readonly name: string
  readonly elements: number
  readonly run: (round: number) => void
}

const maps: ReadonlyArray<KernelMap> = [
  'neg',
  'round',
  'sqrt',
  'reciprocal',
  'exp',
  'expm1',
  'log',
  'tanh',
  'sigmoid',
  'softplus'
]
const zips: ReadonlyArray<KernelZip> = ['add', 'max', 'div', 'less', 'pow']
const elements = 2048

const elementwise = (): ReadonlyArray<Work> => {
  const bodies = new Map<string, Body>([
    ...maps.map((op): [string, Body] => [op, (e, [x]) => emitMap(op)(e, x)]),
    ...zips.map((op): [string, Body] => [op, (e, [x, y]) => emitZip(op)(e, x, y)])
  ])
  const {
    operands: [x, y],
    run
  } = loopsOver(features, bodies, elements)
  for (let i = 0; i < elements; i++) {
    x[i] = 0.01 + (4 * ((i * 7919) % elements)) / elements
    y[i] = (3 * ((i * 31) % elements)) / elements - 1
  }
  return [...bodies.keys()].map((name) => ({
    name,
    elements: 8 * elements,
    run: () => {
      for (let i = 0; i < 8; i++) run(name, elements)
    }
  }))
}

const noise = (): ReadonlyArray<Work> => {
  const count = 100_000,
    page = 65_536
  const m = makeModule(features)
  addFunction(m, features, {
    name: 'fill',
    parameters: [],
    body: (e) =>
      normalsPhases({
        count,
        out: (o) => o.i32(page),
        key: (o) => o.i32(page - 16),
        tables: (o) => o.i32(0)
      }).map((p) => p.emit(e, { index: () => e.i32(0), count: () => e.i32(1) }))
  })
  const { memory, call } = runModule(moduleBytes(m), 1 + Math.ceil((4 * count) / page))
  new Float64Array(memory, 0, normalTables.length).set(normalTables)
  const key = new Int32Array(memory, page - 16, 2),
    out = new Float32Array(count)
  return [
    {
      name: 'normals',
      elements: count,
      run: (round) => {
        key.set([round, round ^ 0x5bd1e995])
        call('fill')
      }
    },
    {
      name: 'normals in JavaScript',
      elements: count,
      run: (round) => fillNormals({ k0: round, k1: round ^ 0x5bd1e995 }, out)
    }
  ]
}

const timed = [...elementwise(), ...noise()].map((work) => ({
  ...work,
  times: new Float64Array(rounds)
}))
for (let round = -rounds / 3; round < rounds; round++) {
  for (const { run, times, elements: n } of timed) {
    const start = performance.now()
    run(round)
    if (round >= 0) times[round] = ((performance.now() - start) * 1e6) / n
  }
}
console.log('ns per element'.padEnd(24) + '   least  median')
for (const { name, times } of timed) {
  const sorted = times.toSorted()
  console.log(
    name.padEnd(24) +
      [sorted[0], sorted[rounds / 2]].map((t) => (t ?? NaN).toFixed(2).padStart(8)).join('')
  )
}
