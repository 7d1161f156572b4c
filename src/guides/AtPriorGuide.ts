/**
 * The guide at its prior: the posterior of the site is held at its prior. The site is noise, drawn anew at
 * every step, of which nothing is learnt.
 *
 * - support     every one; the law must be a function of one standard noise, and its arguments may not
 *               be random
 * - parameters  none
 * - draw        the smooth draw of the law, or its quantile at Φ(ε); of a discrete one a step of Φ(ε)
 * - cost        KL(p ‖ p) = 0
 * - moments     those of the law
 * - as normal   a normal law, and ln x of a log-normal one
 * - asked for   by a user alone, never derived: what data say of the site is not heard
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { isSome, map, none, type Option, some } from 'fp-ts/lib/Option.js'
import { type Distribution, family } from '../distributions/Distribution.ts'
import { unit } from '../distributions/supports/UnitSupport.ts'
import { constant, type Expr } from '../expr/Expr.ts'
import { exp, logNdtr, square, sub } from '../expr/Words.ts'
import type { GuideFamily, MeanVariance, NormalForm } from './GuideFamily.ts'
import { inside } from '../distributions/supports/Inside.ts'
import { closedForm } from './kl/KlRule.ts'

type Push = (noise: Expr) => Expr

/** Φ(ε), which a uniform draw is; float32 has it no nearer to its ends than 2⁻²². */
const uniformOf = (noise: Expr): Expr => inside(unit)(exp(logNdtr(noise)))

/** The draw of a law from standard normal noise; none where it is no function of one. */
const pushOf = (law: Distribution): Option<Push> => {
  const { pathwise, quantile, steps } = family(law)
  const found =
    isSome(pathwise) || steps === undefined ? pathwise : some({ noise: 'uniform', push: steps })
  if (isSome(found)) {
    const { noise, push } = found.value
    return some(noise === 'normal' ? push : (e) => push(uniformOf(e)))
  }
  return pipe(
    quantile,
    map(
      (at): Push =>
        (e) =>
          at(uniformOf(e))
    )
  )
}

/** A normal law, or one whose logarithm is normal. */
const normalOf = (law: Distribution): Option<Omit<NormalForm, 'axes'>> =>
  law._tag === 'Normal' || law._tag === 'LogNormal'
    ? some({
        mean: law.location,
        variance: square(law.scale),
        deviation: law.scale,
        isLog: law._tag === 'LogNormal'
      })
    : none

const momentsOf =
  (law: Distribution) =>
  (k: number): Option<MeanVariance> => {
    const { moment } = family(law)
    const [first, second] = [moment(k), moment(2 * k)]
    if (k === 1 && law._tag === 'Normal')
      return some({ mean: law.location, variance: square(law.scale) })
    return isSome(first) && isSome(second)
      ? some({ mean: first.value, variance: pipe(second.value, sub(square(first.value))) })
      : none
  }

export const atPriorGuide: GuideFamily = {
  title: 'Prior',
  estimator: 'none',
  fits: () => some('its user holds it at its prior'),
  ofLaw: (law) => isSome(pushOf(law)),
  law: 'prior',
  roles: [],
  at: ({ axes, law }) => {
    const push = pushOf(law)
    if (!isSome(push)) throw new Error(`internal: ${law._tag} is no function of one noise`)
    return {
      parameters: () => [],
      draw: { noise: 'normal', push: push.value },
      asNormal: pipe(
        normalOf(law),
        map((form) => ({ ...form, axes }))
      ),
      moments: momentsOf(law),
      logDensity: some((noise) => family(law).logDensity(push.value(noise))),
      closedKl: () => closedForm(constant(0), 'the guide is the prior: nothing is learnt of it')
    }
  }
}
