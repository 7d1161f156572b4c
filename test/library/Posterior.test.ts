/** A fit, its summary and its predictions, in code: against closed forms. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  data,
  fitModel,
  mul,
  normal,
  observe,
  over,
  plate,
  predictFitted,
  program,
  sample,
  summariseFitted
} from '../../src/index.ts'
import { must } from '../inference/Fits.ts'
import { tensor } from '../inference/Programs.ts'

const rows = plate('rows')
const rates = { location: 0.05, scale: 0.05, logVariance: 0.05 }
const settings = {
  steps: 1200,
  recordEvery: 1200,
  schedule: { rates, decayFrom: 0.3, warmUp: 0 }
}
const backend = 'reference'

const line = pipe(
  program,
  data('x', [rows]),
  sample('slope', normal(0, 10)),
  observe('y', ({ x, slope }) => normal(pipe(x, mul(slope)), 1))
)
const inputs = [-2, -1, 1, 2],
  outputs = [-4.1, -2.2, 1.9, 4.2]
const column = (values: ReadonlyArray<number>) => tensor(['rows'], [values.length], values)

const fitted = async () =>
  must(
    await fitModel({
      data: new Map([
        ['x', column(inputs)],
        ['y', column(outputs)]
      ]),
      backend,
      settings
    })(line)()
  )

/** N(m, v) of the slope. */
const v = 1 / (0.01 + inputs.reduce((s, x) => s + x * x, 0))
const m = v * inputs.reduce((s, x, i) => s + x * (outputs[i] ?? 0), 0)

test('a summary of a conjugate model has its posterior, in closed form', async () => {
  const { sites, question } = must(
    await summariseFitted({ quantiles: [0.025, 0.975], backend })(await fitted())()
  )
  expect(question).toMatchObject({ draws: 1000, seed: 1 })
  const [slope] = sites
  expect(slope).toMatchObject({ site: 'slope', quantiles: 'closed form', moments: 'closed form' })
  const [one] = slope?.elements ?? []
  const sd = Math.sqrt(v)
  expect(Math.abs((one?.mean ?? NaN) - m) / sd).toBeLessThan(0.1)
  expect(Math.abs((one?.sd ?? NaN) / sd - 1)).toBeLessThan(0.1)
  for (const [i, z] of [-1.959964, 1.959964].entries())
    expect(Math.abs((one?.quantiles[i] ?? NaN) - (m + z * sd)) / sd).toBeLessThan(0.2)
})

test('predictions of new rows are N(x m, x² v + 1), the observed column or not', async () => {
  const fit = await fitted()
  const options = { backend, draws: 4000 } as const
  const found = must(
    await predictFitted({ ...options, data: new Map([['x', column([0, 10])]]) })(fit)()
  )
  const [y] = found.sites
  if (y?.values._tag !== 'Numbers') throw new Error('no numbers')
  for (const [i, x] of [0, 10].entries()) {
    const sd = Math.sqrt(x * x * v + 1)
    expect(Math.abs((y.values.mean[i] ?? NaN) - x * m) / sd).toBeLessThan(0.08)
    expect(Math.abs((y.values.sd[i] ?? NaN) / sd - 1)).toBeLessThan(0.06)
  }
  const withY = new Map([
    ['x', column([0, 10])],
    ['y', column([1, 2])]
  ])
  expect(must(await predictFitted({ ...options, data: withY })(fit)())).toEqual(found)
})

test('a model whose latents of each row read inputs is fitted, summarised and predicted', async () => {
  const local = pipe(
    program,
    data('x', [rows]),
    sample('slope', normal(0, 10)),
    sample('z', ({ x, slope }) => over(rows)(normal(pipe(x, mul(slope)), 0.5))),
    observe('y', ({ z }) => normal(z, 1))
  )
  const fit = must(
    await fitModel({
      data: new Map([
        ['x', column(inputs)],
        ['y', column(outputs)]
      ]),
      backend,
      settings
    })(local)()
  )
  const { sites } = must(await summariseFitted({ backend })(fit)())
  expect(sites.map((s) => [s.site, s.count])).toEqual([
    ['slope', 1],
    ['z', 4]
  ])
  const { sites: predicted } = must(
    await predictFitted({ backend, draws: 4000, data: new Map([['x', column([3])]]) })(fit)()
  )
  const [y] = predicted
  if (y?.values._tag !== 'Numbers') throw new Error('no numbers')
  // a new row's z is not one of the old ones': its own 0.5² and the noise's 1 add up
  const slope = fit.sites.get('slope')
  const [mean = NaN, variance = NaN] = [slope?.mean.values[0], slope?.variance.values[0]]
  const sd = Math.sqrt(9 * variance + 0.25 + 1)
  expect(Math.abs((y.values.mean[0] ?? NaN) - 3 * mean) / sd).toBeLessThan(0.08)
  expect(Math.abs((y.values.sd[0] ?? NaN) / sd - 1)).toBeLessThan(0.06)
})

test('everything that is wrong with a question comes back together', async () => {
  const fit = await fitted()
  const found = await summariseFitted({ quantiles: [0.5, 5], draws: 0, backend })(fit)()
  expect(isLeft(found) ? found.left.map((p) => p.where) : []).toEqual(['quantiles', 'draws'])
  expect(isLeft(found) ? found.left[0].try : '').toBe('0.05, if 5 % is meant')
  expect(await predictFitted({ backend })(fit)()).toMatchObject({
    left: [{ where: 'rows', try: 'give data for x (--data new.csv)' }]
  })
})
