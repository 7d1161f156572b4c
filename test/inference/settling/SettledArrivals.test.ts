/** Fits whose steps see batches arrive, whatever the scale and the offset of the data, with default settings. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type BoundData, fitModel, type Program } from '../../../src/index.ts'
import { type Known, scales } from '../solving/KnownAnswer.ts'
import {
  exponentialRate,
  normalMean,
  normalMeanAndDeviation,
  regression
} from './SettledAnswers.ts'

interface Question<E, S, R> {
  readonly model: Program<E, S, R>
  readonly data: BoundData
  readonly sites: Readonly<Record<string, Known>>
}

/** It arrives, at the exact posterior to a tenth of its deviations, and linear response has those. */
const expectArrival = async <E, S, R>({ model, data, sites }: Question<E, S, R>, batch: number) => {
  const settings = { batch: { rows: batch } }
  const fitted = await fitModel({ data, settings, backend: 'reference' })(model)()
  if (E.isLeft(fitted)) throw new Error(JSON.stringify(fitted.left))
  const { result, sites: found } = fitted.right
  expect(result.outcome).toBe('converged')
  expect(result.settled?.moving).toEqual([])
  for (const [name, { mean, sd }] of Object.entries(sites)) {
    const site = found.get(name)
    mean.forEach((m, i) => {
      const deviation = sd[i] ?? NaN
      expect(Math.abs((site?.mean.values[i] ?? NaN) - m) / deviation, name).toBeLessThan(0.1)
      expect(
        Math.abs(Math.sqrt(site?.response?.values[i] ?? NaN) / deviation - 1),
        name
      ).toBeLessThan(0.05)
    })
  }
}

const places = scales.flatMap((s) => [0, 2000].map((offset) => [s, offset] as const))

describe('arrives, to a tenth of the exact deviations', () => {
  test.each(places)('a normal mean, at scale %d and offset %d', (s, offset) =>
    expectArrival(normalMean(s, offset), 100)
  )
  test.each(places)('a normal mean and deviation, at scale %d and offset %d', (s, offset) =>
    expectArrival(normalMeanAndDeviation(s, offset), 64)
  )
  test.each(places)('a regression, at scale %d and offset %d', (s, offset) =>
    expectArrival(regression(s, offset), 100)
  )
  test.each(scales)('a rate, at scale %d', (s) => expectArrival(exponentialRate(s), 50))
  test.each([1, 2, 7, 500, 1000, 2000])('a rate, by batches of %i', (batch) =>
    expectArrival(exponentialRate(1), batch === 1 || batch === 2 ? 10 * batch : batch)
  )
})
