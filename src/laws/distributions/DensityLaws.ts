/**
 * Laws of what a distribution answers besides its density: each against quadrature of the density, or
 * against the sum of its masses.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { isNone, isSome, type Option } from 'fp-ts/lib/Option.js'
import { boundsOf, family } from '../../distributions/index.ts'
import { constant, type Expr } from '../../expr/index.ts'
import { between, eitherSign, logSpread } from '../ArbitraryNumber.ts'
import { type Law, law, near, wanted } from '../Law.ts'
import {
  type AnyFamily,
  atomsOf,
  coordinateOf,
  expectation,
  highestOf,
  isOnTheLine,
  logDensityOf,
  massesOf,
  numbersOf,
  spreadOf
} from '../numbers/FamilyNumbers.ts'
import { numberOf } from '../numbers/ScalarFunction.ts'
import { codeOf } from './AsFamily.ts'

type Families = fc.Arbitrary<AnyFamily>

const byQuadrature =
  '1e-8: quadrature stops at 1e-10 of the integral, and leaves out what lies 90 units of the coordinate away'
const shown = codeOf

/** A generated family, and a number of its own. */
export const withNumber = (families: Families, number: fc.Arbitrary<number>) =>
  fc.tuple(families, number)
export const shownAt =
  (what: string) =>
  ([f, x]: readonly [AnyFamily, number]): string =>
    `${codeOf(f)}, ${what} ${x}`

/** What an answer of one argument is at a number. */
const asked = (answer: Option<(x: Expr) => Expr>, at: number): number =>
  isSome(answer) ? (numbersOf(answer.value(constant(at)))[0] ?? NaN) : NaN

/** A value of the support, `t` units from the median. */
const placed = (f: AnyFamily, t: number): number => {
  const { forward, middle } = coordinateOf(f)
  return f.support._tag === 'Real' ? middle + spreadOf(f) * t : forward(middle + t)
}
const places = eitherSign(between(0.1, 3))

// the density itself

const integrates = (families: Families, like: AnyFamily): Law =>
  isOnTheLine(like)
    ? law(
        'the density integrates to 1',
        families,
        (f) =>
          near(
            '∫ p(x) dx',
            expectation(f)(() => 1),
            1,
            1e-8
          ),
        { formula: '∫ p(x) dx = 1 over the support', tolerance: byQuadrature, shown, runs: 40 }
      )
    : law(
        'the masses add up to 1',
        families,
        (f) =>
          near(
            'Σ p(x)',
            massesOf(f).reduce((sum, m) => sum + m, 0),
            1,
            1e-11
          ),
        {
          formula: 'Σ p(x) = 1 over 0, 1, …',
          tolerance: '1e-11: some 30,000 masses, each rounded',
          shown,
          runs: 40
        }
      )

const peaks = (families: Families): Law =>
  law(
    'the peak is the highest log density',
    families,
    (f) =>
      isNone(f.peak) ? [] : near('peak', numbersOf(f.peak.value)[0] ?? NaN, highestOf(f), 1e-9),
    {
      formula: 'peak = sup ln p(x)',
      tolerance: '1e-9: it is looked for to half the digits of x, where p is flat',
      shown,
      runs: 40
    }
  )

// moments and entropy

/**
 * Does the integrand fall too slowly at an end for quadrature to 1e-7? In the logarithm of the
 * distance it must fall at least as e^(−0.3u) over 90 units on a positive support, as e^(−0.6u) over
 * 40 on a real one.
 */
export const isBarelyThere = (f: AnyFamily, k: number): boolean => {
  const { support, median } = f
  const isShare = support._tag === 'Unit'
  if (!isOnTheLine(f) || (boundsOf(support)?.high !== undefined && !isShare)) return false
  const isReal = support._tag === 'Real',
    isPositive = support._tag === 'Positive'
  const log = logDensityOf(f),
    middle = isReal && isSome(median) ? numberOf(median.value) : 0
  /** ln of the integrand in u = ln |x − middle|. */
  const at = (u: number): number => log(middle + Math.exp(u) * spreadOf(f)) + (k + 1) * u
  if (isShare) return at(-90) - at(-89) > -0.3
  return isReal
    ? at(31) - at(30) > -0.6
    : at(90) - at(89) > -0.3 || (isPositive && at(-90) - at(-89) > -0.3)
}

