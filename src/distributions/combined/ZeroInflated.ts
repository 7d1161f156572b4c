/**
 * A zero-inflated distribution of counts: with some probability the count is 0 whatever the rest says
 * (a structural zero), else a draw of the distribution, which may be 0 as well.
 *
 * - mass       P(0) = π + (1 − π) f(0), P(x) = (1 − π) f(x) for x > 0, in logarithms
 * - arguments  the probability of a structural zero, as `structuralZero` π between 0 and 1 or as
 *              `structuralZeroLogits` ln(π/(1 − π)), real; a distribution of counts f with its own
 * - moments    E xᵏ = (1 − π) E_f xᵏ for k > 0
 * - function   P(draw ≤ x) = π + (1 − π) F(x)
 * - draws      none that is smooth in its arguments
 * - source     Lambert (1992), Technometrics 34(1)
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import { add, less, max, mul } from '../../expr/Words.ts'
import { type Chance, failure, onHost, success } from '../Chance.ts'
import type { Family } from '../Family.ts'
import { type FamilyOf, logAddExp } from './Components.ts'
import { chanceOfZero, type CountsWithZeros, familyWithZeros } from './StructuralZero.ts'

/** @category model */
export interface ZeroInflatedOf<D> {
  readonly _tag: 'ZeroInflated'
  readonly structuralZero: Chance
  readonly of: D
}

/** @category constructors */
export const zeroInflated = <D>(a: CountsWithZeros<D>): ZeroInflatedOf<D> => ({
  _tag: 'ZeroInflated',
  structuralZero: chanceOfZero(a),
  of: a.of
})

/** @category instances */
export const family =
  <D>(familyOf: FamilyOf<D>) =>
  (d: ZeroInflatedOf<D>): Family<ZeroInflatedOf<D>> => {
    const part = familyOf(d.of)
    const none = success(d.structuralZero),
      some = failure(d.structuralZero)
    const rest = (ln: Expr): Expr => pipe(ln, add(some.log))
    const zero = logAddExp(none.log, rest(part.logDensity(constant(0))))
    return {
      tag: d._tag,
      ...familyWithZeros('zeroInflated', d, part),
      logDensity: (x) => where(pipe(x, less(1)), zero, rest(part.logDensity(x))),
      sample: pipe(
        part.sample,
        E.map(
          (draw) =>
            ([given = [], ...others], uniform) =>
              uniform() < onHost(d.structuralZero.by, given[0] ?? NaN).p ? 0 : draw(others, uniform)
        )
      ),
      peak: pipe(
        part.peak,
        O.map((top) => pipe(rest(top), max(zero)))
      ),
      moment: (k) =>
        k === 0
          ? O.some(constant(1))
          : k < 0
            ? O.none
            : pipe(part.moment(k), O.map(mul(some.value))),
      cdf: pipe(
        part.cdf,
        O.map((cdf) => (x: Expr) => pipe(cdf(x), mul(some.value), add(none.value)))
      )
    }
  }
