/** Fits of totals that are latent under binomials, against the posterior by enumeration. */
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  axis,
  binomial,
  fitModel,
  observe,
  over,
  poisson,
  program,
  sample
} from '../../src/index.ts'
import { must } from '../inference/Fits.ts'

const [ponds, visits] = [axis('ponds', 3), axis('visits', 4)]
const mean = 9,
  seen = 0.45
const counted = [
  [4, 2, 5, 3],
  [0, 1, 0, 1],
  [7, 9, 6, 8]
]
const data = new Map([
  [
    'counted',
    { axes: ['ponds', 'visits'], sizes: [3, 4], values: Float32Array.from(counted.flat()) }
  ]
])
const model = pipe(
  program,
  sample('total', over(ponds)(poisson(mean))),
  observe('counted', ({ total }) => over(visits)(binomial({ total, probability: seen })))
)

const logFactorial = (n: number): number => {
  let sum = 0
  for (let k = 2; k <= n; k++) sum += Math.log(k)
  return sum
}
/** ln p(total, counts of one pond). */
const logJoint = (n: number, ys: ReadonlyArray<number>): number =>
  ys.reduce(
    (sum, y) =>
      sum +
      logFactorial(n) -
      logFactorial(y) -
      logFactorial(n - y) +
      y * Math.log(seen) +
      (n - y) * Math.log1p(-seen),
    n * Math.log(mean) - mean - logFactorial(n)
  )

test('totals of ponds have the means of their posterior, none below what was counted', async () => {
  const fit = must(
    await pipe(
      model,
      fitModel({
        data,
        backend: 'wasm',
        threads: 1,
        settings: { steps: 6000, draws: 4000 }
      })
    )()
  )
  const total = fit.sites.get('total')
  let nats = 0
  counted.forEach((ys, i) => {
    const least = Math.max(...ys)
    const masses = Array.from({ length: 60 }, (_, k) => Math.exp(logJoint(least + k, ys)))
    const evidence = masses.reduce((a, m) => a + m, 0)
    const wanted = masses.reduce((a, m, k) => a + m * (least + k), 0) / evidence
    const second = masses.reduce((a, m, k) => a + m * (least + k - wanted) ** 2, 0) / evidence
    nats -= Math.log(evidence)
    expect(Math.abs((total?.mean.values[i] ?? NaN) - wanted)).toBeLessThan(0.2 * Math.sqrt(second))
    expect(
      Math.abs(Math.sqrt(total?.variance.values[i] ?? NaN) / Math.sqrt(second) - 1)
    ).toBeLessThan(0.25)
  })
  // totals of ponds are independent: the bound lacks the shape of the guide alone
  const last = fit.result.metrics.slice(-20)
  const loss = last.reduce((a, m) => a + m.lossNats, 0) / last.length
  expect(loss).toBeGreaterThan(nats - 0.02)
  expect(loss).toBeLessThan(nats + 0.15)
})
