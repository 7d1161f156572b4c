/**
 * The union of the distributions, and their families by tag. To add one: its file and its row in
 * `families`, with its constructor beside it.
 *
 * @since 0.1.0
 */
import { type Axes, union, without } from '../expr/Expr.ts'
import * as Be from './discrete/Bernoulli.ts'
import * as BP from './positive/BetaPrime.ts'
import * as BB from './counts/BetaBinomial.ts'
import * as Bi from './counts/Binomial.ts'
import * as Bt from './interval/Beta.ts'
import * as Ca from './discrete/Categorical.ts'
import * as Cy from './real/Cauchy.ts'
import * as Ex from './positive/Exponential.ts'
import * as Fr from './positive/Frechet.ts'
import * as Ga from './positive/Gamma.ts'
import * as Gu from './real/Gumbel.ts'
import * as Ge from './counts/Geometric.ts'
import * as HC from './positive/HalfCauchy.ts'
import * as Hd from './interval/HardConcrete.ts'
import * as HN from './positive/HalfNormal.ts'
import * as HT from './positive/HalfStudentT.ts'
import * as IG from './positive/InverseGamma.ts'
import * as IGs from './positive/InverseGaussian.ts'
import * as Ku from './interval/Kumaraswamy.ts'
import * as La from './real/Laplace.ts'
import * as LL from './positive/LogLogistic.ts'
import * as LN from './positive/LogNormal.ts'
import * as L0 from './interval/L0Penalty.ts'
import * as LU from './real/LogUniform.ts'
import * as Lo from './real/Logistic.ts'
import * as MH from './real/MarginalHorseshoe.ts'
import * as NB from './counts/NegativeBinomial.ts'
import * as No from './real/Normal.ts'
import * as Pa from './positive/Pareto.ts'
import * as SN from './real/SkewNormal.ts'
import * as RB from './interval/RelaxedBernoulli.ts'
import * as OL from './discrete/OrderedLogistic.ts'
import * as Pn from './counts/Poisson.ts'
import * as ST from './real/StudentT.ts'
import * as Un from './interval/Uniform.ts'
import * as VM from './interval/VonMises.ts'
import * as We from './positive/Weibull.ts'
import * as Cs from './combined/VectorCoordinates.ts'
import * as Or from './combined/Ordered.ts'
import * as Hu from './combined/Hurdle.ts'
import * as Mi from './combined/Mixture.ts'
import * as Tr from './combined/Truncated.ts'
import * as ZI from './combined/ZeroInflated.ts'
import * as Au from './vectors/Autoregressive.ts'
import * as Di from './vectors/Dirichlet.ts'
import * as GS from './vectors/GumbelSoftmax.ts'
import * as Lk from './vectors/LkjCholesky.ts'
import * as LR from './vectors/LowRankMultivariateNormal.ts'
import * as Mu from './vectors/Multinomial.ts'
import * as MN from './vectors/MultivariateNormal.ts'
import type { Family } from './Family.ts'

export { type Bernoulli, bernoulli } from './discrete/Bernoulli.ts'
export { type BetaPrime, betaPrime } from './positive/BetaPrime.ts'
export { type Beta, beta } from './interval/Beta.ts'
export {
  type BetaBinomial,
  betaBinomial,
  type BetaBinomialArguments
} from './counts/BetaBinomial.ts'
export { type Binomial, binomial, type BinomialArguments } from './counts/Binomial.ts'
export { type Categorical, categorical } from './discrete/Categorical.ts'
export { type Cauchy, cauchy } from './real/Cauchy.ts'
export { type Exponential, exponential } from './positive/Exponential.ts'
export { type Frechet, frechet } from './positive/Frechet.ts'
export { type Gamma, gamma, type GammaArguments } from './positive/Gamma.ts'
export { type Gumbel, gumbel } from './real/Gumbel.ts'
export { type Geometric, geometric } from './counts/Geometric.ts'
export { type HalfCauchy, halfCauchy } from './positive/HalfCauchy.ts'
export { type HalfNormal, halfNormal } from './positive/HalfNormal.ts'
export { type HalfStudentT, halfStudentT } from './positive/HalfStudentT.ts'
export { type HardConcrete, hardConcrete } from './interval/HardConcrete.ts'
export { type InverseGamma, inverseGamma } from './positive/InverseGamma.ts'
export { type InverseGaussian, inverseGaussian } from './positive/InverseGaussian.ts'
export { type Kumaraswamy, kumaraswamy } from './interval/Kumaraswamy.ts'
export { type Laplace, laplace } from './real/Laplace.ts'
export { type LogLogistic, logLogistic } from './positive/LogLogistic.ts'
export { type LogNormal, logNormal } from './positive/LogNormal.ts'
export { type L0Penalty, l0Penalty } from './interval/L0Penalty.ts'
export { type LogUniform, logUniform } from './real/LogUniform.ts'
export { type Logistic, logistic } from './real/Logistic.ts'
export { type MarginalHorseshoe, marginalHorseshoe } from './real/MarginalHorseshoe.ts'
export {
  type NegativeBinomial,
  negativeBinomial,
  type NegativeBinomialArguments
} from './counts/NegativeBinomial.ts'
export { type Normal, normal } from './real/Normal.ts'
export { type OrderedLogistic, orderedLogistic } from './discrete/OrderedLogistic.ts'
export { type Pareto, pareto } from './positive/Pareto.ts'
export { type RelaxedBernoulli, relaxedBernoulli } from './interval/RelaxedBernoulli.ts'
export { type SkewNormal, skewNormal } from './real/SkewNormal.ts'
export { type Poisson, poisson } from './counts/Poisson.ts'
export { type StudentT, studentT } from './real/StudentT.ts'
export { type Uniform, uniform } from './interval/Uniform.ts'
export { type VonMises, vonMises } from './interval/VonMises.ts'
export { type Weibull, weibull } from './positive/Weibull.ts'

