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
    '−ELBO in nats per datum: 0.6000 = error cost 0.2000 + complexity 0.4000'
  ])
  expect(showSplit({ ...metrics, boundsNats: 25 })).toEqual([
    '−ELBO in nats per datum: 0.6000 = error cost 0.2000 + complexity 0.1500 + price of bounds 0.2500'
  ])
})

test('with a point among the guides it is no −ELBO, and not called one', () => {
  expect(showSplit(metrics, false)).toEqual([
    'loss in nats per datum: 0.6000 = error cost 0.2000 + complexity 0.4000'
  ])
})
