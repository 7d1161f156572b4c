/** The example of a choice with a smooth draw, sampled and fitted, against sums over a grid of shares. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { tables } from '../../dsl-examples/data/make.ts'
import gauge from '../../dsl-examples/which-gauge.ts'
import { fitModel, sampleModel } from '../../src/index.ts'
import { exampleTable } from '../support/ExampleTable.ts'

const { text, rows } = exampleTable('which-gauge.csv')
const days = rows.length
const tensor = (axis: string, from: number, to: number) => ({
  axes: ['days', axis],
  sizes: [days, to - from],
  values: Float32Array.from(rows.flatMap((row) => row.slice(from, to)))
})
const data = new Map([
  ['rain', tensor('gauges', 0, 3)],
  ['level', tensor('wells', 3, 7)]
])

const total = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)
/** Σ over days of the product of two columns. */
const dots = Array.from({ length: 7 }, (_, j) =>
  Array.from({ length: 7 }, (__, k) => total(rows.map((row) => (row[j] ?? NaN) * (row[k] ?? NaN))))
)
const dot = (j: number, k: number): number => dots[j]?.[k] ?? NaN

/** ln of two of the shares over the third are differences of Gumbel numbers, over the temperature. */
const shareGrid = () => {
  const temperature = 0.3,
    step = 0.5
  const places = Array.from({ length: 241 }, (_, i) => (i - 120) * step)
  return places.flatMap((a) =>
    places.map((b) => {
      const [c, d] = [temperature * a, temperature * b]
      const top = Math.max(a, b, 0)
      const sum = Math.exp(a - top) + Math.exp(b - top) + Math.exp(-top)
      const density = (2 * Math.exp(-c - d)) / (1 + Math.exp(-c) + Math.exp(-d)) ** 3
      return {
        shares: [a, b, 0].map((x) => Math.exp(x - top) / sum),
        prior: (step * temperature) ** 2 * density
      }
    })
  )
}

/** Mean shares of each well, the mean error, and ln p(levels), the error on a grid. */
const exact = () => {
  const grid = shareGrid()
  expect(total(grid.map((g) => g.prior))).toBeCloseTo(1, 6)
  const squares = [3, 4, 5, 6].map((well) =>
    grid.map(({ shares: [a = NaN, b = NaN, c = NaN] }) => {
      const met = a * dot(0, well) + b * dot(1, well) + c * dot(2, well)
      const own = a * a * dot(0, 0) + b * b * dot(1, 1) + c * c * dot(2, 2)
      return (
        dot(well, well) -
        2 * met +
        own +
        2 * (a * b * dot(0, 1) + a * c * dot(0, 2) + b * c * dot(1, 2))
      )
    })
  )
  const width = 0.01
  const errors = Array.from({ length: 30 }, (_, i) => 0.28 + (i + 0.5) * width)
  const found = errors.map((error) => {
    const wells = squares.map((own) => {
      let mass = 0
      const shares = [0, 0, 0]
      grid.forEach(({ shares: at, prior }, i) => {
        const w = prior * Math.exp((-0.5 * (own[i] ?? NaN)) / error ** 2)
        mass += w
        at.forEach((s, k) => (shares[k] = (shares[k] ?? NaN) + w * s))
      })
      return { mass, shares: shares.map((s) => s / mass) }
    })
    const log =
      Math.log(Math.sqrt(2 / Math.PI) * width) -
      0.5 * error ** 2 -
      4 * days * (0.5 * Math.log(2 * Math.PI) + Math.log(error)) +
      total(wells.map((w) => Math.log(w.mass)))
    return { error, log, shares: wells.flatMap((w) => w.shares) }
  })
  const top = Math.max(...found.map((f) => f.log))
  const ws = found.map((f) => Math.exp(f.log - top))
  const mean = (f: (c: (typeof found)[number]) => number): number =>
    total(found.map((c, i) => f(c) * (ws[i] ?? NaN))) / total(ws)
  return {
    evidence: top + Math.log(total(ws)),
    error: mean((c) => c.error),
    shares: Array.from({ length: 12 }, (_, k) => mean((c) => c.shares[k] ?? NaN))
  }
}

test('the table is the one that is made', () => {
  expect(tables['which-gauge.csv']?.()).toBe(text)
})

test('shares of gauges have the posterior of a grid, by chains; a fit stays below the evidence', async () => {
  const { evidence, error, shares } = exact()
  // one gauge a well: 1, 3, 3, 2
  expect([0, 2, 2, 1].map((k, well) => shares[3 * well + k]).every((s) => (s ?? 0) > 0.9)).toBe(
    true
  )
  const settings = { chains: 2, draws: 400, warmUp: 300 }
  const found = await pipe(gauge, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const fit = await pipe(gauge, fitModel({ data }))()
  if (E.isLeft(fit)) throw new Error(JSON.stringify(fit.left))
  const bound = -(fit.right.result.solution?.lossNats ?? NaN)
  const site = found.right.sites.get('chosen')
  expect(site?.mean.axes).toEqual(['gauges', 'wells'])
  const wanted = [0, 1, 2].flatMap((k) => [0, 1, 2, 3].map((well) => shares[3 * well + k] ?? NaN))
  wanted.forEach((s, k) =>
    expect(Math.abs((site?.mean.values[k] ?? NaN) - s), `${k}`).toBeLessThan(0.02)
  )
  expect(Math.abs((found.right.sites.get('error')?.mean.values[0] ?? NaN) - error)).toBeLessThan(
    0.01
  )
  expect(bound).toBeLessThan(evidence)
  expect(bound).toBeGreaterThan(evidence - 3)
})
