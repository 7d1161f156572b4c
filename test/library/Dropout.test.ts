/** Dropout on a small network: it trains under noise, predicts without, and is pressed at the means. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, expect, test } from 'vitest'
import {
  binaryDropout,
  compileModel,
  fitModel,
  type Fitted,
  normalPrior,
  pointEstimates,
  pressFitted,
  variationalDropout
} from '../../src/index.ts'
import { must } from '../inference/Fits.ts'
import { networkData, networkSchedule, networkUnder, sizes } from '../inference/Networks.ts'

const model = networkUnder(pipe(normalPrior(), pointEstimates, binaryDropout({ rate: 0.1 })))
const settings = { batch: { images: 30 }, epochs: 120, schedule: networkSchedule }

let fitted: Fitted<unknown>
beforeAll(async () => {
  fitted = must(await fitModel({ threads: 1, data: networkData(150), settings })(model)())
})

test('weights begin as they do without noise: at 0 nothing would tell hidden units apart', () => {
  const compiled = compileModel()(model)
  if (isLeft(compiled)) throw new Error('the model does not compile')
  const starts = compiled.right.program.parameters.filter((p) => p.name.endsWith('/w.point'))
  expect(starts.map((p) => p.initial)).toEqual([
    { _tag: 'NormalNoise', sd: Math.sqrt(2 / sizes.pixels) },
    { _tag: 'NormalNoise', sd: Math.sqrt(2 / sizes.hidden) }
  ])
})

test('it trains under noise', () => {
  const [row] = fitted.result.metrics.at(-1)?.train ?? []
  expect(row?.errorRate).toBeLessThan(0.15)
})

test('of the noise nothing is learnt: it is at its prior', () => {
  const noise = fitted.sites.get('fc1/w/noise')
  expect([...(noise?.mean.values ?? [])].every((m) => Math.abs(m - 0.9) < 1e-6)).toBe(true)
  expect([...(noise?.variance.values ?? [])].every((v) => Math.abs(v - 0.09) < 1e-6)).toBe(true)
  expect(fitted.result.state.parameters.has('fc1/w/noise')).toBe(false)
})

test('the pressed network predicts as the one at the means does', async () => {
  const pressed = must(await pressFitted('digits')(fitted)())
  const { baselineNats, slimNats, finalNats } = pressed.report
  expect(slimNats / baselineNats).toBeCloseTo(1, 6)
  expect(finalNats).toBeLessThan(baselineNats + 5)
})

test('one rate for the noise of a layer is learnt, the same for all its units', async () => {
  const layers = pipe(normalPrior(), pointEstimates, variationalDropout({ rates: 'shared' }))
  const { result, sites } = must(
    await fitModel({ threads: 1, data: networkData(150), settings: { ...settings, epochs: 40 } })(
      networkUnder(layers)
    )()
  )
  for (const layer of ['fc1', 'fc2']) {
    const found = result.state.parameters.get(`${layer}/w/noise.logVariance`)
    expect(found?.values).toHaveLength(1)
    const [logAlpha = NaN] = found?.values ?? []
    expect(logAlpha).toBeGreaterThan(-6)
    expect(logAlpha).toBeLessThan(0)
    for (const v of sites.get(`${layer}/w/noise`)?.variance.values ?? [])
      expect(v / Math.exp(logAlpha)).toBeCloseTo(1, 5)
  }
})