// vectors

export { type Autoregressive, autoregressive, beforeAxis } from './vectors/Autoregressive.ts'
export { type Dirichlet, dirichlet } from './vectors/Dirichlet.ts'
export { type GumbelSoftmax, gumbelSoftmax } from './vectors/GumbelSoftmax.ts'
export { type LkjCholesky, lkjCholesky } from './vectors/LkjCholesky.ts'
export {
  factorAxes,
  type LowRankMultivariateNormal,
  lowRankMultivariateNormal
} from './vectors/LowRankMultivariateNormal.ts'
export { type Multinomial, multinomial } from './vectors/Multinomial.ts'
export {
  type MatrixBy,
  matricesBy,
  type MultivariateNormal,
  multivariateNormal
} from './vectors/MultivariateNormal.ts'

// made of others

export { coordinates } from './combined/VectorCoordinates.ts'
export { ordered } from './combined/Ordered.ts'
export { hurdle } from './combined/Hurdle.ts'
export { mixture } from './combined/Mixture.ts'
export type { CountsWithZeros } from './combined/StructuralZero.ts'
export { type Ends, truncated } from './combined/Truncated.ts'
export { zeroInflated } from './combined/ZeroInflated.ts'

/** The questions by tag: one row a distribution; those made of others are below. */
const simple = {
  Bernoulli: Be.family,
  BetaPrime: BP.family,
  Beta: Bt.family,
  BetaBinomial: BB.family,
  Binomial: Bi.family,
  Categorical: Ca.family,
  Cauchy: Cy.family,
  Exponential: Ex.family,
  Frechet: Fr.family,
  Gamma: Ga.family,
  Gumbel: Gu.family,
  Geometric: Ge.family,
  HalfCauchy: HC.family,
  HalfNormal: HN.family,
  HalfStudentT: HT.family,
  HardConcrete: Hd.family,
  InverseGamma: IG.family,
  InverseGaussian: IGs.family,
  Kumaraswamy: Ku.family,
  Laplace: La.family,
  LogLogistic: LL.family,
  LogNormal: LN.family,
  L0Penalty: L0.family,
  LogUniform: LU.family,
  Logistic: Lo.family,
  MarginalHorseshoe: MH.family,
  NegativeBinomial: NB.family,
  Normal: No.family,
  OrderedLogistic: OL.family,
  Pareto: Pa.family,
  SkewNormal: SN.family,
  Poisson: Pn.family,
  RelaxedBernoulli: RB.family,
  StudentT: ST.family,
  Uniform: Un.family,
  VonMises: VM.family,
  Weibull: We.family
}

/** Those of vectors, whose elements have one density together. */
const vectors = {
  Autoregressive: Au.family,
  Dirichlet: Di.family,
  GumbelSoftmax: GS.family,
  LkjCholesky: Lk.family,
  LowRankMultivariateNormal: LR.family,
  Multinomial: Mu.family,
  MultivariateNormal: MN.family
}

type Simple = {
  readonly [T in keyof typeof simple]: Parameters<(typeof simple)[T]>[0]
}
type Vectors = {
  readonly [T in keyof typeof vectors]: Parameters<(typeof vectors)[T]>[0]
}

export interface Coordinates extends Cs.CoordinatesOf<Distribution> {}
export interface Ordered extends Or.OrderedOf<Distribution> {}
export interface Hurdle extends Hu.HurdleOf<Distribution> {}
export interface Mixture extends Mi.MixtureOf<Distribution> {}
export interface Truncated extends Tr.TruncatedOf<Distribution> {}
export interface ZeroInflated extends ZI.ZeroInflatedOf<Distribution> {}

/** Each distribution by its tag. */
export interface Distributions extends Simple, Vectors {
  readonly Coordinates: Coordinates
  readonly Hurdle: Hurdle
  readonly Ordered: Ordered
  readonly Mixture: Mixture
  readonly Truncated: Truncated
  readonly ZeroInflated: ZeroInflated
}
export type DistributionTag = keyof Distributions
/** Those whose elements have one density together, as they are declared. */
export type VectorTag = keyof Vectors | 'Ordered'
/** Those that a model may declare. */
export type DeclaredTag = Exclude<DistributionTag, 'Coordinates'>
export type Distribution = Distributions[DistributionTag]

type FamilyOf = { readonly [T in DistributionTag]: (d: Distributions[T]) => Family<Distribution> }

const families: FamilyOf = {
  ...simple,
  ...vectors,
  Coordinates: (d) => Cs.family(family)(d),
  Ordered: (d) => Or.family(family)(d),
  Hurdle: (d) => Hu.family(family)(d),
  Mixture: (d) => Mi.family(family)(d),
  Truncated: (d) => Tr.family(family)(d),
  ZeroInflated: (d) => ZI.family(family)(d)
}

/** Tag and distribution go together: the type keeps the row and its argument in step. */
const answer = <T extends DistributionTag>(
  rows: FamilyOf,
  tag: T,
  d: Distributions[T]
): Family<Distribution> => rows[tag](d)

/** The facts of a distribution. */
export const family = (d: Distribution): Family<Distribution> =>
  answer<DistributionTag>(families, d._tag, d)

/**
 * The axes of one draw: the arguments' without those it uses up, and those of its elements. A site may
 * lay more draws out over further axes.
 */
export const drawAxes = (d: Distribution): Axes => {
  const f = family(d)
  const given = f.arguments.reduce<Axes>((axes, a) => union(axes, a.value.axes), [])
  return union(without(f.consumes)(given), f.jointly)
}
