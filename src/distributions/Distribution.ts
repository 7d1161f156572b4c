/**
 * The union of the distributions, and their families by tag. To add one: its file, a row in
 * `Distributions`, a case in `family`; the type checker then asks for its column in the table of
 * divergences.
 *
 * @since 0.1.0
 */
import { type Axes, union, without } from '../expr/Expr.ts'
import * as Be from './discrete/Bernoulli.ts'
import * as Ca from './discrete/Categorical.ts'
import * as Ex from './positive/Exponential.ts'
import type { Family } from './Family.ts'
import * as Ga from './positive/Gamma.ts'
import * as HC from './positive/HalfCauchy.ts'
import * as HN from './positive/HalfNormal.ts'
import * as IG from './positive/InverseGamma.ts'
import * as LN from './positive/LogNormal.ts'
import * as LU from './real/LogUniform.ts'
import * as No from './real/Normal.ts'
import * as Un from './interval/Uniform.ts'

/** Each distribution by its tag. */
export interface Distributions {
  readonly Bernoulli: Be.Bernoulli
  readonly Categorical: Ca.Categorical
  readonly Exponential: Ex.Exponential
  readonly Gamma: Ga.Gamma
  readonly HalfCauchy: HC.HalfCauchy
  readonly HalfNormal: HN.HalfNormal
  readonly InverseGamma: IG.InverseGamma
  readonly LogNormal: LN.LogNormal
  readonly LogUniform: LU.LogUniform
  readonly Normal: No.Normal
  readonly Uniform: Un.Uniform
}
export type DistributionTag = keyof Distributions
export type Distribution = Distributions[DistributionTag]

/** The facts of a distribution. */
export const family = (d: Distribution): Family<Distribution> => {
  switch (d._tag) {
    case 'Bernoulli':
      return Be.family(d)
    case 'Categorical':
      return Ca.family(d)
    case 'Exponential':
      return Ex.family(d)
    case 'Gamma':
      return Ga.family(d)
    case 'HalfCauchy':
      return HC.family(d)
    case 'HalfNormal':
      return HN.family(d)
    case 'InverseGamma':
      return IG.family(d)
    case 'LogNormal':
      return LN.family(d)
    case 'LogUniform':
      return LU.family(d)
    case 'Normal':
      return No.family(d)
    case 'Uniform':
      return Un.family(d)
  }
}

/**
 * The axes of one draw: the arguments' without those it uses up. A site may lay more draws out over
 * further axes.
 */
export const drawAxes = (d: Distribution): Axes => {
  const f = family(d)
  return without(f.eventAxes)(f.arguments.reduce<Axes>((axes, a) => union(axes, a.value.axes), []))
}
