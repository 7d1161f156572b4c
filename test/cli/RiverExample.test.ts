/** The example of a walk, sampled and fitted, against a grid that shares no code with the compiler. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import river from '../../dsl-examples/river-level.ts'
import { fitModel, sampleModel } from '../../src/index.ts'
import { exampleTable } from '../support/ExampleTable.ts'

const readings = exampleTable('river-level.csv').rows.map(([, level = NaN]) => level)
const data = new Map([
  ['reading', { axes: ['days'], sizes: [36], values: Float32Array.from(readings) }]
])

interface Filtered {
  readonly nats: number
  readonly last: { readonly mean: number; readonly variance: number }
}

/** ln p(readings | step, error) and the last level by Kalman's recursions. */
const filtered = (step: number, error: number): Filtered =>
  readings.reduce<Filtered>(
    ({ nats, last }, y, t) => {
      const before = t === 0 ? 30 ** 2 : last.variance + step ** 2
      const total = before + error ** 2
      const gain = before / total
      return {
        nats: nats - 0.5 * (Math.log(2 * Math.PI * total) + (y - last.mean) ** 2 / total),
        last: { mean: last.mean + gain * (y - last.mean), variance: before * (1 - gain) }
      }
    },
    { nats: 0, last: { mean: 200, variance: 0 } }
  )

const halfNormal = (x: number, s: number): number =>
  0.5 * Math.log(2 / Math.PI) - Math.log(s) - 0.5 * (x / s) ** 2

/** Moments of step, error and the last level over a grid of the first two, and ln p(readings). */
const exact = () => {
  const cell = 0.25
  const grid = Array.from({ length: 120 }, (_, i) => (i + 0.5) * cell)
  const cells = grid.flatMap((step) =>
    grid.map((error) => {
      const { nats, last } = filtered(step, error)
      return { step, error, last, nats: nats + halfNormal(step, 10) + halfNormal(error, 10) }
    })
  )
  const top = cells.reduce((most, c) => Math.max(most, c.nats), -Infinity)
  const weights = cells.map((c) => Math.exp(c.nats - top))
  const total = weights.reduce((a, b) => a + b, 0)
  const mean = (f: (c: (typeof cells)[number]) => number): number =>
    cells.reduce((sum, c, i) => sum + f(c) * (weights[i] ?? NaN), 0) / total
  const moments = (first: (c: (typeof cells)[number]) => number, variance = 0) => {
    const m = mean(first)
    return { mean: m, sd: Math.sqrt(variance + mean((c) => (first(c) - m) ** 2)) }
  }
  return {
    step: moments((c) => c.step),
    error: moments((c) => c.error),
    last: moments(
      (c) => c.last.mean,
      mean((c) => c.last.variance)
    ),
    evidence: top + Math.log(total * cell * cell)
  }
}

test('a walk has the posterior of a grid, by chains; a fit stays below the evidence', async () => {
  const { step, error, last, evidence } = exact()
  const settings = { chains: 2, draws: 250, warmUp: 250 }
  const found = await pipe(river, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const { sites } = found.right
  for (const [name, at, { mean, sd }] of [
    ['step', 0, step],
    ['error', 0, error],
    ['level', 35, last]
  ] as const) {
    const site = sites.get(name)
    expect(Math.abs((site?.mean.values[at] ?? NaN) - mean) / sd, name).toBeLessThan(0.25)
    expect(Math.abs(Math.sqrt(site?.variance.values[at] ?? NaN) / sd - 1), name).toBeLessThan(0.25)
  }
  const fit = await pipe(river, fitModel({ data, compile: { centred: ['level'] } }))()
  if (E.isLeft(fit)) throw new Error(JSON.stringify(fit.left))
  const bound = -(fit.right.result.solution?.lossNats ?? NaN)
  expect(bound).toBeLessThan(evidence)
  expect(bound).toBeGreaterThan(evidence - 8)
})
