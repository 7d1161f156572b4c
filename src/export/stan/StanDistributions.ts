/**
 * Distributions as Stan writes them. A row for each: a new family does not compile until it has one.
 * `law` pairs Stan's density with the names of our arguments in its order; `'density'` is for what
 * Stan lacks: our log density, added to the target.
 *
 * @since 0.2.0
 */
import type { Distribution, Distributions, DistributionTag } from '../../distributions/index.ts'

/** An argument by our name, inverted where Stan has its inverse; or a number. */
export type StanArgument =
  | { readonly argument: string; readonly isInverse?: boolean }
  | { readonly number: string }

/** - `plus` what is added to ln p of each element: folded at 0, a density is twice as high. */
export interface StanLaw {
  readonly name: string
  readonly arguments: ReadonlyArray<StanArgument>
  readonly plus?: string
}

type Row<D> = 'density' | ((d: D) => StanLaw | undefined)
type Rows = { readonly [T in DistributionTag]: Row<Distributions[T]> }

const named = (argument: string): StanArgument => ({ argument })
const zero: StanArgument = { number: '0.0' }

const law =
  (name: string, ...given: ReadonlyArray<string>) =>
  (): StanLaw => ({ name, arguments: given.map(named) })

const folded = (name: string, given: ReadonlyArray<StanArgument>) => (): StanLaw => ({
  name,
  arguments: given,
  plus: 'log2()'
})

export const stanRows: Rows = {
  // vectors are written element by element, and so is their density
  Autoregressive: 'density',
  Coordinates: 'density',
  Dirichlet: 'density',
  GumbelSoftmax: 'density',
  LkjCholesky: 'density',
  LowRankMultivariateNormal: 'density',
  Multinomial: 'density',
  MultivariateNormal: 'density',
  Ordered: 'density',
  Bernoulli: law('bernoulli_logit', 'logits'),
  Categorical: law('categorical_logit', 'logits'),
  Beta: ({ shapes: { by } }) =>
    by === 'mean' ? law('beta_proportion', 'mean', 'precision')() : law('beta', 'alpha', 'beta')(),
  BetaBinomial: 'density',
  Binomial: 'density',
  BetaPrime: 'density',
  Cauchy: law('cauchy', 'location', 'scale'),
  Exponential: law('exponential', 'rate'),
  Frechet: law('frechet', 'shape', 'scale'),
  Gamma: ({ rate }) => ({
    name: 'gamma',
    arguments: [
      named('shape'),
      rate === undefined ? { argument: 'scale', isInverse: true } : named('rate')
    ]
  }),
  Geometric: 'density',
  Gumbel: law('gumbel', 'location', 'scale'),
  HalfCauchy: folded('cauchy', [zero, named('scale')]),
  HalfNormal: folded('normal', [zero, named('scale')]),
  HalfStudentT: folded('student_t', [named('df'), zero, named('scale')]),
  HardConcrete: 'density',
  Hurdle: 'density',
  InverseGamma: law('inv_gamma', 'shape', 'scale'),
  InverseGaussian: 'density',
  Kumaraswamy: 'density',
  RelaxedBernoulli: 'density',
  Laplace: law('double_exponential', 'location', 'scale'),
  Logistic: law('logistic', 'location', 'scale'),
  LogLogistic: law('loglogistic', 'scale', 'shape'),
  LogNormal: law('lognormal', 'location', 'scale'),
  L0Penalty: 'density',
  LogUniform: 'density',
  MarginalHorseshoe: 'density',
  Mixture: 'density',
  NegativeBinomial: ({ mean }) =>
    'by' in mean ? undefined : law('neg_binomial_2', 'mean', 'concentration')(),
  Normal: law('normal', 'location', 'scale'),
  OrderedLogistic: law('ordered_logistic', 'location', 'cutpoints'),
  Pareto: law('pareto', 'minimum', 'shape'),
  Poisson: law('poisson', 'rate'),
  // Stan's own is −∞ in the tail that it bends away from
  SkewNormal: 'density',
  StudentT: law('student_t', 'df', 'location', 'scale'),
  // T[a, b] subtracts two distribution functions, which in the upper tail are both 1
  Truncated: 'density',
  Uniform: law('uniform', 'low', 'high'),
  VonMises: law('von_mises', 'location', 'concentration'),
  Weibull: law('weibull', 'shape', 'scale'),
  ZeroInflated: 'density'
}

/** Tag and distribution go together: the type keeps the row and its argument in step. */
const rowOf = <T extends DistributionTag>(rows: Rows, tag: T): Row<Distributions[T]> => rows[tag]

/** None where Stan has no such distribution. */
export const stanLaw = (d: Distribution): StanLaw | undefined => {
  const row = rowOf<DistributionTag>(stanRows, d._tag)
  return row === 'density' ? undefined : row(d)
}
