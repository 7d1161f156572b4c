/**
 * Fits with default settings arrive, at every scale and offset of the data: means within a tenth of
 * a deviation, deviations by linear response within a tenth of the exact ones, and `converged`. A
 * hundred fits, and those of horseshoes choose their form first: 15 s.
 */
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { horseshoeInPairs } from './HorseshoeAnswers.ts'
import { type Case, places } from './KnownAnswer.ts'
import { knownAnswers } from './KnownAnswers.ts'

const arrives = async ({ run, sites }: Case, isExact: boolean): Promise<void> => {
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

test('there are fourteen models', () => {
  expect(new Set(knownAnswers.map((a) => a.name)).size).toBe(14)
})

const at = (of: 'places' | 'apart') =>
  knownAnswers.flatMap((answer) =>
    (of === 'places' ? places : answer.apart).map((place) => ({ ...answer, ...place, place }))
  )

test.each(at('places'))('$name at scale $scale, offset $offset', ({ at: caseAt, place, isExact }) =>
  arrives(caseAt(place), isExact)
)

test.each(at('apart'))(
  '$name at scale $scale, offset $offset, its priors at scale 1',
  ({ at: caseAt, place, isExact }) => arrives(caseAt(place), isExact)
)

test.each([1, 1e-6, 1e6])(
  'a horseshoe regression, non-centred and in pairs, at scale %d',
  (scale) => arrives(horseshoeInPairs(scale), false)
)
