/** Laws of every guide on every support that it fits. */
import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import { type Distribution, family } from '../../src/distributions/index.ts'
import { abs, constant, type Expr, gradients, log, sub } from '../../src/expr/index.ts'
import { guides, guidesFor, guideTags } from '../../src/guides/index.ts'
import { failure, klLaws } from '../../src/laws/index.ts'
import { between, continuous } from '../distributions/Arbitrary.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'
import { drawExpr, guideOn, lawsOn, noise, pairs, rows, supports } from './ArbitraryGuide.ts'

describe.each(pairs)('%s on %s', (tag, _, support) => {
  test.each(lawsOn(tag, support).map((l) => [l.name, l] as const))('%s', (_name, l) =>
    expect(failure(l)).toBeUndefined()
  )
  test('powers with moments have them, and those without say so', () => {
    const [s] = fc.sample(support, { numRuns: 1, seed: 1 })
    if (s === undefined) throw new Error('no support')
    const { powers, noPowers } = rows[tag]
    const having = [...powers, ...noPowers].filter((k) => isSome(guideOn(tag, s).moments(k)))
    expect(having).toEqual(powers)
  })
})

/** Proper distributions, by the supports of which guides cost them. */
const priors = Object.entries(continuous)

/**
 * E xᵏ of a log-normal lies at k deviations of the noise: where k is large, quadrature has no node there. So
 * the logit of a relaxed Bernoulli, times its temperature.
 */
const power = (p: Distribution): number =>
  (p._tag === 'Weibull' || p._tag === 'Frechet') && p.shape._tag === 'Constant'
    ? Math.max(1, p.shape.value)
    : p._tag === 'RelaxedBernoulli' && p.temperature._tag === 'Constant'
      ? Math.max(1, p.temperature.value)
      : 1

describe('closed divergences keep their laws', () => {
  const costs = pairs.flatMap(([tag, name]) =>
    priors.flatMap(([prior, arbitrary]) => {
      const [example] = fc.sample(arbitrary, { numRuns: 1, seed: 1 })
      if (example === undefined || family(example).support._tag !== name) return []
      const closed = guideOn(tag, family(example).support).closedKl(example, { jeffreys: 'exact' })
      return isSome(closed) ? [[tag, prior, arbitrary] as const] : []
    })
  )
  test('there is one for the derived guide of every support with proper laws', () =>
    expect(costs.map(([tag, prior]) => `${tag} ${prior}`)).toEqual(
      expect.arrayContaining(['normal Normal', 'logNormal Gamma', 'logitNormal Uniform'])
    ))
  describe.each(costs)('%s ‖ %s', (tag, _, arbitrary) => {
    const deviations = [0.02, Math.min(3, rows[tag].deviations[1])] as const
    const laws = klLaws(tag, arbitrary, { deviations, unit: power })
    test.each(laws.map((l) => [l.name, l] as const))('%s', (_name, l) =>
      expect(failure(l)).toBeUndefined()
    )
  })
})

describe('the table', () => {
  test('the first guide that fits a support is the one that is derived', () =>
    expect(
      Object.fromEntries(
        Object.values(supports)
          .flatMap((arbitrary) => fc.sample(arbitrary, 1))
          .flatMap((s) =>
            guidesFor(s)
              .slice(0, 1)
              .map((guide) => [s._tag, guide])
          )
      )
    ).toEqual({
      Real: 'normal',
      Positive: 'logNormal',
      Signed: 'normal',
      Unit: 'logitNormal',
      Interval: 'logitNormal',
      HalfLine: 'shiftedLogNormal',
      PositiveInterval: 'logitNormal',
      UnitInterval: 'logitNormal',
      PositiveHalfLine: 'shiftedLogNormal',
      Counts: 'flooredLogNormal',
      Binary: 'bernoulli',
      Categories: 'categorical',
      CountsTo: 'categorical'
    }))
  test('letters of parameters: one letter, one meaning', () => {
    const roles = guideTags.flatMap((tag) => guides[tag].roles)
    for (const r of roles)
      expect(roles.filter((o) => o.letter === r.letter || o.suffix === r.suffix)).toEqual(
        roles.filter((o) => o === r)
      )
  })
})

describe('at the ends of an interval, in float32', () => {
  const single = (e: Expr, bound: ReadonlyMap<string, number>): number => {
    const names = [...bound.keys()]
    return Math.fround(
      scalarFunction(e, ...names)(...names.map((n) => Math.fround(bound.get(n) ?? NaN)))
    )
  }
  const drawsInside =
    'a draw is inside, and its own and the prior’s densities and slopes are finite, ' +
    'however far the coordinate goes'
  test(drawsInside, () =>
    fc.assert(
      fc.property(
        fc.constantFrom([0, 1], [-1, 0], [-2, 3], [1000, 1001]),
        between(-300, 300),
        ([low = 0, high = 1], location) => {
          const g = guideOn('logitNormal', {
            _tag: 'Interval',
            low: constant(low),
            high: constant(high)
          })
          const bound = new Map([
            ['x.location', location],
            ['x.logVariance', -9],
            ['e', 0.5]
          ])
          const draw = drawExpr(g)
          const x = single(draw, bound)
          expect(x).toBeGreaterThan(low)
          expect(x).toBeLessThan(high)
          // a density with a logarithm at each end
          const prior = sub(log(abs(sub(high)(draw))))(log(sub(low)(draw)))
          for (const e of [
            prior,
            ...gradients(prior, [{ name: 'x.location' }, { name: 'x.logVariance' }]).values()
          ])
            expect(Number.isFinite(single(e, bound))).toBe(true)
          if (isNone(g.logDensity)) throw new Error('no density')
          expect(Number.isFinite(single(g.logDensity.value(noise), bound))).toBe(true)
        }
      )
    )
  )
})
