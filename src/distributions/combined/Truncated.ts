/**
 * A distribution between two ends, or beyond one: its density there, divided by the probability of
 * being there. Not what lies outside put on the ends, which is censoring.
 *
 * - density    ln p(x) = ln f(x) − ln Z, Z = F(b) − F(a) where there are both. It is told from the end
 *              at which f is higher, and no two probabilities are subtracted: exact however far out
 *              both ends lie, and however near to each other
 * - arguments  the ends, `low` and `high` or one of them: numbers, data or latents of the same axes,
 *              inside the support of the distribution; the distribution with its own
 * - truncated  can be what is a monotone function of a normal, a logistic, an exponential, a Laplace or a
 *              Cauchy draw: normal, half-normal, log-normal, logistic, log-logistic, exponential,
 *              Weibull, Fréchet, Gumbel, Kumaraswamy, Laplace, Cauchy, half-Cauchy; and of a gamma or beta
 *              draw, whose mass is a quadrature: gamma, inverse gamma, beta, beta prime, Student's t, half-t
 * - moments    of a normal, a half-normal and an exponential E xᵏ for k = 0 … 4
 * - function   P(draw ≤ x) = (F(x) − F(a))/Z, and its inverse, from the nearer end of the far side
 * - entropy    where there are moments
 * - peak       where f has its highest value between the ends: of x = m + s u
 * - draws      by the quantile, smooth in the ends too; on the host draws of f until one is inside, from
 *              the seventeenth on by inversion
 * - source     Robert (1995), Statistics and Computing 5(2), for the normal; the forms are our own
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { Eq as sameNumber } from 'fp-ts/lib/number.js'
import * as O from 'fp-ts/lib/Option.js'
import { getEq } from 'fp-ts/lib/ReadonlyArray.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { emptyEnvironment, evaluateScalar } from '../../expr/numbers/Reference.ts'
import { add, exp, type ExprLike, lift, sub } from '../../expr/Words.ts'
import { affineMoment } from '../AffineMoments.ts'
import { betweenOf } from '../between/BetweenOf.ts'
import { hostBetween } from '../between/HostBetween.ts'
import {
  type Between,
  distance,
  type Place,
  spanOf,
  type Standard,
  tinyPlace
} from '../between/Standard.ts'
import type { Argument, Family } from '../Family.ts'
import type { HostDraw } from '../StandardDraws.ts'
import { above, below } from '../supports/HalfLineSupport.ts'
import { interval } from '../supports/IntervalSupport.ts'
import { positiveAbove } from '../supports/PositiveHalfLineSupport.ts'
import { positiveInterval } from '../supports/PositiveIntervalSupport.ts'
import { positive } from '../supports/PositiveSupport.ts'
import { factsOf, type Support } from '../supports/Support.ts'
import { unitInterval } from '../supports/UnitIntervalSupport.ts'
import { unit } from '../supports/UnitSupport.ts'
import { argumentsUnder, type FamilyOf } from './Components.ts'

/** @category model */
export interface TruncatedOf<D> {
  readonly _tag: 'Truncated'
  readonly low: Expr | undefined
  readonly high: Expr | undefined
  readonly of: D
}

/** One of the two, or both. */
export interface Ends<E> {
  readonly low?: E | undefined
  readonly high?: E | undefined
}

/** @category constructors */
export const truncated = <D>({
  low,
  high,
  of
}: Ends<ExprLike> & { readonly of: D }): TruncatedOf<D> => ({
  _tag: 'Truncated',
  low: low === undefined ? undefined : lift(low),
  high: high === undefined ? undefined : lift(high),
  of
})

const numberOf = (e: Expr | undefined): number | undefined =>
  e?._tag === 'Constant' ? e.value : undefined

/** Where the values lie: those that are known to be positive remain so. */
const supportOf = (of: Support, { low, high }: Ends<Expr>): Support => {
  const [from, to] = [numberOf(low), numberOf(high)]
  const { values } = factsOf(of._tag)
  const isFromZero = values.low >= 0 || (from !== undefined && from >= 0)
  const isToOne = values.high < 1 || (to !== undefined && to <= 1)
  if (from === 0 && to === 1) return unit
  if (isFromZero && isToOne) return unitInterval(low ?? constant(0), high ?? constant(1))
  if (from === 0 && high === undefined) return positive
  if (isFromZero) {
    const bottom = low ?? constant(0)
    return high === undefined ? positiveAbove(bottom) : positiveInterval(bottom, high)
  }
  if (low === undefined) return high === undefined ? of : below(high)
  return high === undefined ? above(low) : interval(low, high)
}

const sameNumbers = getEq(sameNumber).equals

/** Draws of the whole law before one is made by the quantile. */
const mostDraws = 16

