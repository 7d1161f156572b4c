/**
 * Laws that are an exponential one turned over, cut where its places are too near to 0 for a number: a Gumbel far above
 * its mode, a Fréchet law far above its scale, a Weibull or Kumaraswamy law far below it. What is left are laws of
 * closed form.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Distribution,
  family,
  frechet,
  gumbel,
  kumaraswamy,
  truncated,
  weibull
} from '../../src/distributions/index.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import { evaluate, type Expr, ref } from '../../src/expr/index.ts'
import { between, logSpread } from './Arbitrary.ts'

const end = ref('end', []),
  other = ref('other', []),
  k = ref('shape', []),
  x = ref('x', []),
  p = ref('p', [])
const at = (numbers: Readonly<Record<string, number>>) => {
  const values = Object.entries(numbers).map(
    ([name, v]) => [name, { axes: [], sizes: [], values: [v] }] as const
  )
  return (e: Expr): number =>
    evaluate({ sizes: new Map(), values: new Map(values) })(e).values[0] ?? NaN
}

/** x is the end and t further, or the end times e^±t, t exponential. */
interface Limit {
  readonly of: Distribution
  readonly isCutBelow: boolean
  readonly ends: fc.Arbitrary<number>
  /** t(x) ≥ 0 and its inverse; ln |dt/dx|. */
  readonly t: (x: number, end: number, shape: number) => number
  readonly back: (t: number, end: number, shape: number) => number
  readonly logSlope: (x: number, shape: number) => number
}
const powers = {
  t: (v: number, e: number, s: number) => s * Math.abs(Math.log(v / e)),
  logSlope: (v: number, s: number) => Math.log(s) - Math.log(v)
}
const limits: Readonly<Record<string, Limit>> = {
  gumbel: {
    of: gumbel(0, k),
    isCutBelow: true,
    // the place of the end is e^−30 to e^−20000
    ends: logSpread(60, 1e4),
    t: (v, e, s) => (v - e) / s,
    back: (t, e, s) => e + s * t,
    logSlope: (_, s) => -Math.log(s)
  },
  frechet: {
    of: frechet({ shape: k, scale: 1 }),
    isCutBelow: true,
    ends: logSpread(1e30, 1e200),
    ...powers,
    back: (t, e, s) => e * Math.exp(t / s)
  },
  weibull: {
    of: weibull({ shape: k, scale: 1 }),
    isCutBelow: false,
    ends: logSpread(1e-200, 1e-30),
    ...powers,
    back: (t, e, s) => e * Math.exp(-t / s)
  },
  kumaraswamy: {
    of: kumaraswamy({ alpha: k, beta: 2 }),
    isCutBelow: false,
    ends: logSpread(1e-200, 1e-30),
    ...powers,
    back: (t, e, s) => e * Math.exp(-t / s)
  }
}

const near = (found: number, wanted: number, size: number, what: string): void =>
  expect(Math.abs(found - wanted) / size, `${what}: ${found}, wanted ${wanted}`).toBeLessThan(1e-9)

describe.each(Object.entries(limits))('%s, where its places are near 0', (_, limit) => {
  const { isCutBelow, of } = limit
  const isGumbel = limit === limits['gumbel']
  const oneEnd = truncated<Distribution>(isCutBelow ? { low: end, of } : { high: end, of })
  const twoEnds = truncated<Distribution>(
    isCutBelow ? { low: end, high: other, of } : { low: other, high: end, of }
  )
  const cases = fc.record({
    e: limit.ends,
    s: between(0.5, 2),
    t: between(0.01, 20),
    share: between(0.001, 0.999),
    far: fc.option(between(0.1, 20), { nil: undefined })
  })
  test('density, function, quantile and host draw are those of an exponential number', () =>
    fc.assert(
      fc.property(cases, ({ e, s, t: given, share, far = Infinity }) => {
        const d = far === Infinity ? oneEnd : twoEnds
        const f = family(d)
        const t = far === Infinity ? given : (given / 20) * far
        const v = limit.back(t, e, s),
          last = far === Infinity ? NaN : limit.back(far, e, s)
        const now = at({ end: e, other: last, shape: s, x: v, p: share })
        const mass = -Math.expm1(-far)
        // rounding of the place of an end far out
        const size = 1 + Math.abs(Math.log(e)) + (isGumbel ? e * 1e-4 : 0)
        const lnp = now(f.logDensity(x))
        // t as x and the end are numbers
        const own = limit.t(v, e, s)
        near(lnp, limit.logSlope(v, s) - own - Math.log(mass), size, 'ln p')
        if (!O.isSome(f.cdf) || !O.isSome(f.quantile)) throw new Error('it has both')
        const within = -Math.expm1(-own) / mass
        near(now(f.cdf.value(x)), isCutBelow ? within : 1 - within, 10, 'share')
        const fromEnd = isCutBelow ? share : 1 - share
        const wanted = limit.back(-Math.log1p(-fromEnd * mass), e, s)
        near(now(f.quantile.value(p)), wanted, Math.abs(wanted) * 10, 'quantile')
        if (E.isLeft(f.sample)) throw new Error('it has draws')
        const numbers = f.arguments.map((a) => [now(a.value)])
        // numbers of the host are shares of places
        const drawn = limit.back(-Math.log1p(-(1 - share) * mass), e, s)
        const host = f.sample.right(numbers, () => share)
        near(host, drawn, Math.abs(drawn) * 10, 'host draw')
      }),
      { numRuns: 200 }
    ))
  test('slopes by ends and arguments are those of differences', () =>
    fc.assert(
      fc.property(cases, ({ e, s, t: given, share, far = Infinity }) => {
        const d = far === Infinity ? oneEnd : twoEnds
        const f = family(d)
        const t = far === Infinity ? given : (given / 20) * far
        const numbers: Readonly<Record<string, number>> = {
          end: e,
          other: far === Infinity ? 1 : limit.back(far, e, s),
          shape: s,
          x: limit.back(t, e, s),
          p: share
        }
        if (!O.isSome(f.quantile)) throw new Error('it has one')
        for (const root of [f.logDensity(x), f.quantile.value(p)]) {
          const names = ['end', 'shape', ...(far === Infinity ? [] : ['other'])]
          const slopes = gradients(
            root,
            names.map((name) => ({ name }))
          )
          for (const [name, slope] of slopes) {
            const value = numbers[name] ?? NaN,
              h = isGumbel && name !== 'shape' ? 1e-5 : 1e-6 * value
            const up = at({ ...numbers, [name]: value + h })(root)
            const down = at({ ...numbers, [name]: value - h })(root)
            const found = at(numbers)(slope)
            expect(Number.isFinite(found), `${name} ${found}`).toBe(true)
            const wanted = (up - down) / (2 * h)
            const size = Math.abs(wanted) + (1 + Math.abs(up)) / value
            expect(Math.abs(found - wanted) / size, `${name}: ${found}, ${wanted}`).toBeLessThan(
              1e-4
            )
          }
        }
      }),
      { numRuns: 100 }
    ))
})
