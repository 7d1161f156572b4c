/** Where a schedule was going when it ended: the slope of a line, and whether it is more than noise. */
import { expect, test } from 'vitest'
import type { EpochMetrics } from '../../src/index.ts'
import { showTrend, trendOf } from '../../src/report/TrendText.ts'

const epochs = (losses: ReadonlyArray<number>, klWeight = 1): ReadonlyArray<EpochMetrics> =>
  losses.map((lossNatsPerDatum, k) => ({
    epoch: k + 1,
    step: k + 1,
    errorCostNats: 0,
    complexityNats: {},
    lossNats: lossNatsPerDatum,
    lossNatsPerDatum,
    train: [],
    test: [],
    surviving: {},
    learningRates: { location: 0, scale: 0, logVariance: 0 },
    klWeight
  }))

test('of a line it is its slope, without an error, over the last tenth of the epochs', () => {
  const line = Array.from({ length: 70 }, (_, k) => (k < 60 ? 100 : 5 - 0.25 * k))
  const trend = trendOf(epochs(line))
  expect(trend?.epochs).toBe(7)
  expect(trend?.natsPerDatum).toBeCloseTo(-0.25, 12)
  expect(trend?.error).toBeCloseTo(0, 12)
})

test('the error is that of least squares', () => {
  // residuals 1, −2, 0, 2, −1 about a slope of 0: uncorrelated with −2 … 2
  const found = trendOf(epochs([1, -2, 2, -2, 1]))
  expect(found?.natsPerDatum).toBeCloseTo(0, 12)
  expect(found?.error).toBeCloseTo(Math.sqrt(14 / 3 / 10), 12)
  if (found === undefined) throw new Error('five epochs are enough')
  expect(showTrend(found)).toBe(
    'over the last 5 epochs the loss did not change by more than its noise, 1.366 nats per datum an epoch'
  )
})

test('is not said of fewer epochs, nor across a warm-up', () => {
  expect(trendOf(epochs([1, 2, 3, 4]))).toBeUndefined()
  expect(trendOf([...epochs([1, 2, 3], 0.5), ...epochs([4, 5])])).toBeUndefined()
})

test('says which way', () => {
  expect(showTrend({ epochs: 6, natsPerDatum: -0.012, error: 0.001, moving: [] })).toBe(
    'over the last 6 epochs the loss fell by 0.012 nats per datum an epoch (± 0.001)'
  )
})

test('names the sites whose complexity still moved beyond its noise, the fastest first', () => {
  const wobble = [0, 1, -1, 1, -1, 0]
  const found = trendOf(
    epochs([6, 6, 6, 6, 6, 6]).map((m, k) => ({
      ...m,
      // of 10 observed values
      lossNats: 60,
      complexityNats: {
        falling: 20 - k,
        rising: 5 + 0.3 * k + 0.1 * (wobble[k] ?? 0),
        noisy: 5 + 3 * (wobble[k] ?? 0) + 0.3 * k,
        negligible: 5 + 1e-4 * k,
        still: 7
      }
    }))
  )
  expect(found?.moving.map(({ site }) => site)).toEqual(['falling', 'rising'])
  if (found === undefined) throw new Error('six epochs are enough')
  expect(showTrend(found)).toMatch(
    /; complexity still moving: falling \(−0\.1\), rising \(\+0\.028\)/
  )
})
