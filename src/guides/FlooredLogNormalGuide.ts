/**
 * The floored log-normal guide of counts: x = ⌊y⌋, ln y ~ N(μ, exp λ). Its spread is free of its mean, and
 * it reaches from nothing but zeros to counts of any size. Counts from an end on, which data set, are e + ⌊y⌋.
 *
 * - support     counts without end
 * - parameters  μ of ln y, λ = ln σ² of ln y
 * - mass        q(k) = Φ(b) − Φ(a), a = (ln k − μ)/σ, b = a + w, w = ln(1 + 1/k)/σ; q(0) = Φ(−μ/σ). Of
 *               narrow cells by 8 Gauss–Legendre nodes, of wide ones as a difference in the nearer tail:
 *               neither subtracts what is alike, so that large counts keep their digits in float32
 * - draw        jumps: E_q f has a derivative by μ and λ, its draws have none. The estimator is the score
 *               function: (f(x) − b) ∂ ln q(x)
 * - cost        ln q − ln p at the draw
 * - moments     no formula here: draws are averaged
 * - start       at the middle of the cell it is asked for, σ = e^−½: draws that were all alike would
 *               tell no direction
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { logComplement } from '../distributions/LogComplement.ts'
import { boundsOf } from '../distributions/supports/Support.ts'
import { positive } from '../distributions/supports/PositiveSupport.ts'
import { constant, constants, type Expr, where } from '../expr/Expr.ts'
import { gaussLegendre } from '../expr/numbers/GaussLegendre.ts'
import {
  add,
  div,
  exp,
  floor,
  less,
  log,
  log1p,
  logNdtr,
  logSumExp,
  max,
  min,
  mul,
  neg,
  reciprocal,
  square,
  sub
} from '../expr/Words.ts'
import { quadratureAxis } from './Expectation.ts'
import type { GuideFamily, Start } from './GuideFamily.ts'
import {
  coordinatesOf,
  initialJitter,
  locationRole,
  logVarianceRole,
  type NormalCoordinate,
  normalCoordinate
} from './NormalCoordinate.ts'
import type { Parameter } from './Parameter.ts'

const initialLogVariance = -1

const { nodes, weights } = gaussLegendre(8)
const along = (values: ReadonlyArray<number>): Expr =>
  constants([quadratureAxis], [values.length], values)
const node = along(nodes),
  logWeight = along(weights.map(Math.log))

/** Cells below this width, in deviations, are integrated. */
const narrow = 0.5

/** ln of ∫ φ from a to a + w, 0 < w ≤ ½. */
const logNarrow = (a: Expr, w: Expr): Expr =>
  pipe(
    logSumExp([quadratureAxis])(
      pipe(logWeight, sub(pipe(square(pipe(node, mul(w), add(a))), mul(0.5))))
    ),
    add(log(w)),
    sub(0.5 * Math.log(2 * Math.PI))
  )

/** ln(Φ(a + w) − Φ(a)), w ≥ ½: from the tail that both ends lie in, where it is small. */
const logWide = (a: Expr, w: Expr): Expr => {
  const b = pipe(a, add(w))
  const isUpper = pipe(neg(a), less(b))
  const near = logNdtr(where(isUpper, neg(a), b)),
    far = logNdtr(where(isUpper, neg(b), a))
  return pipe(near, add(logComplement(pipe(far, sub(near)))))
}

/** ln q(k). */
const logMass =
  ({ location, deviation }: Pick<NormalCoordinate, 'location' | 'deviation'>) =>
  (k: Expr): Expr => {
    const positiveCount = pipe(k, max(1))
    const a = pipe(log(positiveCount), sub(location), div(deviation)),
      w = pipe(log1p(reciprocal(positiveCount)), div(deviation))
    return where(
      pipe(k, less(1)),
      logNdtr(neg(pipe(location, div(deviation)))),
      where(
        pipe(w, less(narrow)),
        logNarrow(a, pipe(w, min(narrow))),
        logWide(a, pipe(w, max(narrow)))
      )
    )
  }

/** ln y in the middle of the cell of a count. */
const inMiddle = ({ at, ...start }: Start): Start => ({
  ...start,
  at: at === undefined ? undefined : at + 0.5
})

/** Where y begins so that low + y is what is asked for, an end that data set: only then is it known. */
const beyond = (low: Expr | undefined, { at }: Start): ((p: Parameter) => Parameter) =>
  low === undefined || at === undefined
    ? (p) => p
    : (p) =>
        p.kind === 'logVariance'
          ? p
          : {
              ...p,
              initial: {
                _tag: 'Bound',
                value: log(pipe(constant(at + 0.5), sub(low))),
                jitter: p.axes.length === 0 ? 0 : initialJitter,
                asked: at
              }
            }

/** ln y goes as far as the logarithm of a scale, and at its rate. */
const ofCounts = (p: Parameter): Parameter =>
  p.kind === 'location'
    ? { ...p, kind: 'scale' }
    : { ...p, initial: { _tag: 'Fill', value: initialLogVariance, jitter: 0 } }

export const flooredLogNormalGuide: GuideFamily = {
  title: 'FlooredLogNormal',
  estimator: 'score function',
  fits: ({ _tag }) => (_tag === 'Counts' ? some('counts without end') : none),
  law: 'floor(logNormal(μ, exp(½λ)))',
  roles: [locationRole, logVarianceRole],
  at: (site) => {
    const u = normalCoordinate(site, coordinatesOf({ ...site, support: positive }))
    const { low } = boundsOf(site.support) ?? {}
    const above = (noise: Expr): Expr => floor(exp(u.draw(noise)))
    const push = (noise: Expr): Expr =>
      low === undefined ? above(noise) : pipe(low, add(above(noise)))
    return {
      parameters: (start) => u.parameters(inMiddle(start)).map(ofCounts).map(beyond(low, start)),
      draw: { noise: 'normal', push },
      asNormal: none,
      moments: () => none,
      logDensity: some((noise) => logMass(u)(above(noise))),
      closedKl: () => none
    }
  }
}
