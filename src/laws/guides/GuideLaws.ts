/**
 * Laws of guides: what a variational family says of its draws is so.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { isNone } from 'fp-ts/lib/Option.js'
import { misuse } from '../../dsl/Misuse.ts'
import { bijector, family } from '../../distributions/index.ts'
import { constant, type Expr, gradients, ref } from '../../expr/index.ts'
import type { GuideFamily } from '../../guides/index.ts'
import { between, logSpread } from '../ArbitraryNumber.ts'
import { type Law, law, near, wanted } from '../Law.ts'
import { slopeAt } from '../numbers/Differences.ts'
import { endsOf } from '../numbers/FamilyNumbers.ts'
import { integrate, underNormal } from '../numbers/Quadrature.ts'
import { scalarFunction } from '../numbers/ScalarFunction.ts'
import {
  type AnyGuide,
  bind,
  type BoundGuide,
  boundGuides,
  drawOf,
  guidedLaw,
  type GuidedLaw,
  guideFamilyOf,
  guideOn,
  noise,
  showBound,
  showLaw,
  siteLike,
  type SiteLaw
} from './BoundGuide.ts'

/**
 * - `deviations` of the guide's coordinate: the range that its formulas are claimed for
 * - `powers` that are asked for moments; those it has none of are passed over
 * - `startsWithin` how far from where it is asked to start its median may lie
 */
export interface GuideClaims {
  readonly deviations?: readonly [number, number]
  readonly powers?: ReadonlyArray<number>
  readonly startsWithin?: number
}

type Bound = fc.Arbitrary<BoundGuide>

const withNumber = (bound: Bound, number: fc.Arbitrary<number>) => fc.tuple(bound, number)
const shownAt =
  (what: string) =>
  ([b, x]: readonly [BoundGuide, number]): string =>
    `${showBound(b)}, ${what} ${x}`

/** E g(ε); the only kink is where rounding moves a draw inside its ends. */
const mean = (g: (e: number) => number): number => underNormal(g, [0])
const logNormalDensity = (e: number): number => -0.5 * e * e - 0.5 * Math.log(2 * Math.PI)
/** dx/dε, or by a parameter. */
const slopeOf = (b: BoundGuide, name: string): Expr =>
  gradients(b.draw, [{ name }]).get(name) ?? constant(NaN)

// draws and densities

const liesInside = (bound: Bound): Law =>
  law(
    'draws lie in the support',
    withNumber(bound, between(-8, 8)),
    ([b, e]) => {
      const x = b.at(b.draw)(e)
      const [low, high] = endsOf({ ...family(b.law), support: b.support })
      const least = b.support._tag === 'Positive' || b.support._tag === 'Unit' ? 0 : low
      return wanted(
        least < x && x < (b.support._tag === 'Unit' ? 1 : high),
        'x(ε)',
        x,
        `a value of the support, ${b.support._tag}`
      )
    },
    { formula: 'low < x(ε) < high', tolerance: 'none, for ε of ±8', shown: shownAt('ε =') }
  )

const hasDensity = (bound: Bound): Law =>
  law(
    'its density is that of its draw',
    withNumber(bound, between(-3, 3)),
    ([b, e]) => {
      if (isNone(b.guide.logDensity)) {
        const [x, y] = [-8, -9].map(b.at(b.draw))
        return b.guide.draw.noise === 'none'
          ? []
          : wanted(x === y, 'draws far out', `${x} and ${y}`, 'a density, or mass at the end')
      }
      const slope = b.at(slopeOf(b, 'e'))(e)
      // a draw that rounding moved inside its end has no slope
      if (slope === 0) return []
      return near(
        'ln q(x(ε))',
        b.at(b.guide.logDensity.value(noise))(e),
        logNormalDensity(e) - Math.log(Math.abs(slope)),
        1e-6
      )
    },
    {
      formula:
        'ln q(x(ε)) = ln φ(ε) − ln |dx/dε|; without noise, or with mass at an end, it has none',
      tolerance: '1e-6: near its ends a draw is rounded',
      shown: shownAt('ε =')
    }
  )

/** Beyond this many deviations of the noise draws are rounded at ends, and slopes of them say nothing. */
const smooth = 3

