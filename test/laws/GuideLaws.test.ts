/** Laws of guides and divergences, each failing on a wrong one. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  exponential,
  gamma,
  halfCauchy,
  logUniform,
  normal,
  poisson,
  uniform
} from '../../src/distributions/index.ts'
import { add, type Expr, mul, neg, stopGradient, sub } from '../../src/expr/index.ts'
import { type Guide, type GuideFamily, guides } from '../../src/guides/index.ts'
import {
  type AnyGuide,
  between,
  failure,
  guideLaws,
  klLaws,
  type Law,
  logSpread,
  type SiteLaw
} from '../../src/laws/index.ts'

const normals = fc
  .tuple(between(-3, 3), logSpread(0.1, 10))
  .map(([location, scale]) => normal(location, scale))
const positives = logSpread(0.1, 10).map((rate) => exponential(rate))
const halfCauchys = logSpread(0.1, 10).map((scale) => halfCauchy(scale))

/** A guide with other answers in the place of some. */
const changed = (g: GuideFamily, change: (guide: Guide) => Partial<Guide>): GuideFamily => ({
  ...g,
  at: (site) => ({ ...g.at(site), ...change(g.at(site)) })
})

const mapped = <A, B>(o: Option<A>, f: (a: A) => B): Option<B> =>
  o._tag === 'None' ? none : some(f(o.value))

/** What the law of this name says; none where it holds. */
const said = (laws: ReadonlyArray<Law>, name: string): string | undefined => {
  const l = laws.find((x) => x.name === name)
  return l === undefined ? 'no such law' : failure(l, { seed: 1 })
}
const allSaid = (laws: ReadonlyArray<Law>): ReadonlyArray<string> =>
  laws.flatMap((l) => failure(l, { seed: 1, numRuns: 10 }) ?? [])

const pushed = (guide: Guide, f: (x: Expr) => Expr): Guide['draw'] =>
  guide.draw.noise === 'none'
    ? guide.draw
    : {
        noise: 'normal',
        push: (
          (push) => (e: Expr) =>
            f(push(e))
        )(guide.draw.push)
      }

describe('guides', () => {
  test.each<[string, AnyGuide, fc.Arbitrary<SiteLaw>, RegExp]>([
    [
      'draws lie in the support',
      changed(guides.logNormal, (g) => ({ draw: pushed(g, sub(1)) })),
      positives,
      /x\(ε\): found -.*, wanted a value of the support, Positive/
    ],
    [
      'its density is that of its draw',
      changed(guides.logNormal, (g) => ({ draw: pushed(g, mul(2)) })),
      positives,
      /ln q\(x\(ε\)\): found .*, wanted/
    ],
    [
      'its entropy is that of its noise and its volume',
      changed(guides.normal, (g) => ({
        logDensity: mapped(g.logDensity, (q) => (e: Expr) => pipe(q(e), add(0.1)))
      })),
      normals,
      /−E ln q\(x\): found/
    ],
    [
      'slopes of a draw by its parameters equal differences',
      changed(guides.normal, (g) => ({ draw: pushed(g, stopGradient) })),
      normals,
      /dx\/dx\.location: found 0, wanted 1/
    ],
    [
      'moments are those of its draws',
      changed(guides.logNormal, (g) => ({
        moments: (k) => mapped(g.moments(k), ({ variance }) => ({ mean: variance, variance }))
      })),
      positives,
      /E x\^.*: found/
    ],
    [
      'as a normal, where it is one, it has the same draw',
      changed(guides.logNormal, (g) => ({
        asNormal: mapped(g.asNormal, (form) => ({ ...form, isLog: false }))
      })),
      positives,
      /x\(ε\) \/ that of the normal: found/
    ],
    [
      'parameters that start at a value draw it',
      changed(guides.normal, (g) => ({ parameters: () => g.parameters({ at: 1 }) })),
      normals,
      /median at .*: found 1, wanted/
    ],
    [
      'parameters that start with a spread have it',
      changed(guides.normal, (g) => ({
        parameters: ({ spread = 1, ...start }) => g.parameters({ ...start, spread: 2 * spread })
      })),
      normals,
      /deviation \/ spread: found 2, wanted 1/
    ]
  ])('%s', (name, guide, sites, says) => {
    expect(said(guideLaws(guide, sites), name)).toMatch(says)
  })
  test('one that is right breaks none, at its prior neither', () => {
    expect(allSaid(guideLaws('softplusNormal', positives, { deviations: [1e-2, 2] }))).toEqual([])
    expect(
      allSaid(
        guideLaws(
          'logitNormal',
          between(0.1, 5).map((high) => uniform(0, high))
        )
      )
    ).toEqual([])
    expect(allSaid(guideLaws('atPrior', normals))).toEqual([])
  })
  test('one whose draws jump is refused', () =>
    expect(() => guideLaws('flooredLogNormal', fc.constant(poisson(3)))).toThrow(
      /guideLaws[^]*jump, found its estimator to be the score function/
    ))
  test('one that does not fit its sites is refused', () =>
    expect(() => guideLaws('logNormal', normals)).toThrow(
      /guideLaws[^]*the guide LogNormal does not fit normal\(/
    ))
})

const costing = (g: GuideFamily, f: (nats: Expr) => Expr): GuideFamily =>
  changed(g, (guide) => ({
    closedKl: (p, options) =>
      mapped(guide.closedKl(p, options), (kl) => ({ ...kl, nats: f(kl.nats) }))
  }))

describe('divergences', () => {
  test.each<[string, AnyGuide, fc.Arbitrary<SiteLaw>, RegExp]>([
    [
      'the divergence is E (ln q − ln p)',
      costing(guides.logNormal, add(0.5 * Math.LN2)),
      halfCauchys,
      /KL\(q ‖ p\): found .*, wanted/
    ],
    [
      'divergences from an improper prior differ as E (ln q − ln p) does',
      costing(guides.normal, mul(2)),
      fc.constant(logUniform),
      /KL\(q₁ ‖ p\) − KL\(q₂ ‖ p\): found/
    ],
    [
      'the divergence is at least what the densities differ by, and 0 for equal ones alone',
      costing(guides.normal, neg),
      normals,
      /KL\(q ‖ p\): found -.*, wanted no less than/
    ],
    [
      'a guide costs nothing under a prior that is its own law',
      costing(guides.normal, add(1e-3)),
      normals,
      /KL\(q ‖ q\): found 0\.00\d*, wanted 0/
    ],
    [
      'slopes of the divergence by the parameters equal differences',
      costing(guides.normal, stopGradient),
      normals,
      /∂KL\/∂x\.location: found 0, wanted/
    ]
  ])('%s', (name, guide, priors, says) => {
    expect(said(klLaws(guide, priors), name)).toMatch(says)
  })
  test('those that are right break none', () => {
    expect(allSaid(klLaws('logNormal', halfCauchys))).toEqual([])
    expect(allSaid(klLaws('normal', fc.constant(logUniform)))).toEqual([])
  })
  test('where there is no closed form, that is said', () => {
    const gammas = logSpread(0.5, 3).map((shape) => gamma({ shape, rate: 1 }))
    expect(() => klLaws('softplusNormal', gammas)).toThrow(
      /klLaws[^]*SoftplusNormal has no closed divergence from gamma/
    )
  })
  test('every law says what it holds against what, and how near', () => {
    for (const l of [...klLaws('normal', normals), ...guideLaws('normal', normals)])
      expect([l.formula, l.tolerance]).not.toContain(undefined)
  })
})
