/**
 * What guides of a normal coordinate share: x = forward(u), u ~ N(μ, exp λ), elementwise.
 *
 * Parameters are μ and λ = ln σ²; λ starts at −9, so that the first steps see almost the
 * deterministic model. ln q(x) = −½ε² − ½λ − ½ ln 2π − ln |dx/du| at the draw u = μ + exp(½λ) ε.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Bijector,
  bijector,
  boundsOf,
  factsOf,
  type Support
} from '../distributions/supports/Support.ts'
import { constant, type Expr, ref } from '../expr/Expr.ts'
import { isNonzero } from '../expr/intervals/Interval.ts'
import { simplify } from '../expr/rules/Simplify.ts'
import { add, exp, mul, square, sub } from '../expr/Words.ts'
import { expectation } from './Expectation.ts'
import type { GuidedSite, MeanVariance, Start } from './GuideFamily.ts'
import { type Initial, type Parameter, parameterName, type Role } from './Parameter.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** ln σ² starts here everywhere. */
export const initialLogVariance = -9
/** Parameters over axes start apart by this much, so that equal groups are not equal for ever. */
export const initialJitter = 0.01

export const locationRole: Role = { suffix: 'location', letter: 'μ', words: 'location' }
export const logVarianceRole: Role = { suffix: 'logVariance', letter: 'λ', words: 'ln σ²' }

export interface NormalCoordinate {
  readonly location: Expr
  readonly logVariance: Expr
  readonly variance: Expr
  readonly deviation: Expr
  /** u from standard normal noise. */
  readonly draw: (noise: Expr) => Expr
  readonly parameters: (start: Start) => ReadonlyArray<Parameter>
}

// ---------------------------------------------------------------------------
// where a coordinate starts
// ---------------------------------------------------------------------------

/** The map from the real line onto the support of a site that has a guide. */
export const coordinatesOf = ({ name, support }: GuidedSite): Bijector => {
  const map = bijector(support)
  if (map === undefined) throw new Error(`internal: ${name} has no coordinates and has a guide`)
  return map
}

const numberOf = (e: Expr): number | undefined => {
  const folded = simplify(e)
  return folded._tag === 'Constant' ? folded.value : undefined
}

/** u of a number x; undefined where the map has no numbers for bounds, NaN outside the support. */
export const coordinateOf =
  ({ inverse }: Bijector) =>
  (x: number): number | undefined =>
    numberOf(inverse(constant(x)))

/** A deviation of x around the middle of its support as one of u. */
const spreadOf =
  ({ logJacobian }: Bijector) =>
  (sd: number): number =>
    sd * Math.exp(-(numberOf(logJacobian(constant(0))) ?? 0))

/** What stands for a scale moves at the rate of scales; a probability is none. */
export const learningKind = (support: Support): 'location' | 'scale' => {
  const { values } = factsOf(support._tag)
  const isOpen = values.high === Infinity && boundsOf(support)?.high === undefined
  return isNonzero(values) && isOpen ? 'scale' : 'location'
}

/** What starts as weights do is one, though its prior be that of a scale of either sign. */
export const kindFrom = ({ support }: GuidedSite, { spread }: Start): 'location' | 'scale' =>
  spread === undefined ? learningKind(support) : 'location'

/** Scales of equal groups must not stay equal; locations begin where they are asked to. */
const jitterOf = ({ axes, support }: GuidedSite): number =>
  learningKind(support) === 'scale' && axes.length > 0 ? initialJitter : 0

export const initialCoordinate =
  (site: GuidedSite, map: Bijector) =>
  ({ at, spread, gapOf }: Start): Initial => {
    if (spread !== undefined) return { _tag: 'NormalNoise', sd: spreadOf(map)(spread) }
    const jitter = jitterOf(site)
    if (at === undefined)
      return gapOf === undefined
        ? { _tag: 'Fill', value: 0, jitter }
        : { _tag: 'Gap', end: gapOf, jitter }
    const value = coordinateOf(map)(at)
    return value === undefined
      ? { _tag: 'Bound', value: map.inverse(constant(at)), jitter, asked: at }
      : { _tag: 'Fill', value, jitter }
  }

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** λ = ln σ², with the bound that its user keeps on it. */
export const logVarianceParameter = (
  { name, declared, axes }: GuidedSite,
  { maxVariance }: Start
): Parameter => ({
  name: parameterName(name, logVarianceRole),
  site: declared,
  axes,
  kind: 'logVariance',
  initial: {
    _tag: 'Fill',
    value: initialLogVariance,
    jitter: axes.length === 0 ? 0 : initialJitter
  },
  ...(maxVariance === undefined ? {} : { upper: Math.log(maxVariance) })
})

export const normalCoordinate = (site: GuidedSite, map: Bijector): NormalCoordinate => {
  const { axes } = site
  const names = {
    location: parameterName(site.name, locationRole),
    logVariance: parameterName(site.name, logVarianceRole)
  }
  const location = ref(names.location, axes),
    logVariance = ref(names.logVariance, axes)
  const deviation = exp(pipe(logVariance, mul(0.5)))
  return {
    location,
    logVariance,
    variance: exp(logVariance),
    deviation,
    draw: (noise) => pipe(noise, mul(deviation), add(location)),
    parameters: (start) => [
      {
        name: names.location,
        site: site.declared,
        axes,
        kind: kindFrom(site, start),
        initial: initialCoordinate(site, map)(start)
      },
      logVarianceParameter(site, start)
    ]
  }
}

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/** ln q at the draw, for u = draw(noise); written in u, it is finite wherever u is. */
export const logDensityThrough =
  (map: Bijector, { draw, logVariance }: NormalCoordinate) =>
  (noise: Expr): Expr =>
    pipe(
      square(noise),
      add(logVariance),
      add(Math.log(2 * Math.PI)),
      mul(-0.5),
      sub(map.logJacobian(draw(noise)))
    )

/** E f(x) and Var f(x) by quadrature over the noise; the variance as a mean of squares. */
export const momentsThrough =
  ({ draw }: NormalCoordinate) =>
  (f: (u: Expr) => Expr): MeanVariance => {
    const at = (noise: Expr): Expr => f(draw(noise))
    const mean = expectation(at)
    return { mean, variance: expectation((noise) => square(pipe(at(noise), sub(mean)))) }
  }