/** E xᵏ by the density; of masses the sum, where 0 has none. */
const meanOf = (f: AnyFamily, k: number): number =>
  isOnTheLine(f)
    ? expectation(f)((x) => x ** k)
    : massesOf(f).reduce((sum, m, x) => (m === 0 ? sum : sum + m * x ** k), 0)

const moments = (families: Families, like: AnyFamily): Law => {
  const tolerance = isOnTheLine(like) ? 1e-7 : 1e-9
  const powers = fc.constantFrom(0, 1, 2, 3, 4, 5, 0.5, -0.5, -1, 0.9)
  return law(
    'moments are those of the density',
    withNumber(families, powers),
    ([f, k]) => {
      const found = f.moment(k)
      if (isNone(found) || isBarelyThere(f, k)) return []
      if (!isOnTheLine(f)) {
        const want = meanOf(f, k),
          size = want === 0 ? 1 : want
        return near(
          `E x^${k}, of ${want}`,
          numberOf(found.value) / size,
          want === 0 ? 0 : 1,
          tolerance
        )
      }
      const rough = expectation(f)((x) => Math.abs(x) ** k)
      const size = rough * expectation(f)((x) => Math.abs(x) ** k / rough)
      return near(
        `E x^${k}, of E |x|^${k} = ${size},`,
        numberOf(found.value) / size,
        expectation(f)((x) => x ** k / size),
        tolerance
      )
    },
    {
      formula: 'moment(k) = E xᵏ, at k = −1, −½, 0, ½, 0.9, 1 … 5',
      tolerance: isOnTheLine(like)
        ? '1e-7 of E |x|ᵏ: wide tails of xᵏ p(x) are integrated, where they do not fall too slowly for it'
        : '1e-9 of E xᵏ: a sum of masses, each rounded',
      shown: shownAt('k ='),
      runs: 40
    }
  )
}

const entropies = (families: Families, like: AnyFamily): Law =>
  law(
    'the entropy is −E ln p',
    families,
    (f) => {
      if (isNone(f.entropy)) return []
      const found = numbersOf(f.entropy.value)[0] ?? NaN
      if (!isOnTheLine(f))
        return near(
          'entropy',
          found,
          massesOf(f).reduce((sum, m) => (m === 0 ? sum : sum - m * Math.log(m)), 0),
          1e-10
        )
      const log = logDensityOf(f)
      return near(
        'entropy',
        found,
        expectation(f)((x) => -log(x)),
        1e-7
      )
    },
    {
      formula: 'entropy = −E ln p(x), in nats',
      tolerance: isOnTheLine(like)
        ? '1e-7: quadrature, of a logarithm that has no end at the ends of the support'
        : '1e-10: a sum of masses, each rounded',
      shown,
      runs: 30
    }
  )

// distribution functions

const cdfs = (families: Families, like: AnyFamily): Law =>
  isOnTheLine(like)
    ? law(
        'the distribution function is the integral of the density',
        withNumber(families, places),
        ([f, t]) => {
          if (isNone(f.cdf)) return []
          const x = placed(f, t)
          return near(
            `P(draw ≤ ${x})`,
            asked(f.cdf, x),
            expectation(f)(() => 1, x),
            1e-8
          )
        },
        {
          formula: 'cdf(x) = ∫ p(y) dy over y < x',
          tolerance: byQuadrature,
          shown: shownAt('units from the median'),
          runs: 30
        }
      )
    : law(
        'the distribution function is the sum of the masses',
        families,
        (f) => {
          let below = 0
          return massesOf(f).flatMap((mass, x) => {
            below += mass
            return isNone(f.cdf) ? [] : near(`P(draw ≤ ${x})`, asked(f.cdf, x), below, 1e-12)
          })
        },
        {
          formula: 'cdf(x) = Σ p(y) over y ≤ x',
          tolerance: '1e-12: sums of masses, each rounded',
          shown
        }
      )

