/** Laws of the prior guide: its draws have the law of the site, and it costs nothing. */
import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  bernoulli,
  type Distribution,
  exponential,
  family,
  gamma,
  laplace,
  logNormal,
  normal,
  studentT,
  uniform
} from '../../src/distributions/index.ts'
import { type Expr, ref } from '../../src/expr/index.ts'
import { type Guide, guides } from '../../src/guides/index.ts'
import { scalarMap } from '../../src/expr/numbers/Scalar.ts'
import { between, expectNear, logSpread } from '../distributions/Arbitrary.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'
import { drawExpr, noise } from './ArbitraryGuide.ts'
import { underNormal } from './kl/Quadrature.ts'

const held = (law: Distribution): Guide =>
  guides.atPrior.at({ name: 'x', declared: 'x', axes: [], support: family(law).support, law })
const of = (e: Expr): ((noise: number) => number) => scalarFunction(e, 'e')

const smooth: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  normal: fc.tuple(between(-3, 3), logSpread(0.1, 10)).map(([l, s]) => normal(l, s)),
  logNormal: fc.tuple(between(-1, 1), logSpread(0.1, 0.6)).map(([l, s]) => logNormal(l, s)),
  uniform: fc.tuple(between(-3, 3), logSpread(0.1, 10)).map(([l, w]) => uniform(l, l + w)),
  exponential: logSpread(0.1, 10).map((rate) => exponential(rate)),
  laplace: fc.tuple(between(-3, 3), logSpread(0.1, 10)).map(([l, s]) => laplace(l, s))
}
const logitsOf = between(-4, 4)
const ndtr = (e: number): number => Math.exp(scalarMap.logNdtr(e))

describe.each(Object.entries(smooth))('held at %s', (_, laws) => {
  const e = between(-4, 4)
  test('the draw at ε lies where the law has Φ(ε) below it, or above', () =>
    fc.assert(
      fc.property(laws, e, (law, at) => {
        const { cdf } = family(law)
        if (isNone(cdf)) throw new Error('no distribution function')
        const x = of(drawExpr(held(law)))(at)
        const below = scalarFunction(cdf.value(ref('x', [])), 'x')(x)
        expectNear(Math.min(below, 1 - below), ndtr(-Math.abs(at)), 2e-6)
      })
    ))
  test('moments are those of its draws, and its density that of the law there', () =>
    fc.assert(
      fc.property(laws, fc.constantFrom(1, 2), e, (law, k, at) => {
        const guide = held(law)
        const x = of(drawExpr(guide)),
          moments = guide.moments(k)
        if (isNone(moments) || isNone(guide.logDensity)) throw new Error('unanswered')
        const first = underNormal((u) => x(u) ** k, []),
          second = underNormal((u) => (x(u) ** k - first) ** 2, [])
        // where the draw is of Φ(ε), 2⁻²² of its tail is moved to where it begins
        const size = Math.abs(first) + Math.sqrt(second)
        expectNear(of(moments.value.mean)(0) / size, first / size, 1e-4)
        expectNear(of(moments.value.variance)(0) / size ** 2, second / size ** 2, 1e-3)
        expectNear(
          of(guide.logDensity.value(noise))(at),
          scalarFunction(family(law).logDensity(ref('x', [])), 'x')(x(at)),
          1e-12
        )
      }),
      { numRuns: 30 }
    ))
  test('as a normal, where it is one, it has the same draw', () =>
    fc.assert(
      fc.property(laws, e, (law, at) => {
        const form = held(law).asNormal
        if (isNone(form)) return
        const { mean, variance, deviation, isLog } = form.value
        const u = of(mean)(0) + of(deviation)(0) * at
        expectNear(of(deviation)(0) ** 2, of(variance)(0), 1e-12)
        expectNear(of(drawExpr(held(law)))(at), isLog ? Math.exp(u) : u, 1e-9)
      })
    ))
})

test('normal and log-normal laws are normals, others are not', () => {
  const isNormal = (law: Distribution): boolean => isSome(held(law).asNormal)
  expect([normal(1, 2), logNormal(0, 1), laplace(0, 1)].map(isNormal)).toEqual([true, true, false])
})

test('a Bernoulli is a step of the noise, 1 with its probability, and so are its moments', () =>
  fc.assert(
    fc.property(logitsOf, (logits) => {
      const guide = held(bernoulli({ logits }))
      const x = of(drawExpr(guide))
      const p = 1 / (1 + Math.exp(-logits))
      const n = 4001
      // ε of evenly spread probabilities, by bisection
      const normalAt = (u: number): number => {
        let [low, high] = [-9, 9]
        for (let i = 0; i < 60; i += 1) {
          const middle = (low + high) / 2
          if (ndtr(middle) < u) low = middle
          else high = middle
        }
        return low
      }
      const draws = Array.from({ length: n }, (_, i) => x(normalAt((i + 0.5) / n)))
      expect(new Set([...draws, 0, 1])).toEqual(new Set([0, 1]))
      expect(Math.abs(draws.reduce((a, b) => a + b, 0) / n - p)).toBeLessThan(1 / n)
      const moments = guide.moments(1)
      if (isNone(moments)) throw new Error('no mean')
      expectNear(of(moments.value.mean)(0), p, 1e-12)
      expectNear(of(moments.value.variance)(0), p * (1 - p), 1e-9)
    }),
    { numRuns: 20 }
  ))

test('it costs nothing, has no parameters, and is no guide of a law without one noise', () => {
  for (const law of [normal(1, 0.5), bernoulli({ logits: 0.3 })]) {
    const closed = held(law).closedKl(law, { jeffreys: 'exact' })
    if (isNone(closed)) throw new Error('no cost')
    expect(of(closed.value.nats)(0)).toBe(0)
    expect(held(law).parameters({})).toEqual([])
  }
  const fits = (law: Distribution): boolean | undefined => guides.atPrior.ofLaw?.(law)
  expect(
    [gamma({ shape: 2, rate: 1 }), studentT({ df: 3, location: 0, scale: 1 })].map(fits)
  ).toEqual([false, false])
})
