import { expect, test } from 'vitest'
import type { EpochMetrics } from '../../src/index.ts'
import { showSplit } from '../../src/report/EpochText.ts'

const metrics: EpochMetrics = {
  epoch: 1,
  step: 10,
  errorCostNats: 20,
  complexityNats: { w: 30, b: 10 },
  lossNats: 60,
  lossNatsPerDatum: 0.6,
  train: [],
  test: [],
  surviving: {},
  learningRates: {},
  klWeight: 1
}

test('a loss is parted per datum, with the price of bounds where there is one', () => {
  expect(showSplit(metrics)).toEqual([
    '−ELBO in nats per datum: 0.6000 = error cost 0.2000 + complexity 0.4000',
    'in bits, of all data: 86.6 = error cost 28.9 + complexity 57.7 (w 43.3, b 14.4)'
  ])
  expect(showSplit({ ...metrics, boundsNats: 25 })).toEqual([
    '−ELBO in nats per datum: 0.6000 = error cost 0.2000 + complexity 0.1500 + price of bounds 0.2500',
    'in bits, of all data: 86.6 = error cost 28.9 + complexity 57.7 (w 43.3, b 14.4)'
  ])
})

test('with a point among the guides it is no −ELBO, and not called one', () => {
  expect(showSplit(metrics, false)).toEqual([
    'loss in nats per datum: 0.6000 = error cost 0.2000 + complexity 0.4000',
    'in bits, of all data: 86.6 = error cost 28.9 + complexity 57.7 (w 43.3, b 14.4)'
  ])
})

test('bits are said of the guides that take the most, and of the others together', () => {
  const complexityNats = { a: 1, b: 32, c: 4, d: 8, e: 2, f: 16 }
  expect(showSplit({ ...metrics, complexityNats, lossNats: 83 })[1]).toBe(
    'in bits, of all data: 119.7 = error cost 28.9 + complexity 90.9 (b 46.2, f 23.1, d 11.5, c 5.8, 2 others 4.3)'
  )
})
