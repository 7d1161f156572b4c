/**
 * A hurdle distribution of counts: with some probability the count is 0, else a draw of the
 * distribution that is not 0. Every zero is a structural one, so that there may be fewer of them than
 * the distribution has, too.
 *
 * - mass       P(0) = π, P(x) = (1 − π) f(x)/(1 − f(0)) for x > 0
 * - arguments  the probability of a zero, as `structuralZero` π between 0 and 1 or as
 *              `structuralZeroLogits` ln(π/(1 − π)), real; a distribution of counts f with its own,
 *              whose total, if it has one, is not 0
 * - moments    E xᵏ = (1 − π)/(1 − f(0)) E_f xᵏ for k > 0
 * - function   P(draw ≤ x) = π + (1 − π)(F(x) − f(0))/(1 − f(0))
 * - peak       none: where f is highest at 0, the next highest is asked
 * - draws      none that is smooth in its arguments; on the host draws of f until one is above 0, after
 *              1,000 zeros the first count at which the masses of f beyond 0 reach a uniform number
 * - source     Mullahy (1986), Journal of Econometrics 33(3)
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import { type Axes, constant, constants, type Expr, meet, where } from '../../expr/Expr.ts'
import { evaluate } from '../../expr/numbers/Reference.ts'
import { add, div, exp, less, mul, sub } from '../../expr/Words.ts'
import { type Chance, failure, onHost, success } from '../Chance.ts'
import type { Family } from '../Family.ts'
import { logComplement } from '../LogComplement.ts'
import type { HostDraw, Uniform01 } from '../StandardDraws.ts'
import type { FamilyOf } from './Components.ts'
import { chanceOfZero, type CountsWithZeros, familyWithZeros } from './StructuralZero.ts'

/** @category model */
export interface HurdleOf<D> {
  readonly _tag: 'Hurdle'
  readonly structuralZero: Chance
  readonly of: D
}

/** @category constructors */
export const hurdle = <D>(a: CountsWithZeros<D>): HurdleOf<D> => ({
  _tag: 'Hurdle',
  structuralZero: chanceOfZero(a),
  of: a.of
})

const mostZeros = 1000
/** No law is asked for counts beyond, whose masses no longer add up in float64. */
const mostCounts = 2 ** 53

/** The first count above 0 at which the masses reach u (1 − f(0)). */
const byMasses = (ln: (x: number) => number, uniform: Uniform01): number => {
  const goal = uniform() * -Math.expm1(ln(0))
  let below = 0
  for (let x = 1; x < mostCounts; x += 1) {
    const mass = Math.exp(ln(x))
    below += mass
    // what rounding leaves of the goal no mass will fill
    if (below >= goal || mass < 1e-17 * below) return x
  }
  return mostCounts
}

/** Numbers of one draw as an expression: one, or those along the axis that it uses up. */
const given = (axes: Axes, values: ArrayLike<number>): Expr =>
  axes.length === 0
    ? constant(values[0] ?? NaN)
    : constants(axes, [values.length], Array.from(values))

/** @category instances */
export const family =
  <D>(familyOf: FamilyOf<D>) =>
  (d: HurdleOf<D>): Family<HurdleOf<D>> => {
    const part = familyOf(d.of)
    const none = success(d.structuralZero),
      some = failure(d.structuralZero)
    const zero = part.logDensity(constant(0))
    const others = logComplement(zero)
    const share = exp(pipe(some.log, sub(others)))

    /** Of f, given that it is not 0. */
    const aboveZero =
      (draw: HostDraw): HostDraw =>
      (args, uniform) => {
        for (let i = 0; i < mostZeros; i += 1) {
          const x = draw(args, uniform)
          if (x > 0) return x
        }
        const at = part.arguments.map((a, i) =>
          given(meet(a.value.axes, part.consumes), args[i] ?? [])
        )
        const fixed = familyOf(
          part.mapArguments((e) => at[part.arguments.findIndex((a) => a.value === e)] ?? e)
        )
        const sizes = new Map(
          at.flatMap((e) =>
            e._tag === 'Constants' ? [[e.axes[0] ?? '', e.sizes[0] ?? 1] as const] : []
          )
        )
        const numberOf = evaluate({ sizes, values: new Map() })
        return byMasses((x) => numberOf(fixed.logDensity(constant(x))).values[0] ?? NaN, uniform)
      }

    return {
      tag: d._tag,
      ...familyWithZeros('hurdle', d, part),
      logDensity: (x) =>
        where(pipe(x, less(1)), none.log, pipe(part.logDensity(x), sub(others), add(some.log))),
      sample: pipe(
        part.sample,
        E.filterOrElse(
          () => part.consumes.length < 2,
          () => 'a hurdle before a mixture of mixtures is not drawn'
        ),
        E.map((draw) => {
          const above = aboveZero(draw)
          return ([chance = [], ...args], uniform) =>
            uniform() < onHost(d.structuralZero.by, chance[0] ?? NaN).p ? 0 : above(args, uniform)
        })
      ),
      peak: O.none,
      moment: (k) =>
        k === 0 ? O.some(constant(1)) : k < 0 ? O.none : pipe(part.moment(k), O.map(mul(share))),
      cdf: pipe(
        part.cdf,
        O.map(
          (cdf) => (x: Expr) =>
            pipe(cdf(x), sub(exp(zero)), div(exp(others)), mul(some.value), add(none.value))
        )
      )
    }
  }
