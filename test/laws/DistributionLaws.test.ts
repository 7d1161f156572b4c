/** Laws of distributions, each failing on a wrong one. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { map, some } from 'fp-ts/lib/Option.js'
import { right } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  dirichlet,
  type Distribution,
  type Expansion,
  type Family,
  family,
  gamma,
  geometric,
  halfCauchy,
  logUniform,
  normal,
  poisson,
  uniform
} from '../../src/distributions/index.ts'
import * as language from '../../src/dsl/index.ts'
import { add, constant, type Expr, floor, mul, square } from '../../src/expr/index.ts'
import { distributionLaws, failure, logSpread } from '../../src/laws/index.ts'

type Answers = Family<Distribution>

const gammas = fc
  .tuple(logSpread(0.5, 10), logSpread(0.1, 10))
  .map(([shape, rate]) => family(gamma({ shape, rate })))
const poissons = logSpread(0.1, 20).map((rate) => family(poisson(rate)))

/** An answer, and this done to it. */
const after =
  (done: (e: Expr) => Expr) =>
  (answer: (x: Expr) => Expr) =>
  (x: Expr): Expr =>
    done(answer(x))

/** What a law says, of families with other answers in the place of some; none where it holds. */
const said = (
  name: string,
  of: fc.Arbitrary<Answers>,
  change: (f: Answers) => Partial<Answers> = () => ({})
): string | undefined => {
  const l = distributionLaws(of.map((f) => ({ ...f, ...change(f) }))).find((x) => x.name === name)
  return l === undefined ? 'no such law' : failure(l, { seed: 1 })
}

test('as models are written: what is composed of others', () => {
  const cut = logSpread(0.5, 3).map((shape) =>
    language.truncated({ high: 2, of: language.weibull({ shape, scale: 1 }) })
  )
  for (const l of distributionLaws(cut)) expect(failure(l)).toBeUndefined()
})

/** A law, a mistake in what it is about, and what it says then. */
type Mistake = readonly [string, fc.Arbitrary<Answers>, (f: Answers) => Partial<Answers>, RegExp]
const one = fc.constant(family(normal(0, 2)))

const mistakes: ReadonlyArray<Mistake> = [
  [
    'the density integrates to 1',
    gammas,
    (f) => ({ logDensity: (x) => pipe(f.logDensity(x), add(0.01)) }),
    /∫ p\(x\) dx: found 1\.0100.*, wanted 1/
  ],
  [
    'the masses add up to 1',
    poissons,
    (f) => ({ logDensity: (x) => pipe(f.logDensity(x), add(1e-6)) }),
    /Σ p\(x\): found 1\.00000\d*, wanted 1/
  ],
  [
    'the peak is the highest log density',
    one,
    () => ({ peak: some(constant(0)) }),
    /peak: found 0, wanted -1\.61/
  ],
  [
    'moments are those of the density',
    gammas,
    (f) => ({ moment: (k) => f.moment(k === 2 ? 1 : k) }),
    /k = 2; Error: E x\^2/
  ],
  [
    'the entropy is −E ln p',
    one,
    () => ({ entropy: some(constant(1)) }),
    /entropy: found 1, wanted 2\.11/
  ],
  [
    'the distribution function is the integral of the density',
    one,
    (f) => ({ cdf: map(after(mul(0.99)))(f.cdf) }),
    /P\(draw ≤ .*\): found .*, wanted/
  ],
  [
    'the distribution function is the sum of the masses',
    fc.constant(family(geometric({ probability: 0.3 }))),
    (f) => ({ cdf: map(after(mul(0.99)))(f.cdf) }),
    /P\(draw ≤ 0\): found .*, wanted/
  ],
  [
    'the quantile has as much below it as it says',
    one,
    (f) => ({ quantile: map(after(add(0.1)))(f.quantile) }),
    /P\(draw ≤ quantile\(p\)\): found .*, wanted/
  ],
  [
    'the quantile inverts the distribution function, far into both tails',
    one,
    (f) => ({ quantile: map(after(mul(1 + 1e-8)))(f.quantile) }),
    /cdf\(quantile\(p\)\): found .*, wanted/
  ],
  [
    'draws on the host have the distribution function of the density',
    gammas,
    () => ({ sample: right((_, uniform) => uniform()) }),
    /share of draws up to/
  ],
  [
    'draws on the host have the distribution function of the density',
    fc.constant(family(uniform(0, 1))),
    () => ({ sample: right((_, uniform) => 1.1 * uniform()) }),
    /the largest draw: found 1\.09\d*, wanted no more than 1/
  ],
  [
    'smooth draws have the distribution function of the density',
    one,
    () => ({ pathwise: some({ noise: 'normal', push: (e) => e }) }),
    /share of draws below/
  ],
  [
    'an expansion has the distribution of the whole',
    fc.constant(family(halfCauchy(1))),
    (f) => ({
      expansion: map((e: Expansion<Distribution>) => ({
        ...e,
        value: (parts: ReadonlyArray<Expr>) => square(e.value(parts))
      }))(f.expansion)
    }),
    /share of draws up to/
  ],
  [
    'location and scale move a base',
    one,
    () => ({
      locationScale: some({ location: constant(0), scale: constant(1), base: normal(0, 1) })
    }),
    /ln p\(.*\): found/
  ],
  [
    'slopes of the log density equal differences',
    one,
    // steps so fine that no other law sees them: the slope of a step is 0
    (f) => ({ logDensity: (x) => f.logDensity(pipe(x, mul(1e9), floor, mul(1e-9))) }),
    /∂ ln p\/∂x at .*: found 0, wanted/
  ],
  [
    'an argument that gives no density is refused, none is NaN in silence',
    gammas,
    (f) => ({ arguments: f.arguments.map((a) => ({ ...a, support: 'Real' as const })) }),
    /at shape = -30: found (NaN|Infinity), wanted .*, or shape in a support that refuses -30/
  ]
]

describe('each law sees its mistake', () => {
  test.each(mistakes)('%s', (name, of, change, says) => {
    expect(said(name, of, change)).toMatch(says)
    // of what is right it says nothing
    expect(said(name, of)).toBeUndefined()
  })
  test('there is one for each law', () => {
    const names = [gammas, poissons, one, fc.constant(family(halfCauchy(1)))].flatMap((of) =>
      distributionLaws(of).map((l) => l.name)
    )
    const seen = new Set(mistakes.map(([name]) => name))
    expect(names.filter((name) => !seen.has(name))).toEqual([])
  })
})

test('a counterexample shrinks, and is printed as it is written, with the formula and the tolerance', () =>
  expect(said('the entropy is −E ln p', gammas, () => ({ entropy: some(constant(7)) }))).toMatch(
    new RegExp(
      '^the entropy is −E ln p: fails for gamma\\(\\{ shape: 0\\.5\\d*, rate: 0\\.1\\d* \\}\\); ' +
        'Error: entropy: found 7, wanted .*\nformula: entropy = −E ln p\\(x\\), in nats\ntolerance: 1e-7: '
    )
  ))

test('each says what it holds against what, and how near', () => {
  for (const l of [gammas, poissons].flatMap(distributionLaws))
    expect([l.formula, l.tolerance]).not.toContain(undefined)
})

test('vectors and improper ones are refused', () => {
  expect(() =>
    distributionLaws(fc.constant(dirichlet({ concentration: constant(1), along: 'k', size: 3 })))
  ).toThrow(
    /expected a proper distribution of one number a draw, found Dirichlet, which draws along k/
  )
  expect(() => distributionLaws(fc.constant(logUniform))).toThrow(
    /found LogUniform, whose density has no total mass/
  )
})