const hasEntropy = (bound: Bound): Law =>
  law(
    'its entropy is that of its noise and its volume',
    bound,
    (b) => {
      if (isNone(b.guide.logDensity)) return []
      const q = b.at(b.guide.logDensity.value(noise)),
        slope = b.at(slopeOf(b, 'e'))
      const over = (g: (e: number, volume: number) => number): number => {
        const each = (e: number): number => {
          const volume = Math.abs(slope(e))
          return volume === 0 ? 0 : Math.exp(logNormalDensity(e)) * g(e, volume)
        }
        return integrate(each, -smooth, 0) + integrate(each, 0, smooth)
      }
      return near(
        '−E ln q(x)',
        over((e) => -q(e)),
        over((e, volume) => Math.log(volume) - logNormalDensity(e)),
        1e-6
      )
    },
    {
      formula: `−E ln q(x(ε)) = E (ln |dx/dε| − ln φ(ε)), over |ε| ≤ ${smooth}`,
      tolerance: '1e-6: quadrature; farther out draws are rounded at ends, and have no slope',
      shown: showBound,
      runs: 40
    }
  )

const slopesByParameters = (bound: Bound): Law =>
  law(
    'slopes of a draw by its parameters equal differences',
    withNumber(bound, between(-3, 3)),
    ([b, e]) =>
      [...b.parameters].flatMap(([name, at]) => {
        const names = [...b.parameters.keys()]
        const f = scalarFunction(b.draw, 'e', ...names)
        const along = (x: number): number =>
          f(e, ...names.map((n) => (n === name ? x : (b.parameters.get(n) ?? NaN))))
        const { slope, error } = slopeAt(along, at, 0.1)
        const found = b.at(slopeOf(b, name))(e),
          size = Math.max(1, Math.abs(slope))
        return !(error <= 1e-4 * size)
          ? []
          : wanted(Math.abs(found - slope) <= 1e-6 * size + 10 * error, `dx/d${name}`, found, slope)
      }),
    {
      formula: 'dx(ε)/dθ is the limit of (x(ε; θ + h) − x(ε; θ − h))/2h',
      tolerance: '1e-6, and ten times what extrapolation to h = 0 says of its own error',
      shown: shownAt('ε =')
    }
  )

// moments and forms

const hasMoments = (bound: Bound, powers: ReadonlyArray<number>): Law =>
  law(
    'moments are those of its draws',
    withNumber(bound, fc.constantFrom(...powers)),
    ([b, k]) => {
      const found = b.guide.moments(k)
      if (isNone(found)) return []
      const x = b.at(b.draw)
      const first = mean((e) => x(e) ** k),
        second = mean((e) => (x(e) ** k - first) ** 2)
      const size = Math.abs(first) + Math.sqrt(second)
      // a variance far below the square of the mean has lost its digits to the mean's
      const scale = second + 1e-9 * size ** 2
      return [
        ...near(`E x^${k}, of ${first},`, b.at(found.value.mean)(0) / size, first / size, 1e-6),
        ...near(
          `Var x^${k}, of ${second},`,
          b.at(found.value.variance)(0) / scale,
          second / scale,
          2e-5
        )
      ]
    },
    {
      formula: 'moments(k) = E x(ε)ᵏ and Var x(ε)ᵏ',
      tolerance: '1e-6 and 2e-5 of their size: formulas in float64 against quadrature',
      shown: shownAt('k ='),
      runs: 40
    }
  )

const isNormal = (bound: Bound): Law =>
  law(
    'as a normal, where it is one, it has the same draw',
    withNumber(bound, between(-4, 4)),
    ([b, e]) => {
      if (isNone(b.guide.asNormal)) return []
      const { mean: m, variance, deviation, isLog } = b.guide.asNormal.value
      const s = b.at(deviation)(0),
        u = b.at(m)(0) + s * e
      return [
        ...near('deviation² / variance', s ** 2 / b.at(variance)(0), 1, 1e-12),
        ...near('x(ε) / that of the normal', b.at(b.draw)(e) / (isLog ? Math.exp(u) : u), 1, 1e-12)
      ]
    },
    {
      formula: 'x(ε) = m + sε, or e to it, and s² is the variance',
      tolerance: '1e-12: the same formula, written twice',
      shown: shownAt('ε =')
    }
  )

// starts

