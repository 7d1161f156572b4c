/**
 * Distributions as NumPyro writes them. A row for each: a new family does not compile until it has
 * one. `call` pairs NumPyro's keywords with the names of our arguments; `'density'` is for what
 * NumPyro lacks: an improper flat site on the support, and our log density as a factor.
 *
 * @since 0.2.0
 */
import type { Distribution, Distributions, DistributionTag } from '../../distributions/index.ts'
import { inside } from './NumpyroOperations.ts'
import { level, type Piece } from '../../expr/print/Notation.ts'

/** The text of an argument by its name; a signed scale is positive there. */
type Argument = (name: string) => Piece
type Call<D> = (argument: Argument, d: D) => string
type Row<D> = 'density' | Call<D>
type Rows = { readonly [T in DistributionTag]: Row<Distributions[T]> }

/** `dist.Name(keyword=argument, …)`, from `{ keyword: argument }`. */
const call =
  (name: string, keywords: Readonly<Record<string, string>>) =>
  (argument: Argument): string =>
    `dist.${name}(${Object.entries(keywords)
      .map(([keyword, own]) => `${keyword}=${argument(own).text}`)
      .join(', ')})`

const reciprocal = (x: Piece): string => `1.0 / ${inside(level.power)(x)}`

export const numpyroRows: Rows = {
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
  Bernoulli: call('Bernoulli', { logits: 'logits' }),
  Beta: (argument, { shapes: { by } }) =>
    by === 'mean'
      ? call('BetaProportion', { mean: 'mean', concentration: 'precision' })(argument)
      : call('Beta', { concentration1: 'alpha', concentration0: 'beta' })(argument),
  BetaBinomial: (argument, { shapes: { by } }) => {
    const times = (share: string): string =>
      `${share} * ${inside(level.power)(argument('precision'))}`
    const mean = (): string => inside(level.power)(argument('mean'))
    const [a, b] =
      by === 'mean'
        ? [times(mean()), times(`(1.0 - ${mean()})`)]
        : [argument('alpha').text, argument('beta').text]
    return (
      `dist.BetaBinomial(concentration1=${a}, concentration0=${b}, ` +
      `total_count=${argument('total').text})`
    )
  },
  Binomial: (argument, { chance: { by } }) =>
    call('Binomial', { total_count: 'total', [by === 'logits' ? by : 'probs']: by })(argument),
  BetaPrime: 'density',
  Cauchy: call('Cauchy', { loc: 'location', scale: 'scale' }),
  Categorical: call('Categorical', { logits: 'logits' }),
  Exponential: call('Exponential', { rate: 'rate' }),
  Frechet: 'density',
  Gamma: (argument, { rate }) =>
    `dist.Gamma(concentration=${argument('shape').text}, rate=${
      rate === undefined ? reciprocal(argument('scale')) : argument('rate').text
    })`,
  Geometric: (argument, { chance: { by } }) =>
    call('Geometric', { [by === 'logits' ? by : 'probs']: by })(argument),
  Gumbel: call('Gumbel', { loc: 'location', scale: 'scale' }),
  HalfCauchy: call('HalfCauchy', { scale: 'scale' }),
  HalfNormal: call('HalfNormal', { scale: 'scale' }),
  HalfStudentT: (argument) =>
    `dist.FoldedDistribution(${call('StudentT', { df: 'df', scale: 'scale' })(argument)})`,
  HardConcrete: 'density',
  Hurdle: 'density',
  InverseGamma: call('InverseGamma', { concentration: 'shape', rate: 'scale' }),
  InverseGaussian: 'density',
  Kumaraswamy: call('Kumaraswamy', { concentration1: 'alpha', concentration0: 'beta' }),
  L0Penalty: 'density',
  Laplace: call('Laplace', { loc: 'location', scale: 'scale' }),
  Logistic: call('Logistic', { loc: 'location', scale: 'scale' }),
  LogLogistic: 'density',
  LogNormal: call('LogNormal', { loc: 'location', scale: 'scale' }),
  LogUniform: 'density',
  MarginalHorseshoe: 'density',
  Mixture: 'density',
  RelaxedBernoulli: 'density',
  // theirs counts successes before failures: the chance of a failure takes the place of ours
  NegativeBinomial: (argument, { mean }) =>
    !('by' in mean)
      ? call('NegativeBinomial2', { mean: 'mean', concentration: 'concentration' })(argument)
      : mean.by === 'logits'
        ? `dist.NegativeBinomialLogits(total_count=${argument('successes').text}, ` +
          `logits=-${inside(level.power)(argument('logits'))})`
        : `dist.NegativeBinomialProbs(total_count=${argument('successes').text}, ` +
          `probs=1.0 - ${inside(level.power)(argument('probability'))})`,
  Normal: call('Normal', { loc: 'location', scale: 'scale' }),
  // NumPyro's own subtracts two probabilities: −∞ in the tail where both round to 1
  OrderedLogistic: 'density',
  Pareto: call('Pareto', { scale: 'minimum', alpha: 'shape' }),
  Poisson: call('Poisson', { rate: 'rate' }),
  SkewNormal: 'density',
  StudentT: call('StudentT', { df: 'df', loc: 'location', scale: 'scale' }),
  // theirs of a normal is ∞ between 10 and 11, where both distribution functions are 1
  Truncated: 'density',
  Uniform: call('Uniform', { low: 'low', high: 'high' }),
  VonMises: call('VonMises', { loc: 'location', concentration: 'concentration' }),
  Weibull: call('Weibull', { scale: 'scale', concentration: 'shape' }),
  ZeroInflated: 'density'
}

/** Tag and distribution go together: the type keeps the row and its argument in step. */
const rowOf = <T extends DistributionTag>(rows: Rows, tag: T): Row<Distributions[T]> => rows[tag]

/** None where NumPyro has no such distribution. */
export const numpyroCall = (d: Distribution, argument: Argument): string | undefined => {
  const row = rowOf<DistributionTag>(numpyroRows, d._tag)
  return row === 'density' ? undefined : row(argument, d)
}

export const numpyroHas = (d: Distribution): boolean => numpyroRows[d._tag] !== 'density'
