/**
 * The horseshoe with its local scale summed out: w ~ N(0, λ²τ²), λ ~ C⁺(0, 1), as one law of w. It rises
 * without end at 0 and falls as slowly as a Cauchy, so that what is small is drawn to 0 and what is large
 * is left alone.
 *
 * - density    ln p(x) = −½ ln 2π³ − ln|τ| + ln eʸE₁(y), y = z²/2, z = x/|τ|, x real. It is ∞ at 0, where it
 *              grows as ln 1/|z|, and √(2/π³)|τ|/x² far out. It is computed as the Cauchy's
 *              ln(|τ|/(x² + τ²)), whose squares never leave float32, and ln (1 + z²)eʸE₁(y), which is
 *              ln(ln 2 − γ − 2 ln|z|) below |z| = 10⁻⁸ and ln 2 above 10⁸
 * - arguments  scale τ, signed: only τ² counts
 * - moments    none but E x⁰: E|x|ᵏ is finite for |k| < 1 alone, so that there is no mean
 * - median     0
 * - function   P(draw ≤ x) and quantiles have no form in the operations there are
 * - entropy    2.1098718… + ln|τ|, by quadrature
 * - expansion  x = τ √(a b) e, a ~ gamma(½, scale 1), b ~ inverseGamma(½, scale 1), e ~ normal(0, 1): its
 *              draws are smooth in three noises. Fits are of that, samplers of the density
 * - source     Carvalho, Polson and Scott (2010), Biometrika 97(2)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import { eulerGamma } from '../../expr/numbers/SpecialFunctions.ts'
import {
  abs,
  add,
  div,
  type ExprLike,
  less,
  lessEqual,
  lift,
  log,
  logCauchy,
  logRatio,
  min,
  mul,
  product,
  scaledExpint1,
  sqrt,
  square,
  sub
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { type Gamma, gamma } from '../positive/Gamma.ts'
import { type InverseGamma, inverseGamma } from '../positive/InverseGamma.ts'
import { scalarDraw, standardNormal } from '../StandardDraws.ts'
import { real } from '../supports/RealSupport.ts'
import { type Normal, normal } from './Normal.ts'

/** @category model */
export interface MarginalHorseshoe {
  readonly _tag: 'MarginalHorseshoe'
  readonly scale: Expr
}

/** @category constructors */
export const marginalHorseshoe = (scale: ExprLike): MarginalHorseshoe => ({
  _tag: 'MarginalHorseshoe',
  scale: lift(scale)
})

/** −½ ln 2π³ */
const level = -0.5 * Math.log(2 * Math.PI ** 3)

/** −E ln p at scale 1, by mpmath 1.4.1 with 30 digits. */
const unitEntropy = 2.109871836061648

/** Beyond these sizes of z the limits of (1 + z²)eʸE₁(y) are exact in float64. */
const [nearest, farthest] = [1e-8, 1e8]

/** ln (1 + z²)eʸE₁(y), y = z²/2, z = distance/size. */
const besideCauchy = (distance: Expr, size: Expr): Expr => {
  const z = pipe(distance, div(size))
  const isNear = pipe(z, less(nearest)),
    isFar = pipe(constant(farthest), less(z))
  const between = square(where(pipe(isNear, add(isFar), lessEqual(0)), z, constant(1)))
  // a logarithm that is not taken has a slope too where others derive it
  const logZ = pipe(distance, logRatio(size), min(Math.log(nearest) + 1))
  return where(
    isNear,
    log(pipe(constant(Math.LN2 - eulerGamma), sub(pipe(logZ, mul(2))))),
    where(
      isFar,
      constant(Math.LN2),
      log(pipe(scaledExpint1(pipe(between, mul(0.5))), mul(pipe(between, add(1)))))
    )
  )
}

/** @category instances */
export const family = (
  d: MarginalHorseshoe
): Family<MarginalHorseshoe | Gamma | InverseGamma | Normal> => {
  const size = abs(d.scale)
  return {
    tag: d._tag,
    support: real,
    arguments: [{ name: 'scale', value: d.scale, support: 'Signed' }],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => {
      const distance = abs(x)
      return pipe(distance, logCauchy(size), add(besideCauchy(distance, size)), add(level))
    },
    mapArguments: (f) => marginalHorseshoe(f(d.scale)),
    locationScale: some({ location: constant(0), scale: d.scale, base: marginalHorseshoe(1) }),
    expansion: some({
      parts: [
        { suffix: 'a', dist: gamma({ shape: 0.5, scale: 1 }) },
        { suffix: 'b', dist: inverseGamma({ shape: 0.5, scale: 1 }) },
        { suffix: 'e', dist: normal(0, 1) }
      ],
      value: ([a = constant(NaN), b = constant(NaN), e = constant(NaN)]) =>
        product([d.scale, sqrt(pipe(a, mul(b))), e])
    }),
    pathwise: none,
    sample: right(
      scalarDraw(
        ([scale = NaN], uniform) =>
          scale * Math.tan((Math.PI / 2) * uniform()) * standardNormal(uniform)
      )
    ),
    peak: none,
    moment: (k) => (k === 0 ? some(constant(1)) : none),
    median: some(constant(0)),
    cdf: none,
    quantile: none,
    standard: none,
    entropy: some(pipe(log(size), add(unitEntropy))),
    show: ([scale = '']) => `marginalHorseshoe(${scale})`
  }
}
