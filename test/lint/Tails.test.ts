import * as fc from 'fast-check'
import { isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  betaPrime,
  cauchy,
  type Distribution,
  family,
  frechet,
  gamma,
  halfCauchy,
  halfStudentT,
  inverseGamma,
  logLogistic,
  logNormal,
  normal,
  pareto,
  studentT,
  weibull
} from '../../src/distributions/index.ts'
import { ref } from '../../src/expr/index.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'
import { indexAtZero, tailIndex } from '../../src/lint/Tails.ts'
import { rows } from '../distributions/Rows.ts'

const shape = logSpread(0.1, 20)
const scale = logSpread(0.01, 100)

/** Laws whose index is a parameter. */
const known: Readonly<Record<string, (index: number, scale: number) => Distribution>> = {
  studentT: (df, s) => studentT({ df, location: 1, scale: s }),
  halfStudentT: (df, s) => halfStudentT({ df, scale: s }),
  pareto: (a, s) => pareto({ minimum: s, shape: a }),
  frechet: (a, s) => frechet({ shape: a, scale: s }),
  logLogistic: (a, s) => logLogistic({ shape: a, scale: s }),
  betaPrime: (beta, s) => betaPrime({ alpha: 0.7, beta, scale: s }),
  inverseGamma: (a, s) => inverseGamma({ shape: a, scale: s })
}

describe('the index of a tail', () => {
  test.each(Object.entries(known))('is the parameter of %s', (_, make) => {
    fc.assert(
      fc.property(shape, scale, (index, s) => {
        expect(tailIndex(make(index, s))).toBeCloseTo(index, 4)
      }),
      { numRuns: 20 }
    )
  })
  test('is known where other arguments are latents, and not where its own is one', () => {
    const latent = ref('t', [])
    expect(tailIndex(cauchy(latent, latent))).toBeCloseTo(1, 6)
    expect(tailIndex(studentT({ df: 2, location: latent, scale: latent }))).toBeCloseTo(2, 6)
    expect(tailIndex(studentT({ df: latent, location: 0, scale: 1 }))).toBeUndefined()
  })
  test('is none of light tails', () => {
    for (const d of [normal(0, 1), logNormal(0, 1), gamma({ shape: 2, rate: 1 })])
      expect(tailIndex(d)).toBeUndefined()
  })
  const generated: ReadonlyArray<readonly [string, fc.Arbitrary<Distribution>]> = Object.entries(
    rows
  ).map(([tag, row]) => [tag, row.generated])
  test.each(generated)('of %s allows the moments that it has', (_, laws) => {
    fc.assert(
      fc.property(laws, (d) => {
        const index = tailIndex(d) ?? Infinity
        for (const k of [1, 2])
          if (family(d).isProper && isSome(family(d).moment(k))) expect(index).toBeGreaterThan(k)
      }),
      { numRuns: 10 }
    )
  })
})

test('the index at 0 is the shape of a gamma and of a Weibull, and 1 of a half-Cauchy', () => {
  fc.assert(
    fc.property(shape, scale, (index, s) => {
      expect(indexAtZero(gamma({ shape: index, scale: s }))).toBeCloseTo(index, 4)
      expect(indexAtZero(weibull({ shape: index, scale: s }))).toBeCloseTo(index, 4)
      expect(indexAtZero(halfCauchy(s))).toBeCloseTo(1, 6)
    }),
    { numRuns: 20 }
  )
})
