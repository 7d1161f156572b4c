/** Laws of every guide on every support that it fits. */
import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import { bijector, type Distribution, family, type Support } from '../../src/distributions/index.ts'
import { abs, constant, type Expr, gradients, log, ref, sub } from '../../src/expr/index.ts'
import { guides, guidesFor, guideTags } from '../../src/guides/index.ts'
import { between, continuous, expectNear, logSpread } from '../distributions/Arbitrary.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'
import {
  arbitraryBound,
  bind,
  drawExpr,
  guideOn,
  noise,
  pairs,
  rows,
  supports
} from './ArbitraryGuide.ts'
import { underNormal } from './kl/Quadrature.ts'

const runs = { numRuns: 40 }

/** The number of an end; an infinite one where there is none. */
const ends = (s: Support): readonly [number, number] =>
  s._tag === 'Interval' || s._tag === 'PositiveInterval' || s._tag === 'UnitInterval'
    ? [scalarFunction(s.low)(), scalarFunction(s.high)()]
    : s._tag === 'Unit'
      ? [0, 1]
      : s._tag === 'PositiveHalfLine'
        ? [scalarFunction(s.end)(), Infinity]
        : [s._tag === 'Positive' ? 0 : -Infinity, Infinity]

/** Kinks of a draw's density: none, but where rounding moves it inside its ends. */
const mean = (f: (noise: number) => number): number => underNormal(f, [0])

describe.each(pairs)('%s on %s', (tag, _, support) => {
  const guide = arbitraryBound(tag, support)

  test('draws lie in the support', () =>
    fc.assert(
      fc.property(guide, between(-8, 8), (g, e) => {
        const x = g.at(g.draw)(e),
          [low, high] = ends(g.support)
        expect(x).toBeGreaterThan(low)
        expect(x).toBeLessThan(high)
      })
    ))
  test('moments are those of its draws', () =>
    fc.assert(
      fc.property(guide, fc.constantFrom(...rows[tag].powers), (g, k) => {
        const found = g.guide.moments(k)
        if (isNone(found)) throw new Error(`no moment ${k}`)
        const x = g.at(g.draw)
        const first = mean((e) => x(e) ** k),
          second = mean((e) => (x(e) ** k - first) ** 2)
        const size = Math.abs(first) + Math.sqrt(second)
        expectNear(g.at(found.value.mean)(0) / size, first / size, 1e-6)
        // a variance far below the square of the mean has lost its digits to the mean's
        const scale = second + 1e-9 * size ** 2
        expectNear(g.at(found.value.variance)(0) / scale, second / scale, 2e-5)
      }),
      runs
    ))
  test('powers without moments say so', () => {
    const [s] = fc.sample(support, { numRuns: 1, seed: 1 })
    if (s === undefined) throw new Error('no support')
    expect(rows[tag].noPowers.filter((k) => isSome(guideOn(tag, s).moments(k)))).toEqual([])
  })
  test('its density is that of its draw: ln q(x(ε)) = ln φ(ε) − ln |dx/dε|, or no noise, or mass at an end', () =>
    fc.assert(
      fc.property(guide, between(-3, 3), (g, e) => {
        if (isNone(g.guide.logDensity)) {
          if (g.guide.draw.noise !== 'none') expect(g.at(g.draw)(-8)).toBe(g.at(g.draw)(-9))
          return
        }
        const slope = g.at(gradients(g.draw, [{ name: 'e' }]).get('e') ?? constant(NaN))(e)
        // a draw that rounding moved inside its end has no slope
        fc.pre(slope !== 0)
        expectNear(
          g.at(g.guide.logDensity.value(noise))(e),
          -0.5 * e * e - 0.5 * Math.log(2 * Math.PI) - Math.log(Math.abs(slope)),
          1e-6
        )
      })
    ))
  test('as a normal, where it is one, it has the same draw', () =>
    fc.assert(
      fc.property(guide, between(-4, 4), (g, e) => {
        if (isNone(g.guide.asNormal)) return
        const { mean: m, variance, deviation, isLog } = g.guide.asNormal.value
        const u = g.at(m)(0) + g.at(deviation)(0) * e
        expectNear(g.at(deviation)(0) ** 2 / g.at(variance)(0), 1, 1e-12)
        expectNear(g.at(g.draw)(e) / (isLog ? Math.exp(u) : u), 1, 1e-12)
      })
    ))
  test('starts where it is asked to, and in the middle of the support where it is not', () =>
    fc.assert(
      fc.property(support, between(-3, 3), (s, u) => {
        const map = bijector(s)
        if (map === undefined) throw new Error('no coordinates')
        const forward = scalarFunction(map.forward(ref('u', [])), 'u')
        const started = (at: number | undefined): number => {
          const g = guideOn(tag, s)
          const parameters = g.parameters({ at })
          return scalarFunction(
            drawExpr(g),
            'e',
            ...parameters.map((p) => p.name)
          )(0, ...parameters.map((p) => (p.initial._tag === 'Fill' ? p.initial.value : NaN)))
        }
        const { fixedAt = forward(u) } = guides[tag]
        expectNear(started(forward(u)), fixedAt, rows[tag].startsWithin ?? 1e-9)
        if (s._tag === 'Interval' || s._tag === 'Unit')
          expectNear(started(undefined), (ends(s)[0] + ends(s)[1]) / 2, 1e-9)
      })
    ))
  test('spreads as it is asked to: at the middle, dx/du · sd(u) is the deviation of x', () =>
    fc.assert(
      fc.property(support, logSpread(1e-3, 1), (s, spread) => {
        if (guides[tag].fixedAt !== undefined) return
        const [first] = guideOn(tag, s).parameters({ spread })
        if (first?.initial._tag !== 'NormalNoise') throw new Error('no noise')
        const { initial } = first
        const b = bind(tag, s, 0, 1e-6)
        const slope = b.at(
          gradients(b.draw, [{ name: first.name }]).get(first.name) ?? constant(NaN)
        )(0)
        // below an end x falls as u rises
        expectNear((Math.abs(slope) * initial.sd) / spread, 1, 1e-5)
      })
    ))
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

describe('closed divergence = quadrature over the noise, and ≥ 0', () => {
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
  test.each(costs)('%s ‖ %s', (tag, _, arbitrary) => {
    const middle = (p: Distribution): number => {
      const { median, support } = family(p)
      if (isNone(median)) return 0
      return scalarFunction(bijector(support)?.inverse(median.value) ?? constant(0))()
    }
    const top = Math.min(3, rows[tag].deviations[1])
    return fc.assert(
      fc.property(arbitrary, between(-3, 3), logSpread(0.02, top), (p, offset, deviation) => {
        const { support, logDensity } = family(p)
        const g = bind(tag, support, middle(p) + offset, deviation / power(p))
        const closed = g.guide.closedKl(p, { jeffreys: 'exact' })
        if (isNone(closed) || isNone(g.guide.logDensity)) throw new Error('no divergence')
        const each = g.at(sub(logDensity(g.draw))(g.guide.logDensity.value(noise)))
        const kl = g.at(closed.value.nats)(0)
        expectNear(kl, mean(each), 1e-6)
        expect(kl).toBeGreaterThanOrEqual(-1e-9)
      }),
      runs
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
      Counts: 'flooredLogNormal'
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