const startsWhereAsked = (g: GuideFamily, sites: fc.Arbitrary<GuidedLaw>, within: number): Law =>
  law(
    'parameters that start at a value draw it',
    fc.tuple(sites, between(-3, 3)),
    ([site, u]) => {
      const { support } = site
      const map = bijector(support)
      if (map === undefined) return [`found no coordinates of ${support._tag}, wanted some`]
      const forward = scalarFunction(map.forward(ref('u', [])), 'u')
      const started = (at: number | undefined): number => {
        const guide = guideOn(g, site)
        const parameters = guide.parameters({ at })
        return scalarFunction(
          drawOf(guide),
          'e',
          ...parameters.map((p) => p.name)
        )(0, ...parameters.map((p) => (p.initial._tag === 'Fill' ? p.initial.value : NaN)))
      }
      const { fixedAt = forward(u) } = g
      const [low, high] =
        support._tag === 'Unit' ? [0, 1] : endsOf({ ...family(site.law), support })
      return [
        ...near(`median at ${forward(u)}`, started(forward(u)), fixedAt, within),
        ...(Number.isFinite(high - low)
          ? near('median without a start', started(undefined), (low + high) / 2, 1e-9)
          : [])
      ]
    },
    {
      formula: 'x(0; parameters({ at: v })) = v, and the middle where the support has one',
      tolerance: `${within}: there and back through the coordinate`,
      shown: ([site, u]) => `${g.title} of a site x ~ ${showLaw(site.law)}, at the coordinate ${u}`
    }
  )

const spreadsAsAsked = (g: GuideFamily, sites: fc.Arbitrary<GuidedLaw>): Law =>
  law(
    'parameters that start with a spread have it',
    fc.tuple(sites, logSpread(1e-3, 1)),
    ([site, spread]) => {
      const [first] = guideOn(g, site).parameters({ spread })
      if (first?.initial._tag !== 'NormalNoise') return ['found no noise at the start, wanted some']
      const { initial } = first
      const b = bind(g, site, 0, 1e-6)
      // below an end x falls as u rises
      const slope = Math.abs(b.at(slopeOf(b, first.name))(0))
      return near('deviation / spread', (slope * initial.sd) / spread, 1, 1e-5)
    },
    {
      formula: 'dx/du · sd(u) = spread, at the middle of the coordinate u',
      tolerance: '1e-5: at a small deviation and not at none',
      shown: ([site, spread]) => `${g.title} of a site x ~ ${showLaw(site.law)}, spread ${spread}`
    }
  )

/**
 * What a guide keeps of every site that it fits, whatever its parameters:
 *
 * - draws lie in the site's support, and their slopes by the parameters equal differences;
 * - ln q at a draw is the density of the draw, and so is the entropy;
 * - the moments that it answers are those of its draws;
 * - as a normal, where it says that it is one, it has the same draw;
 * - parameters that start at a value draw it, and those that start with a spread have it.
 *
 * `guide` is its name, or its answers (`guides.guides` of `farrier`, with your own in the place of some);
 * `sites` makes the laws of sites. A guide that is the law of its site has no parameters, and no start;
 * one whose draws jump has masses in the place of a density, and is refused.
 *
 * @example
 * import { failure, guideLaws, logSpread } from 'farrier/laws'
 * import { exponential } from 'farrier'
 *
 * for (const law of guideLaws('softplusNormal', logSpread(0.1, 10).map((rate) => exponential(rate))))
 *   assert.equal(failure(law), undefined, law.name)
 */
export const guideLaws = (
  guide: AnyGuide,
  sites: fc.Arbitrary<SiteLaw>,
  claims: GuideClaims = {}
): ReadonlyArray<Law> => {
  const g = guideFamilyOf(guide),
    guided = sites.map(guidedLaw)
  siteLike('guideLaws', g, guided)
  if (g.estimator === 'score function')
    return misuse(
      'guideLaws',
      `the draws of ${g.title} jump, found its estimator to be the score function`,
      'these laws are of densities, and of slopes of draws',
      'hold its masses to their sum by a law of your own: law(name, arbitrary, holds)'
    )
  return lawsOfGuide(g, guided, claims)
}

/** The same of sites whose support is given by itself. */
export const lawsOfGuide = (
  g: GuideFamily,
  sites: fc.Arbitrary<GuidedLaw>,
  {
    deviations = [1e-2, 1.5],
    powers = [1, 2, -1, 0.5, -0.5, 3],
    startsWithin = 1e-9
  }: GuideClaims = {}
): ReadonlyArray<Law> => {
  const bound = boundGuides(g, sites, deviations)
  return [
    liesInside(bound),
    hasDensity(bound),
    hasEntropy(bound),
    slopesByParameters(bound),
    hasMoments(bound, powers),
    isNormal(bound),
    ...(g.ofLaw === undefined
      ? [
          startsWhereAsked(g, sites, startsWithin),
          ...(g.fixedAt === undefined ? [spreadsAsAsked(g, sites)] : [])
        ]
      : [])
  ]
}
