/**
 * Laws of divergences: what a guide costs under a prior is E_q (ln q − ln p).
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import {
  bijector,
  type Distribution,
  family,
  logNormal,
  normal
} from '../../distributions/index.ts'
import { constant, gradients } from '../../expr/index.ts'
import type { ClosedKl } from '../../guides/index.ts'
import { misuse } from '../../dsl/Misuse.ts'
import { between, logSpread } from '../ArbitraryNumber.ts'
import { type Law, law, near, wanted } from '../Law.ts'
import { slopeAt } from '../numbers/Differences.ts'
import { underNormal } from '../numbers/Quadrature.ts'
import { numberOf, scalarFunction } from '../numbers/ScalarFunction.ts'
import {
  type AnyGuide,
  bind,
  type BoundGuide,
  guidedLaw,
  guideFamilyOf,
  guideOn,
  noise,
  showBound,
  showLaw,
  siteLike,
  type SiteLaw
} from './BoundGuide.ts'

/**
 * - `deviations` of the guide's coordinate: the range that the divergence is claimed for
 * - `unit` by what a prior's are divided: where its logarithm is a power of the draw, quadrature over the
 *   noise finds none of a large one at as many deviations
 */
export interface KlClaims {
  readonly deviations?: readonly [number, number]
  readonly unit?: (prior: Distribution) => number
}

/** A guide with numbers, and its divergence from a prior; none where it has no form of it. */
interface Case {
  readonly prior: Distribution
  readonly bound: BoundGuide
  readonly closed: ClosedKl | undefined
}

const shown = ({ prior, bound }: Case): string => `${showBound(bound)}, p = ${showLaw(prior)}`

/** The middle of a prior, in the coordinate of its support. */
const middleOf = (p: Distribution): number => {
  const { median, support } = family(p)
  const map = bijector(support)
  return isNone(median) || map === undefined ? 0 : numberOf(map.inverse(median.value))
}

/** E g(ε) under the guide, with a piece from where its draw is 0, if that is a number. */
const mean = (g: (e: number) => number, breaks: ReadonlyArray<number> = []): number =>
  underNormal(g, [0, ...breaks])

const caseOf = (
  g: ReturnType<typeof guideFamilyOf>,
  prior: Distribution,
  location: number,
  deviation: number
): Case => {
  const bound = bind(g, guidedLaw(prior), location, deviation)
  const found = bound.guide.closedKl(prior, { jeffreys: 'exact' })
  return { prior, bound, closed: isSome(found) ? found.value : undefined }
}

/** ln q − ln p at a draw, and where that has a pole: a normal draw of 0 under an improper law of scales. */
const excessOf = ({ prior, bound }: Case) => {
  const { logDensity } = bound.guide
  if (isNone(logDensity)) return undefined
  const q = bound.at(logDensity.value(noise)),
    p = bound.at(family(prior).logDensity(bound.draw))
  return { each: (e: number): number => q(e) - p(e), pole: [-bound.location / bound.deviation] }
}

const isTheMean = (cases: fc.Arbitrary<Case>): Law =>
  law(
    'the divergence is E (ln q − ln p)',
    cases,
    (c) => {
      const excess = excessOf(c)
      if (c.closed === undefined || excess === undefined || c.closed.upToConstant) return []
      return near('KL(q ‖ p)', c.bound.at(c.closed.nats)(0), mean(excess.each), 1e-6)
    },
    {
      formula: 'KL(q ‖ p) = ∫ φ(ε) (ln q(x(ε)) − ln p(x(ε))) dε',
      tolerance:
        '1e-6: quadrature over ±38 deviations of the noise, of what may grow as a power of the draw',
      shown,
      runs: 40
    }
  )

const isTheMeanOfImproper = (cases: fc.Arbitrary<readonly [Case, Case]>): Law =>
  law(
    'divergences from an improper prior differ as E (ln q − ln p) does',
    cases,
    ([a, b]) => {
      const [first, second] = [excessOf(a), excessOf(b)]
      if (
        a.closed?.upToConstant !== true ||
        b.closed === undefined ||
        first === undefined ||
        second === undefined
      )
        return []
      return near(
        'KL(q₁ ‖ p) − KL(q₂ ‖ p)',
        a.bound.at(a.closed.nats)(0) - b.bound.at(b.closed.nats)(0),
        mean(first.each, first.pole) - mean(second.each, second.pole),
        1e-5
      )
    },
    {
      formula: 'KL(q₁ ‖ p) − KL(q₂ ‖ p) = E₁ (ln q₁ − ln p) − E₂ (ln q₂ − ln p)',
      tolerance: '1e-5: quadrature, of a logarithm with a pole where the draw is 0',
      shown: ([a, b]) => `${shown(a)}, beside ${showBound(b.bound)}`,
      runs: 30
    }
  )