/** @category instances */
export const family =
  <D>(familyOf: FamilyOf<D>) =>
  (d: TruncatedOf<D>): Family<TruncatedOf<D>> => {
    const part = familyOf(d.of)
    if (O.isNone(part.standard)) throw new Error(`internal: ${part.tag} is not truncated`)
    const s: Standard = part.standard.value
    const span = spanOf(s, d.low, d.high)
    const law = betweenOf[s.law]
    const whole: Between = law(s, span)
    const placeOf = (x: Expr): Place => ({ x, u: s.at(x) })
    const ends: ReadonlyArray<Argument> = [
      ['low', d.low] as const,
      ['high', d.high] as const
    ].flatMap(([name, value]) =>
      value === undefined
        ? []
        : [{ name, value, support: part.support._tag === 'Signed' ? 'Real' : part.support._tag }]
    )
    const every = [...ends, ...argumentsUnder('of', part)]
    const isCut = { low: d.low !== undefined, high: d.high !== undefined }
    const isAffine = s.affine !== undefined
    const slope = s.logSlope(constant(1))

    const mapped = (of: TruncatedOf<D>, f: (e: Expr) => Expr): TruncatedOf<D> => ({
      ...of,
      low: of.low === undefined ? undefined : f(of.low),
      high: of.high === undefined ? undefined : f(of.high),
      of: part.mapArguments(f)
    })
    /** By the place of a uniform number, for numbers in the place of the arguments. */
    const quantileAt = (numbers: ReadonlyArray<number>): ((p: number) => number) => {
      const meant = new Map(every.map((a, i) => [a.value, constant(numbers[i] ?? NaN)]))
      const at = mapped(d, (e) => meant.get(e) ?? e)
      const own = familyOf(at.of).standard
      if (O.isNone(own)) return () => NaN
      const span = spanOf(own.value, at.low, at.high),
        { low, high } = span
      const number = evaluateScalar(emptyEnvironment)
      // between places that are too small for numbers the law knows its own way
      if (own.value.logs !== undefined && high !== undefined && number(high.u) < tinyPlace) {
        const { quantile } = betweenOf[own.value.law](own.value, span)
        return (p) => number(quantile(constant(own.value.rises ? p : 1 - p)))
      }
      const between = hostBetween[own.value.law],
        shapes = (own.value.shapes ?? []).map(number)
      const places = {
        low: low === undefined ? -Infinity : number(low.u),
        high: high === undefined ? Infinity : number(high.u),
        gap:
          low === undefined || high === undefined
            ? Infinity
            : number(distance(own.value, low, high))
      }
      return (p) => {
        const place = between(places, p, shapes)
        if (place.from === 'none') return number(own.value.back(constant(place.u)))
        const end = place.from === 'low' ? low : high
        const t = constant(place.from === 'low' ? place.t : -place.t)
        return end === undefined ? NaN : number(own.value.beyond(end.x, t))
      }
    }
    /** One draw has mostly the arguments of the one before. */
    let last: {
      readonly numbers: ReadonlyArray<number>
      readonly quantile: (p: number) => number
    } = {
      numbers: [],
      quantile: () => NaN
    }
    const byPlace: HostDraw = (args, uniform) => {
      const numbers = every.map((_, i) => args[i]?.[0] ?? NaN)
      if (!sameNumbers(numbers, last.numbers)) last = { numbers, quantile: quantileAt(numbers) }
      return last.quantile(uniform())
    }
    const draw =
      (one: HostDraw): HostDraw =>
      (args, uniform) => {
        const own = args.slice(ends.length)
        const low = isCut.low ? (args[0]?.[0] ?? NaN) : -Infinity,
          high = isCut.high ? (args[isCut.low ? 1 : 0]?.[0] ?? NaN) : Infinity
        for (let i = 0; i < mostDraws; i += 1) {
          const x = one(own, uniform)
          if (x > low && x < high) return x
        }
        return Math.min(Math.max(byPlace(args, uniform), low), high)
      }

    return {
      tag: d._tag,
      support: supportOf(part.support, d),
      arguments: every,
      consumes: [],
      jointly: [],
      isProper: true,
      // an end that is cut has a density; one of the law itself has what it has
      holdsEnds:
        part.holdsEnds ||
        ((isCut.low || factsOf(part.support._tag).values.low < 0) &&
          (isCut.high || factsOf(part.support._tag).values.high === Infinity)),
      logDensity: (x) => pipe(whole.logDensity(placeOf(x)), add(s.logSlope(x))),
      mapArguments: (f) => mapped(d, f),
      locationScale: O.none,
      expansion: O.none,
      standard: O.none,
      pathwise: O.some({ noise: 'uniform', push: whole.quantile }),
      sample: pipe(part.sample, E.map(draw)),
      peak: isAffine ? O.some(pipe(whole.peak, add(slope))) : O.none,
      moment: (k) =>
        k === 0
          ? O.some(constant(1))
          : s.affine === undefined || whole.moments === undefined
            ? O.none
            : affineMoment(s.affine.location, s.affine.scale, whole.moments)(k),
      cdf: O.some((x) => exp(whole.logShare(placeOf(x)))),
      quantile: O.some(whole.quantile),
      entropy:
        isAffine && whole.entropy !== undefined ? O.some(pipe(whole.entropy, sub(slope))) : O.none,
      /** Asked for seldom, and large where it is found by steps. */
      get median() {
        return O.some(whole.quantile(constant(0.5)))
      },
      show: (printed) => {
        const own = printed.slice(ends.length)
        const shown = ends.map(({ name }, i) => `${name}: ${printed[i] ?? ''}`).join(', ')
        return `truncated({ ${shown}, of: ${part.show(own)} })`
      }
    }
  }
