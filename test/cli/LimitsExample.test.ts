/** The example of laws between limits, sampled and fitted, against sums over grids of our own. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { tables } from '../../dsl-examples/data/make.ts'
import limits from '../../dsl-examples/known-limits.ts'
import { lgamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { fitModel, sampleModel } from '../../src/index.ts'
import { exampleTable } from '../support/ExampleTable.ts'

const { text, rows } = exampleTable('known-limits.csv')
const column = (k: number): ReadonlyArray<number> => rows.map((row) => row[k] ?? NaN)
const names = ['scale', 'week', 'off', 'stops', 'sealed']
const data = new Map(
  names.map((name, k) => [
    name,
    { axes: ['readings'], sizes: [40], values: Float32Array.from(column(k)) }
  ])
)

const total = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)
const normal = (x: number, m: number, v: number): number =>
  -0.5 * (Math.log(2 * Math.PI * v) + (x - m) ** 2 / v)

interface Node {
  readonly x: number
  /** The prior's probability of a cell: the law cut to the grid sums to 1. */
  readonly p: number
}
const gridOf = (
  [low, high]: readonly [number, number],
  cells: number,
  logLaw: (x: number) => number
): ReadonlyArray<Node> => {
  const xs = Array.from({ length: cells }, (_, i) => low + ((high - low) * (i + 0.5)) / cells)
  const weights = xs.map((x) => Math.exp(logLaw(x)))
  return xs.map((x, i) => ({ x, p: (weights[i] ?? NaN) / total(weights) }))
}

interface Found {
  readonly evidence: number
  readonly moments: Readonly<Record<string, { readonly mean: number; readonly sd: number }>>
}
const momentsOf = (xs: ReadonlyArray<number>, ws: ReadonlyArray<number>) => {
  const mean = total(xs.map((x, i) => x * (ws[i] ?? NaN))) / total(ws)
  return {
    mean,
    sd: Math.sqrt(total(xs.map((x, i) => (x - mean) ** 2 * (ws[i] ?? NaN))) / total(ws))
  }
}

/** A sum over one grid. */
const alone = (name: string, grid: ReadonlyArray<Node>, log: (x: number) => number): Found => {
  const top = Math.max(...grid.map(({ x }) => log(x)))
  const ws = grid.map(({ x, p }) => p * Math.exp(log(x) - top))
  return {
    evidence: top + Math.log(total(ws)),
    moments: {
      [name]: momentsOf(
        grid.map(({ x }) => x),
        ws
      )
    }
  }
}

const [off, weeks] = [column(2), column(1)]
/** Of weeks about 0 means, slope and what is left are independent. */
const means = Array.from(
  { length: 8 },
  (_, k) => total(off.filter((_y, i) => column(0)[i] === k)) / 5
)
const slope = total(off.map((y, i) => y * (weeks[i] ?? NaN))) / 80
const rest = total(off.map((y) => y * y)) - 5 * total(means.map((m) => m * m)) - 80 * slope ** 2

/** 1, x and x² of a grid under p times this, summed. */
const sums = (grid: ReadonlyArray<Node>, log: (x: number) => number) => {
  const ws = grid.map(({ x, p }) => p * Math.exp(log(x)))
  const of = (k: number): number => total(grid.map(({ x }, i) => x ** k * (ws[i] ?? NaN)))
  return { mass: of(0), first: of(1), second: of(2) }
}

const readings = (): Found => {
  const offsets = gridOf([-2, 2], 80, (x) => -2.5 * Math.log1p((x * x) / 4))
  const drifts = gridOf([0, 0.5], 50, (x) => -2 * Math.log1p((x / 0.3) ** 2 / 3))
  const variances = gridOf([0.01, 4], 200, (v) => -3 * Math.log(v) - 0.5 / v)
  const ratios = gridOf([0, 10], 80, (r) => -2 * Math.log1p(r))
  const [middle, apart] = [total(means) / 8, total(means.map((m) => (m - total(means) / 8) ** 2))]
  const found = variances.flatMap(({ x: v, p }) => {
    const left = -15.5 * Math.log(2 * Math.PI * v) - rest / (2 * v)
    const d = sums(drifts, (x) => normal(slope * Math.sqrt(80), x * Math.sqrt(80), v))
    return ratios.map((r) => {
      const own = v * (1 + 5 * r.x)
      const o = sums(
        offsets,
        (x) => -4 * Math.log(2 * Math.PI * own) - (2.5 * (apart + 8 * (middle - x) ** 2)) / own
      )
      return { v, r: r.x, d, o, w: p * r.p * Math.exp(left) }
    })
  })
  const ws = found.map((c) => c.w * c.o.mass * c.d.mass)
  const mixed = (first: (c: (typeof found)[number]) => number, second: typeof first) => {
    const mean = total(found.map(first)) / total(ws)
    return { mean, sd: Math.sqrt(total(found.map(second)) / total(ws) - mean ** 2) }
  }
  const at = (f: (c: (typeof found)[number]) => number) => momentsOf(found.map(f), ws)
  return {
    evidence: Math.log(total(ws)),
    moments: {
      offset: mixed(
        (c) => c.w * c.d.mass * c.o.first,
        (c) => c.w * c.d.mass * c.o.second
      ),
      drift: mixed(
        (c) => c.w * c.o.mass * c.d.first,
        (c) => c.w * c.o.mass * c.d.second
      ),
      variance: at((c) => c.v),
      ratio: at((c) => c.r)
    }
  }
}

const exact = (): Found => {
  const [stops, sealed] = [column(3), total(column(4))]
  const parts = [
    readings(),
    alone(
      'rate',
      gridOf([0, 4], 1000, (x) => Math.log(x) - x),
      (x) => total(stops.map((n) => n * Math.log(x) - x - lgamma(n + 1)))
    ),
    alone(
      'share',
      gridOf([0.5, 1], 1000, (x) => Math.log(x) + Math.log1p(-x)),
      (x) => sealed * Math.log(x) + (40 - sealed) * Math.log1p(-x)
    )
  ]
  return {
    evidence: total(parts.map((p) => p.evidence)),
    moments: Object.assign({}, ...parts.map((p) => p.moments))
  }
}

test('the table is the one that is made', () => {
  expect(tables['known-limits.csv']?.()).toBe(text)
})

test('laws between limits have the posterior of a grid, by chains; a fit stays below the evidence', async () => {
  const { evidence, moments } = exact()
  const settings = { chains: 2, draws: 500, warmUp: 300 }
  const found = await pipe(limits, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  for (const [name, { mean, sd }] of Object.entries(moments)) {
    const site = found.right.sites.get(name)
    expect(Math.abs((site?.mean.values[0] ?? NaN) - mean) / sd, name).toBeLessThan(0.2)
    expect(Math.abs(Math.sqrt(site?.variance.values[0] ?? NaN) / sd - 1), name).toBeLessThan(0.2)
  }
  const fit = await pipe(limits, fitModel({ data }))()
  if (E.isLeft(fit)) throw new Error(JSON.stringify(fit.left))
  const bound = -(fit.right.result.solution?.lossNats ?? NaN)
  expect(bound).toBeLessThan(evidence + 0.05)
  expect(bound).toBeGreaterThan(evidence - 2)
})