/** A value of its own mass is the quantile of every p up to it. */
const massAt = (f: AnyFamily, x: number): number => atomsOf(f).find(({ at }) => at === x)?.mass ?? 0

const quantiles = (families: Families): ReadonlyArray<Law> => [
  law(
    'the quantile has as much below it as it says',
    withNumber(families, between(0.01, 0.99)),
    ([f, p]) => {
      if (isNone(f.quantile)) return []
      const x = asked(f.quantile, p)
      return near(
        'P(draw ≤ quantile(p))',
        expectation(f)(() => 1, x),
        massAt(f, x) === 0 ? p : asked(f.cdf, x),
        3e-8
      )
    },
    {
      formula: '∫ p(y) dy over y < quantile(p) = p',
      tolerance: '3e-8: quadrature, of a density that may have a kink',
      shown: shownAt('p ='),
      runs: 30
    }
  ),
  law(
    'the quantile inverts the distribution function, far into both tails',
    withNumber(
      families,
      fc.tuple(logSpread(1e-9, 0.5), fc.boolean()).map(([tail, upper]) => (upper ? 1 - tail : tail))
    ),
    ([f, p]) => {
      if (isNone(f.quantile) || isNone(f.cdf)) return []
      const x = asked(f.quantile, p),
        found = asked(f.cdf, x)
      const ulps = 4 * 2 ** -52
      // what rounding x alone does to it
      const rounding = ulps * Math.abs(x) * Math.exp(logDensityOf(f)(x))
      const most = 1e-11 * p + ulps + rounding
      return wanted(
        found - p <= most + massAt(f, x) && p - found <= most,
        'cdf(quantile(p))',
        found,
        p
      )
    },
    {
      formula: 'cdf(quantile(p)) = p, p and 1 − p from 1e-9',
      tolerance: '1e-11 p, and what rounding p and x does',
      shown: shownAt('p =')
    }
  )
]

// facets

const locationScales = (families: Families): ReadonlyArray<Law> => [
  law(
    'location and scale move a base',
    withNumber(families, between(0.01, 0.99)),
    ([f, at]) => {
      if (isNone(f.locationScale)) return []
      const form = f.locationScale.value,
        location = numberOf(form.location),
        scale = numberOf(form.scale),
        x = location + scale * at
      const standard = family(form.base)
      const again = standard.locationScale
      return [
        ...near(
          `ln p(${x})`,
          logDensityOf(f)(x),
          logDensityOf(standard)((x - location) / scale) - Math.log(Math.abs(scale)),
          1e-9
        ),
        ...(isNone(again)
          ? ['the base: found no location and scale, wanted 0 and 1']
          : [
              ...near('location of the base', numberOf(again.value.location), 0, 0),
              ...near('scale of the base', numberOf(again.value.scale), 1, 0)
            ])
      ]
    },
    {
      formula: 'ln p(x) = ln base((x − location)/scale) − ln |scale|; the base is at 0, of scale 1',
      tolerance: '1e-9: x − location is rounded',
      shown: shownAt('x in units of the scale')
    }
  )
]

/** Of what was asked, those that the distribution answers. */
export const densityLaws = (families: Families, like: AnyFamily): ReadonlyArray<Law> => [
  integrates(families, like),
  peaks(families),
  ...(isSome(like.moment(1)) || isSome(like.moment(0.5)) ? [moments(families, like)] : []),
  ...(isSome(like.entropy) ? [entropies(families, like)] : []),
  ...(isSome(like.cdf) ? [cdfs(families, like)] : []),
  ...(isSome(like.quantile) && isOnTheLine(like) ? quantiles(families) : []),
  ...(isSome(like.locationScale) ? locationScales(families) : [])
]
