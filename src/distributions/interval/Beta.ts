/**
 * The beta distribution of a probability or a share, by its shapes α and β or by mean m and precision
 * n: α = m n, β = (1 − m) n. It keeps the two that it was given.
 *
 * - density    ln p(x) = (α − 1) ln x + (β − 1) ln(1 − x) − ln B(α, β), 0 < x < 1, written with n =
 *              α + β and D(m, y) = m − y − y ln(m/y) as −D(nx, α) − D(n(1 − x), β) + ½ ln(αβ/2πn) −
 *              ln x − ln(1 − x) + δ(n) − δ(α) − δ(β), δ the error of Stirling's formula: nothing
 *              large is subtracted, for any shapes
 * - arguments  α and β positive; or m between 0 and 1 and n positive, which is Stan's
 *              `beta_proportion`
 * - moments    E xᵏ = Γ(α + k) Γ(n)/(Γ(α) Γ(n + k)) for k > −α
 * - mode       (α − 1)/(n − 2) for shapes above 1
 * - entropy    ln B(α, β) − (α − 1) ψ(α) − (β − 1) ψ(β) + (n − 2) ψ(n)
 * - median     g(α)/(g(α) + g(β)), g(a) the median of a gamma of shape a: the mass below it is within
 *              0.001 of ½ for shapes from 1 on, 0.005 from 0.4, 0.025 from 0.1. It is kept 10⁻⁶ away
 *              from 0 and 1
 * - draws      none that is smooth in its arguments; on the host g/(g + h), g and h gammas
 * - source     Loader (2000), Fast and accurate computation of binomial probabilities; Ferrari and
 *              Cribari-Neto (2004), J. Applied Statistics 31(7)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  digamma,
  div,
  exp,
  lgamma,
  log,
  log1p,
  logProduct,
  max,
  min,
  mul,
  neg,
  stirling,
  sub
} from '../../expr/Words.ts'
import { betaDraw } from '../CountDraws.ts'
import { rising } from '../FactorialMoments.ts'
import { ofShares } from '../between/StandardForms.ts'
import type { Family } from '../Family.ts'
import { unitMedian } from '../positive/Gamma.ts'
import { lessDeviance } from '../SaddlePoint.ts'
import {
  mapShapes,
  shapeArguments,
  shapePair,
  type ShapePair,
  type ShapePairArguments,
  type Shapes,
  shapesOf,
  shapesOnHost,
  showShapes
} from '../ShapePair.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { unit } from '../supports/UnitSupport.ts'

/** @category model */
export interface Beta {
  readonly _tag: 'Beta'
  readonly shapes: ShapePair
}

/** @category constructors */
export const beta = (a: ShapePairArguments): Beta => ({ _tag: 'Beta', shapes: shapePair(a) })

const logDensity =
  ({ alpha, beta: b, sum, share }: Shapes) =>
  (x: Expr): Expr => {
    const rest = pipe(constant(1), sub(x))
    return pipe(
      pipe(share, logProduct(b), sub(Math.log(2 * Math.PI)), mul(0.5)),
      sub(log(x)),
      sub(log1p(neg(x))),
      lessDeviance(alpha, { value: pipe(sum, mul(x)), log: pipe(sum, logProduct(x)) }),
      lessDeviance(b, { value: pipe(sum, mul(rest)), log: pipe(sum, logProduct(rest)) }),
      add(stirling(sum)),
      sub(stirling(alpha)),
      sub(stirling(b))
    )
  }

const moment =
  ({ alpha, sum }: Shapes) =>
  (k: number): Option<Expr> =>
    k === 0
      ? some(constant(1))
      : k > 0 && Number.isInteger(k)
        ? some(rising(k, (i) => pipe(alpha, add(i), div(pipe(sum, add(i))))))
        : k > 0 || (alpha._tag === 'Constant' && alpha.value + k > 0)
          ? some(
              exp(
                pipe(
                  lgamma(pipe(alpha, add(k))),
                  sub(lgamma(alpha)),
                  add(lgamma(sum)),
                  sub(lgamma(pipe(sum, add(k))))
                )
              )
            )
          : none

/** At the mode, and at the end that it comes to where one shape is 1; unbounded below. */
const peak = (s: Shapes): Option<Expr> => {
  const { alpha: a, beta: b } = s
  if (a._tag !== 'Constant' || b._tag !== 'Constant' || a.value < 1 || b.value < 1) return none
  return some(
    a.value === 1
      ? log(b)
      : b.value === 1
        ? log(a)
        : logDensity(s)(constant((a.value - 1) / (a.value + b.value - 2)))
  )
}

const median = ({ alpha, beta: b }: Shapes): Expr => {
  const below = unitMedian(alpha)
  return pipe(below, div(pipe(below, add(unitMedian(b)))), max(1e-6), min(1 - 1e-6))
}

const logBeta = ({ alpha, beta: b, sum }: Shapes): Expr =>
  pipe(lgamma(alpha), add(lgamma(b)), sub(lgamma(sum)))

const entropy = (s: Shapes): Expr =>
  pipe(
    logBeta(s),
    sub(pipe(digamma(s.alpha), mul(pipe(s.alpha, sub(1))))),
    sub(pipe(digamma(s.beta), mul(pipe(s.beta, sub(1))))),
    add(pipe(digamma(s.sum), mul(pipe(s.sum, sub(2)))))
  )

/** @category instances */
export const family = (d: Beta): Family<Beta> => {
  const shapes = shapesOf(d.shapes)
  return {
    tag: d._tag,
    support: unit,
    arguments: shapeArguments(d.shapes),
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: false,
    logDensity: logDensity(shapes),
    mapArguments: (f) => ({ ...d, shapes: mapShapes(f, d.shapes) }),
    locationScale: none,
    expansion: none,
    pathwise: none,
    sample: right(
      scalarDraw(([first = NaN, second = NaN], uniform) =>
        betaDraw(...shapesOnHost(d.shapes, first, second), uniform)
      )
    ),
    peak: peak(shapes),
    moment: moment(shapes),
    median: some(median(shapes)),
    cdf: none,
    quantile: none,
    standard: some(ofShares(shapes.alpha, shapes.beta)),
    entropy: some(entropy(shapes)),
    show: (printed) => `beta({ ${showShapes(d.shapes, printed)} })`
  }
}
