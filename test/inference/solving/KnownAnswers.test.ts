/**
 * Fits with default settings arrive, at every scale and offset of the data: means within a tenth of
 * a deviation, deviations by linear response within a tenth of the exact ones, and `converged`.
 */
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { horseshoeInPairs } from './HorseshoeAnswers.ts'
import { knownAnswers } from './KnownAnswers.ts'

const cases = [...knownAnswers, horseshoeInPairs].flatMap((answer) =>
  answer.places.map(([scale, offset]) => ({ ...answer, scale, offset }))
)

test('there are fourteen models', () => {
  expect(new Set(knownAnswers.map((a) => a.name)).size).toBe(14)
})

test.each(cases)(
  '$name at scale $scale, offset $offset',
  async ({ at, scale, offset, isExact }) => {
    const { run, sites } = at(scale, offset)
    const fitted = await run()
    if (E.isLeft(fitted)) throw new Error(JSON.stringify(fitted.left))
    const { result, sites: found } = fitted.right
    expect(result.outcome).toBe('converged')
    for (const [site, { mean, sd }] of Object.entries(sites)) {
      const posterior = found.get(site)
      mean.forEach((m, i) => {
        const deviation = sd[i] ?? NaN
        const away = Math.abs((posterior?.mean.values[i] ?? NaN) - m) / deviation
        expect(away, `the mean of ${site} ${i}`).toBeLessThan(0.1)
        if (isExact) {
          const response = Math.sqrt(posterior?.response?.values[i] ?? NaN)
          expect(Math.abs(response / deviation - 1), `the deviation of ${site} ${i}`).toBeLessThan(
            0.1
          )
        }
      })
    }
  }
)
