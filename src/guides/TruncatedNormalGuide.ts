/**
 * The truncated normal guide of an interval: x = l + (h − l)·v, v normal about t with deviation s, on
 * (0, 1) alone.
 *
 * - support     an interval
 * - parameters  t = sigmoid(μ), where the normal has its mean, inside the interval; λ = ln s²
 * - draw        v = t + s·Φ⁻¹(Φ(A) + Z·Φ(ε)), A = −t/s, B = (1 − t)/s, Z = Φ(B) − Φ(A), from the nearer
 *               end of the two, so that neither loses its tail
 * - moments     of x and x², by quadrature over the noise
 * - source      Neklyudov, Molchanov, Ashukha and Vetrov (2017), NeurIPS: with x = ln z, z is the truncated
 *               log-normal of structured Bayesian pruning, but that its mean stays between the ends
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { boundsOf } from '../distributions/supports/Support.ts'
import { constant, type Expr, where } from '../expr/Expr.ts'
import {
  add,
  div,
  erf,
  exp,
  less,
  log,
  logNdtr,
  mul,
  ndtri,
  neg,
  softplus,
  square,
  sub
} from '../expr/Words.ts'
import { expectation } from './Expectation.ts'
import type { GuideFamily, MeanVariance } from './GuideFamily.ts'
import { inside } from '../distributions/supports/Inside.ts'
import { truncatedNormalKls } from './kl/TruncatedNormalKls.ts'
import { klBy } from './kl/KlRule.ts'
import {
  coordinatesOf,
  locationRole,
  logVarianceRole,
  type NormalCoordinate,
  normalCoordinate
} from './NormalCoordinate.ts'

/** How far the ends lie from the mean, in deviations, and the mass between them. */
export interface BetweenEnds {
  readonly low: Expr
  readonly high: Expr
  readonly mass: Expr
}

const root2 = Math.SQRT2

/** sigmoid(u), whose slope keeps its digits where it goes to 1. */
const share = (u: Expr): Expr => exp(neg(softplus(neg(u))))

/** Both distances are positive, and so the mass is a sum of two positive halves. */
export const betweenEnds = ({
  location,
  deviation
}: Pick<NormalCoordinate, 'location' | 'deviation'>): BetweenEnds => {
  const low = pipe(share(location), div(deviation))
  const high = pipe(share(neg(location)), div(deviation))
  const half = (x: Expr): Expr => pipe(x, mul(1 / root2), erf, mul(0.5))
  return { low, high, mass: pipe(half(low), add(half(high))) }
}

const ndtr = (x: Expr): Expr => exp(logNdtr(x))

/** The noise of the untruncated normal at which the draw lies. */
const cut =
  ({ low, high, mass }: BetweenEnds) =>
  (noise: Expr): Expr => {
    const from = (end: Expr, e: Expr): Expr =>
      ndtri(pipe(ndtr(neg(end)), add(pipe(ndtr(e), mul(mass)))))
    return where(
      pipe(noise, less(0)),
      // the branch that is not taken is one of its own domain too
      from(low, where(pipe(noise, less(0)), noise, constant(0))),
      neg(from(high, where(pipe(noise, less(0)), constant(0), neg(noise))))
    )
  }

export const truncatedNormalGuide: GuideFamily = {
  title: 'TruncatedNormal',
  estimator: 'pathwise',
  fits: ({ _tag }) => (_tag === 'Interval' ? some('an interval') : none),
  law: 'truncatedNormal(t(μ), exp(½λ))',
  roles: [locationRole, logVarianceRole],
  at: (site) => {
    const { low: l = constant(0), high: h = constant(1) } = boundsOf(site.support) ?? {}
    const u = normalCoordinate(site, coordinatesOf(site))
    const ends = betweenEnds(u)
    const at = cut(ends)
    const width = pipe(h, sub(l))
    const value = (noise: Expr): Expr =>
      pipe(at(noise), mul(u.deviation), add(share(u.location)), mul(width), add(l))
    const momentsOf = (f: (x: Expr) => Expr): MeanVariance => {
      const mean = expectation((noise) => f(value(noise)))
      return { mean, variance: expectation((noise) => square(pipe(f(value(noise)), sub(mean)))) }
    }
    return {
      parameters: u.parameters,
      draw: { noise: 'normal', push: (noise) => inside(site.support)(value(noise)) },
      asNormal: none,
      moments: (k) =>
        k === 1 ? some(momentsOf((x) => x)) : k === 2 ? some(momentsOf(square)) : none,
      logDensity: some((noise) =>
        pipe(
          square(at(noise)),
          mul(-0.5),
          sub(0.5 * Math.log(2 * Math.PI)),
          sub(pipe(u.logVariance, mul(0.5))),
          sub(log(ends.mass)),
          sub(log(width))
        )
      ),
      closedKl: klBy(truncatedNormalKls, { ...u, ends })
    }
  }
}
