/**
 * The categorical guide: a probability for each of finitely many values.
 *
 * - support     the indices of an axis; whole numbers from 0 to a number, of at most 256 values, with the
 *               probability 0 below an end that data set. Such a site is summed out where that is possible,
 *               and has this guide where it is not
 * - parameters  η over the values: a constant added to all of them changes nothing
 * - mass        q(x) = exp η_x / Σ_k exp η_k
 * - draw        jumps: how many of q(0), q(0) + q(1), … are at most Φ(ε). The estimator is the score function:
 *               (f(x) − b) ∂ ln q(x)
 * - cost        Σ q(x)(ln q(x) − ln p(x)) over all values, exact given what the prior depends on; where data
 *               end the values ln q − ln p at the draw
 * - moments     of counts E xᵏ = Σ q(x) xᵏ; of an index the probability of each member of its axis
 * - start       at equal probabilities
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { boundsOf, type Support } from '../distributions/supports/Support.ts'
import { constant, contract, type Expr, gather, iota, ref, rename, where } from '../expr/Expr.ts'
import { picked } from '../expr/Picked.ts'
import {
  equal,
  exp,
  less,
  lessEqual,
  logNdtr,
  logSumExp,
  max,
  mul,
  square,
  sub,
  sumOver
} from '../expr/Words.ts'
import type { GuidedSite, GuideFamily, MeanVariance } from './GuideFamily.ts'
import { initialJitter } from './NormalCoordinate.ts'
import { parameterName } from './Parameter.ts'
import { fromValues, logitsRole } from './Probabilities.ts'

/** Sums up to each value are as many numbers as this, squared. */
const mostValues = 256

/** η of a value below an end: its probability is 0, and its logarithm is a number. */
const never = -1e30

/** How many values there are, of counts to a number. */
const countOf = (support: Support): number | undefined => {
  const high = boundsOf(support)?.high
  return support._tag === 'CountsTo' && high?._tag === 'Constant' ? high.value + 1 : undefined
}

const fits = (support: Support): Option<string> => {
  const count = countOf(support)
  return support._tag === 'Categories'
    ? some('an index, a probability for each member of its axis')
    : count !== undefined && count <= mostValues
      ? some('counts to a number, a probability for each')
      : none
}

/** Where the values lie, and the same once more: sums up to each. */
const axesOf = ({ name, support, outcomes = NaN }: GuidedSite) => {
  const along = support._tag === 'Categories' ? support.axis : `value of ${name}`
  const upTo = { name: `up to ${along}`, size: countOf(support) ?? outcomes }
  return {
    along,
    upTo: upTo.name,
    own: support._tag === 'Categories' ? [upTo] : [{ name: along, size: upTo.size }, upTo]
  }
}

/** ln q of each value. */
const logMassesOf = (site: GuidedSite, along: string): Expr => {
  const logits = ref(parameterName(site.name, logitsRole), [...site.axes, along])
  const low = boundsOf(site.support)?.low
  const open =
    low === undefined ? logits : where(pipe(iota(along), less(low)), constant(never), logits)
  return pipe(open, sub(logSumExp([along])(open)))
}

export const categoricalGuide: GuideFamily = {
  title: 'Categorical',
  estimator: 'score function',
  fits,
  law: 'categorical(η)',
  roles: [logitsRole],
  startsEven: true,
  at: (site) => {
    const { along, upTo, own } = axesOf(site)
    const isIndex = site.support._tag === 'Categories'
    const logMasses = logMassesOf(site, along),
      masses = exp(logMasses)
    const sums = contract([upTo])(
      rename(along, upTo)(masses),
      pipe(iota(upTo), lessEqual(iota(along)))
    )
    const last = (own[0]?.size ?? NaN) - 1
    const push = (noise: Expr): Expr => {
      const isBelow = pipe(sums, lessEqual(exp(logNdtr(noise))))
      const position = sumOver([along])(pipe(isBelow, mul(pipe(iota(along), less(last)))))
      const low = boundsOf(site.support)?.low
      return low === undefined ? position : pipe(position, max(low))
    }
    const momentOf = (k: number): Option<MeanVariance> => {
      if (isIndex)
        return k === 1
          ? some({ mean: masses, variance: pipe(masses, mul(pipe(constant(1), sub(masses)))) })
          : none
      if (k !== 1 && k !== 2) return none
      const powers = k === 1 ? iota(along) : square(iota(along))
      const mean = contract([along])(masses, powers)
      return some({
        mean,
        variance: contract([along])(masses, square(pipe(powers, sub(mean))))
      })
    }
    const logMass = (x: Expr): Expr => gather(along, x)(logMasses)
    return {
      parameters: () => [
        {
          name: parameterName(site.name, logitsRole),
          site: site.declared,
          axes: [...site.axes, along],
          kind: 'scale',
          initial: { _tag: 'Fill', value: 0, jitter: initialJitter }
        }
      ],
      draw: { noise: 'normal', push },
      asNormal: none,
      moments: momentOf,
      logDensity: some((noise) => logMass(push(noise))),
      ownAxes: own,
      ...(isIndex ? { shown: (x: Expr) => pipe(iota(along), equal(x)) } : {}),
      closedKl: fromValues(
        isIndex ? `x along ${along}` : `x = 0 … ${(countOf(site.support) ?? NaN) - 1}`,
        (each) => sumOver([upTo])(picked(each(iota(upTo)))),
        logMass
      )
    }
  }
}
