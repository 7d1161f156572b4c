/**
 * Sizes of integer matrices like pruned Bayesian layers under several context models, against their
 * zero-order entropy. Run: `node bench/entropy-code.ts`. The figures are in
 * docs/decisions/entropy-code.md.
 */
import { encodeIntegersWith } from '../src/compress/code/IntegerCode.ts'
import type { ContextModel } from '../src/compress/code/IntegerContexts.ts'
import { CELLS, cellOf, scaleContexts } from '../src/compress/code/IntegerContexts.ts'

const uniforms = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const normal = (u: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u())

const matrix = (
  rows: number,
  columns: number,
  f: (row: number, column: number) => number
): Int32Array =>
  Int32Array.from({ length: rows * columns }, (_, i) =>
    Math.round(f(Math.floor(i / columns), i % columns))
  )

interface Layer {
  readonly name: string
  readonly shape: readonly [number, number]
  readonly values: Int32Array
}

/** N(0, sᵢ² tⱼ²) · level, ln s and ln t ~ N(0, spread²), and a part of the entries zero besides. */
const mixture = (
  rows: number,
  columns: number,
  spread: number,
  level: number,
  zeros: number,
  seed: number
): Layer => {
  const u = uniforms(seed)
  const s = Array.from({ length: rows }, () => Math.exp(spread * normal(u)))
  const t = Array.from({ length: columns }, () => Math.exp(spread * normal(u)))
  const values = matrix(rows, columns, (i, j) =>
    u() < zeros ? 0 : normal(u) * (s[i] ?? 0) * (t[j] ?? 0) * level
  )
  return {
    name: `${rows} × ${columns}, spread ${spread}, level ${level}, +${100 * zeros} % zeros`,
    shape: [rows, columns],
    values
  }
}

/** 22 × 22 pixels × 60 units, each looking at one region. */
const regions = (seed: number): Layer => {
  const u = uniforms(seed)
  const centres = Array.from({ length: 60 }, () => ({
    x: 22 * u(),
    y: 22 * u(),
    radius: 2 + 4 * u()
  }))
  const values = matrix(484, 60, (i, j) => {
    const { x, y, radius } = centres[j] ?? { x: 0, y: 0, radius: 1 }
    const squared = ((i % 22) - x) ** 2 + (Math.floor(i / 22) - y) ** 2
    return 10 * Math.exp(-squared / (2 * radius * radius)) * normal(u) + 0.5 * normal(u)
  })
  return { name: '484 × 60, regions of an image', shape: [484, 60], values }
}

const entropyBytes = (values: Int32Array): number => {
  const counts = new Map<number, number>()
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= count * Math.log2(count / values.length)
  return bits / 8
}

const noContext: ContextModel = {
  name: 'no context',
  contextCounts: [1],
  scan: () => ({ look: () => {}, learn: () => {} })
}

const neighbours: ContextModel = {
  name: 'left, above',
  contextCounts: [1, CELLS * CELLS],
  scan: (columns) => {
    const above = new Float64Array(columns)
    let left = 0
    return {
      look: (_, column, contexts) => {
        contexts[1] = cellOf(column === 0 ? 0 : left) * CELLS + cellOf(above[column] ?? 0)
      },
      learn: (_, column, magnitude) => {
        left = magnitude
        above[column] = magnitude
      }
    }
  }
}

const prefixOf = (levels: number, name: string): ContextModel => ({
  ...scaleContexts,
  name,
  contextCounts: scaleContexts.contextCounts.slice(0, levels)
})

const models = [
  noContext,
  neighbours,
  prefixOf(2, 'scale in octaves'),
  prefixOf(3, 'scale in half octaves'),
  scaleContexts
]
const layers = [
  mixture(300, 100, 0, 3, 0, 1),
  mixture(300, 100, 0, 20, 0.3, 2),
  mixture(300, 100, 0.4, 2, 0, 3),
  mixture(300, 100, 0.6, 1, 0, 4),
  mixture(300, 100, 0.6, 20, 0.1, 5),
  mixture(300, 100, 0.8, 4, 0.1, 6),
  mixture(300, 100, 1, 0.4, 0, 7),
  mixture(500, 60, 0.6, 4, 0.5, 8),
  mixture(60, 10, 0.6, 4, 0.1, 9),
  regions(10)
]

const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`
const sizes = layers.map(({ values, shape }) => [
  entropyBytes(values),
  ...models.map((model) => encodeIntegersWith(model)(values, shape).length)
])
console.log(row(['layer', 'zero %', 'entropy', ...models.map((m) => m.name)]))
console.log(row(['---', ...Array.from({ length: models.length + 2 }, () => '--:')]))
layers.forEach(({ name, values }, i) => {
  const zeros = values.filter((v) => v === 0).length / values.length
  console.log(
    row([name, (100 * zeros).toFixed(0), ...(sizes[i] ?? []).map((size) => size.toFixed(0))])
  )
})
console.log(
  row([
    'sum',
    '',
    ...Array.from({ length: models.length + 1 }, (_, k) =>
      sizes.reduce((sum, s) => sum + (s[k] ?? 0), 0).toFixed(0)
    )
  ])
)
