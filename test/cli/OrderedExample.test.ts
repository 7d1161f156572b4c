/** The example of answers in order, sampled, against a grid that shares no code with the compiler. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import satisfaction from '../../dsl-examples/satisfaction.ts'
import { sampleModel } from '../../src/index.ts'

const rows = readFileSync(
  fileURLToPath(new URL('../../dsl-examples/data/satisfaction.csv', import.meta.url)),
  'utf8'
)
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number))
const column = (k: number) => ({
  axes: ['guests'],
  sizes: [rows.length],
  values: Float32Array.from(rows, (row) => row[k] ?? NaN)
})
const data = new Map([
  ['wait', column(0)],
  ['answer', column(1)]
])

const middle = 15
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const points = (at: number, half: number): ReadonlyArray<number> =>
  Array.from({ length: 13 }, (_, i) => at + (half * (i - 6)) / 6)

/** Moments of slope, first, toGood and toExcellent over a grid about a wait in the middle. */
const exact = () => {
  const sums = new Float64Array(9)
  const logs: Array<number> = [],
    values: Array<ReadonlyArray<number>> = []
  for (const slope of points(-0.12, 0.08))
    for (const a of points(-1.2, 0.8))
      for (const logGood of points(0.4, 0.6))
        for (const logExcellent of points(0.83, 0.6)) {
          const [good, excellent] = [Math.exp(logGood), Math.exp(logExcellent)]
          const first = a + slope * middle
          const cuts = [-Infinity, a, a + good, a + good + excellent, Infinity]
          // the priors, and what the logarithms of the grid stretch
          let log = -0.5 * slope ** 2 - 0.5 * (first / 5) ** 2
          log += -0.5 * (good + excellent) + logGood + logExcellent
          for (const [wait = NaN, k = NaN] of rows) {
            const at = slope * (wait - middle)
            log += Math.log(sigmoid((cuts[k + 1] ?? NaN) - at) - sigmoid((cuts[k] ?? NaN) - at))
          }
          logs.push(log)
          values.push([slope, first, good, excellent])
        }
  const top = logs.reduce((x, y) => Math.max(x, y), -Infinity)
  logs.forEach((log, i) => {
    const weight = Math.exp(log - top)
    sums[8] = (sums[8] ?? 0) + weight
    values[i]?.forEach((v, k) => {
      sums[k] = (sums[k] ?? 0) + weight * v
      sums[4 + k] = (sums[4 + k] ?? 0) + weight * v * v
    })
  })
  return [0, 1, 2, 3].map((k) => {
    const [mean, square] = [k, 4 + k].map((i) => (sums[i] ?? NaN) / (sums[8] ?? NaN))
    return { mean: mean ?? NaN, sd: Math.sqrt((square ?? NaN) - (mean ?? NaN) ** 2) }
  })
}

test('answers in order have the posterior of a grid', async () => {
  const settings = { chains: 2, draws: 300, warmUp: 300 }
  const found = await pipe(satisfaction, sampleModel({ data, threads: 1, settings }))()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  const names = ['slope', 'first', 'toGood', 'toExcellent']
  exact().forEach(({ mean, sd }, k) => {
    const site = found.right.sites.get(names[k] ?? '')
    expect(Math.abs((site?.mean.values[0] ?? NaN) - mean) / sd).toBeLessThan(0.2)
    expect(Math.abs(Math.sqrt(site?.variance.values[0] ?? NaN) / sd - 1)).toBeLessThan(0.2)
  })
})
