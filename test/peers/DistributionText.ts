/**
 * Distributions as NumPyro writes them. A row for each: a new family does not compile until it has
 * one. Arguments come in the family's order, laid over the site's axes; signed scales are positive.
 */
import type { Distribution, Distributions, DistributionTag } from '../../src/distributions/index.ts'

type Row<D> = (args: ReadonlyArray<string>, d: D) => string
type Rows = { readonly [T in DistributionTag]: Row<Distributions[T]> }

/** By a name of NumPyro's whose arguments are in our order. */
const named =
  (name: string): Row<Distribution> =>
  (args) =>
    `dist.${name}(${args.join(', ')})`

export const distributionRows: Rows = {
  Bernoulli: ([logits = '']) => `dist.Bernoulli(logits=${logits})`,
  Cauchy: named('Cauchy'),
  Categorical: ([logits = '']) => `dist.Categorical(logits=${logits})`,
  Exponential: named('Exponential'),
  Gamma: ([shape = '', size = ''], { rate }) =>
    `dist.Gamma(${shape}, ${rate === undefined ? `1.0 / ${size}` : size})`,
  HalfCauchy: named('HalfCauchy'),
  HalfNormal: named('HalfNormal'),
  HalfStudentT: ([df = '', scale = '']) => `laws.HalfStudentT(${df}, ${scale})`,
  InverseGamma: named('InverseGamma'),
  Laplace: named('Laplace'),
  Logistic: named('Logistic'),
  LogNormal: named('LogNormal'),
  LogUniform: () => 'LogUniform()',
  Normal: named('Normal'),
  StudentT: named('StudentT'),
  Uniform: named('Uniform')
}

/** Tag and distribution go together: the type keeps the row and its argument in step. */
const rowOf = <T extends DistributionTag>(rows: Rows, tag: T): Row<Distributions[T]> => rows[tag]

export const distributionText = (d: Distribution, args: ReadonlyArray<string>): string =>
  rowOf<DistributionTag>(distributionRows, d._tag)(args, d)