const isNoLessThanVariation = (cases: fc.Arbitrary<Case>): Law =>
  law(
    'the divergence is at least what the densities differ by, and 0 for equal ones alone',
    cases,
    (c) => {
      const excess = excessOf(c)
      if (c.closed === undefined || excess === undefined || c.closed.upToConstant) return []
      const nats = c.bound.at(c.closed.nats)(0)
      const variation = mean((e) => Math.max(0, -Math.expm1(-excess.each(e))))
      const least = Math.max(-1e-9, 2 * variation ** 2 - 1e-6)
      return wanted(nats >= least, 'KL(q ‖ p)', nats, `no less than ${2 * variation ** 2}`)
    },
    {
      formula: 'KL(q ‖ p) ≥ 2 V², V = ½ ∫ |q − p| = E (1 − p/q)₊ (Pinsker)',
      tolerance:
        '1e-6: V has a kink where the densities cross, at which quadrature halves its pieces; of 0 it is 1e-9',
      shown,
      runs: 40
    }
  )

const isNothingFromItself = (bounds: fc.Arbitrary<BoundGuide>): Law =>
  law(
    'a guide costs nothing under a prior that is its own law',
    bounds,
    (b) => {
      if (isNone(b.guide.asNormal)) return []
      const { mean: m, deviation, isLog } = b.guide.asNormal.value
      const [location, scale] = [b.at(m)(0), b.at(deviation)(0)]
      const closed = b.guide.closedKl((isLog ? logNormal : normal)(location, scale), {
        jeffreys: 'exact'
      })
      return isNone(closed) ? [] : near('KL(q ‖ q)', b.at(closed.value.nats)(0), 0, 1e-12)
    },
    {
      formula: 'KL(q ‖ q) = 0, of a guide that is a normal or a log-normal',
      tolerance: '1e-12: what cancels is about 1',
      shown: showBound
    }
  )

const hasSlopes = (cases: fc.Arbitrary<Case>): Law =>
  law(
    'slopes of the divergence by the parameters equal differences',
    cases,
    ({ bound, closed }) => {
      if (closed === undefined) return []
      const names = [...bound.parameters.keys()]
      const f = scalarFunction(closed.nats, ...names)
      return [...bound.parameters].flatMap(([name, at]) => {
        const found = bound.at(gradients(closed.nats, [{ name }]).get(name) ?? constant(NaN))(0)
        const { slope, error } = slopeAt(
          (x) => f(...names.map((n) => (n === name ? x : (bound.parameters.get(n) ?? NaN)))),
          at,
          0.1
        )
        const size = Math.max(1, Math.abs(slope))
        return !(error <= 1e-4 * size)
          ? []
          : wanted(
              Math.abs(found - slope) <= 1e-6 * size + 10 * error,
              `∂KL/∂${name}`,
              found,
              slope
            )
      })
    },
    {
      formula: '∂KL/∂θ is the limit of (KL(θ + h) − KL(θ − h))/2h',
      tolerance: '1e-6, and ten times what extrapolation to h = 0 says of its own error',
      shown,
      runs: 40
    }
  )

/**
 * What a closed divergence of a guide from priors keeps, whatever the parameters of both:
 *
 * - it is E_q (ln q − ln p), by quadrature over the noise; from an improper prior, in differences;
 * - it is 0 from the guide's own law, and by Pinsker's inequality from no other: never less than 0;
 * - its slopes by the parameters of the guide equal differences.
 *
 * `guide` is its name, or its answers (`guides.guides` of `farrier`, with your own in the place of some);
 * `priors` makes the priors. A guide that has no closed divergence from them is refused.
 *
 * @example
 * import { failure, klLaws, logSpread } from 'farrier/laws'
 * import { halfCauchy } from 'farrier'
 *
 * for (const law of klLaws('logNormal', logSpread(0.01, 10).map((scale) => halfCauchy(scale))))
 *   assert.equal(failure(law), undefined, law.name)
 */
export const klLaws = (
  guide: AnyGuide,
  priors: fc.Arbitrary<SiteLaw>,
  { deviations = [0.02, 3], unit = () => 1 }: KlClaims = {}
): ReadonlyArray<Law> => {
  const g = guideFamilyOf(guide)
  const laws = priors.map((p) => guidedLaw(p).law)
  const like = siteLike('klLaws', g, priors.map(guidedLaw))
  const closed = guideOn(g, like).closedKl(like.law, { jeffreys: 'exact' })
  if (isNone(closed))
    return misuse(
      'klLaws',
      `${g.title} has no closed divergence from ${showLaw(like.law)}`,
      'where there is none the cost is drawn, and is what it is',
      'ask about a prior that explain says has a closed form'
    )
  const parameters = fc.tuple(between(-3, 3), logSpread(...deviations))
  const at = (p: Distribution, [offset, deviation]: readonly [number, number]): Case =>
    caseOf(g, p, middleOf(p) + offset, deviation / unit(p))
  const cases = fc.tuple(laws, parameters).map(([p, q]) => at(p, q))
  const twice = fc
    .tuple(laws, parameters, parameters)
    .map(([p, q, r]) => [at(p, q), at(p, r)] as const)
  return [
    ...(closed.value.upToConstant
      ? [isTheMeanOfImproper(twice)]
      : [isTheMean(cases), isNoLessThanVariation(cases)]),
    isNothingFromItself(cases.map((c) => c.bound)),
    hasSlopes(cases)
  ]
}
