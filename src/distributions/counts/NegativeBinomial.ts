/**
 * The negative binomial distribution: a Poisson whose rate is a gamma, so that its variance is above
 * its mean, μ + μ²/r. Four laws have this name; it is two of them, and keeps the one that it was
 * given.
 *
 * - given      `mean` μ and `concentration` r: Stan's `neg_binomial_2`, NumPyro's
 *              `NegativeBinomial2`, the NB2 of econometrics. Or `successes` r and `probability` p
 *              (or `logits`) of a success: how many failures come before so many successes, as R's
 *              `dnbinom` and SciPy's `nbinom`; μ = r(1 − p)/p
 * - others     successes before so many failures (NumPyro's `NegativeBinomialProbs`, PyTorch,
 *              TensorFlow Probability) is this one with 1 − p for p. The number of trials is this one
 *              plus r. Stan's `neg_binomial(α, β)` is this one with r = α and μ = α/β
 * - mass       ln P(x) = ln Γ(x + r) − ln Γ(r) − ln x! + r ln p + x ln(1 − p), x = 0, 1, 2, …, written
 *              with n = x + r and D(m, y) = m − y − y ln(m/y) as −D(np, r) − D(n(1 − p), x) + δ(n) −
 *              δ(r) − δ(x) + ½ ln(r/(2πxn)), the last four terms where x > 0
 * - arguments  r, μ positive, p between 0 and 1, logits real. A mean e^η takes part as η
 * - moments    E xᵏ = Σ S(k, j) μʲ Π (1 + i/r), i < j, for k = 0 … 4, S the Stirling numbers of the
 *              second kind
 * - mode       ⌊μ(r − 1)/r⌋, 0 for r < 1
 * - draws      none that is smooth in the arguments; on the host a Poisson with a gamma rate
 * - source     Loader (2000), Fast and accurate computation of binomial probabilities
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  add,
  div,
  equal,
  type ExprLike,
  floor,
  lift,
  log,
  logRatio,
  max,
  mul,
  neg,
  softplus,
  stirling,
  sub
} from '../../expr/Words.ts'
import {
  type Chance,
  chance,
  chanceArgument,
  type ChanceArguments,
  failure,
  mapChance,
  onHost,
  success
} from '../Chance.ts'
import { poissonDraw } from '../CountDraws.ts'
import { momentOfCounts, rising } from '../FactorialMoments.ts'
import type { Family } from '../Family.ts'
import { lessDeviance, type Mean, partOf } from '../SaddlePoint.ts'
import { logStandardGamma, positiveExp, scalarDraw } from '../StandardDraws.ts'
import { counts } from '../supports/CountsSupport.ts'
import { odds } from './Geometric.ts'

/** @category model */
export interface NegativeBinomial {
  readonly _tag: 'NegativeBinomial'
  /** r: the concentration, or the successes. */
  readonly size: Expr
  /** Its mean, or the chance of a success. */
  readonly mean: Expr | Chance
}

/** The parametrisations, stated by name. */
export type NegativeBinomialArguments =
  | { readonly mean: ExprLike; readonly concentration: ExprLike }
  | ({ readonly successes: ExprLike } & ChanceArguments)

/** @category constructors */
export const negativeBinomial = (a: NegativeBinomialArguments): NegativeBinomial =>
  'mean' in a
    ? { _tag: 'NegativeBinomial', size: lift(a.concentration), mean: lift(a.mean) }
    : { _tag: 'NegativeBinomial', size: lift(a.successes), mean: chance(a) }

const isChance = (mean: Expr | Chance): mean is Chance => 'by' in mean

/** x/(x + y), with its logarithm. */
const share = (x: Expr, y: Expr): Mean => ({
  value: pipe(x, div(pipe(x, add(y)))),
  log: neg(softplus(pipe(y, logRatio(x))))
})

/** p and 1 − p. */
const shares = ({ size, mean }: NegativeBinomial): readonly [Mean, Mean] =>
  isChance(mean) ? [success(mean), failure(mean)] : [share(size, mean), share(mean, size)]

const logMass =
  (d: NegativeBinomial) =>
  (x: Expr): Expr => {
    const { size } = d,
      n = pipe(x, add(size)),
      some = pipe(x, max(1))
    const [ofSuccess, ofFailure] = shares(d)
    const rest = pipe(
      stirling(n),
      sub(stirling(size)),
      sub(stirling(some)),
      add(pipe(size, logRatio(n), sub(log(some)), mul(0.5))),
      sub(0.5 * Math.log(2 * Math.PI))
    )
    return pipe(
      constant(0),
      lessDeviance(size, partOf(n, ofSuccess)),
      lessDeviance(x, partOf(n, ofFailure)),
      add(where(pipe(x, equal(0)), constant(0), rest))
    )
  }

const meanOf = ({ size, mean }: NegativeBinomial): Expr =>
  isChance(mean) ? pipe(odds(mean), mul(size)) : mean

const mode = (d: NegativeBinomial): Expr =>
  floor(pipe(d.size, sub(1), max(0), div(d.size), mul(meanOf(d))))

/** @category instances */
export const family = (d: NegativeBinomial): Family<NegativeBinomial> => {
  const { size, mean } = d
  return {
    tag: d._tag,
    support: counts,
    arguments: isChance(mean)
      ? [{ name: 'successes', value: size, support: 'Positive' }, chanceArgument(mean)]
      : [
          { name: 'mean', value: mean, support: 'Positive' },
          { name: 'concentration', value: size, support: 'Positive' }
        ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: false,
    logDensity: logMass(d),
    mapArguments: (f) => ({
      ...d,
      size: f(size),
      mean: isChance(mean) ? mapChance(f, mean) : f(mean)
    }),
    locationScale: none,
    expansion: none,
    pathwise: none,
    sample: right(
      scalarDraw(([first = NaN, second = NaN], uniform) => {
        const r = isChance(mean) ? first : second
        const { p, q } = isChance(mean) ? onHost(mean.by, second) : { p: r, q: first }
        const logRate = logStandardGamma(r, uniform) + Math.log(q) - Math.log(p)
        return poissonDraw(positiveExp(logRate), uniform)
      })
    ),
    peak: some(logMass(d)(mode(d))),
    moment: momentOfCounts((j) =>
      rising(j, (i) => pipe(meanOf(d), mul(pipe(constant(i), div(size), add(1)))))
    ),
    median: none,
    cdf: none,
    quantile: none,
    standard: none,
    entropy: none,
    show: ([first = '', second = '']) =>
      `negativeBinomial({ ${isChance(mean) ? 'successes' : 'mean'}: ${first}, ` +
      `${isChance(mean) ? mean.by : 'concentration'}: ${second} })`
  }
}
