/**
 * What the compiler derives from a model: everything the rooms after it need, and nothing that
 * names a prior or a layer.
 *
 * Parameters, noises and data are references of the same name inside the expressions. A plate's
 * full size is the reference `totalOf(plate)`; the size of a batch is the expression `size(plate)`.
 *
 * @since 0.1.0
 */
import type { Axes, Expr } from '../expr/Expr.ts'
import type { Estimator } from '../guides/GuideFamily.ts'
import type { GuideTag } from '../guides/Guides.ts'
import type { Noise, Parameter, ParameterKind } from '../guides/Parameter.ts'
import type { Derived } from './Derived.ts'
import type { Gate } from './Gate.ts'

export { type Decision, type Prediction, totalOf } from './Derived.ts'

export type {
  Demand,
  Initial,
  LatentEnd,
  Noise,
  Parameter,
  ParameterKind
} from '../guides/Parameter.ts'

/**
 * KL(q ‖ p) of one site in nats, and how it is computed; of a point, which has no q, −ln p there. Of
 * sites whose guide is joint, each has that of its margin, and `site` of one cost more is their name:
 * their total correlation, by which the joint divergence is more than the sum of those.
 */
export interface Cost {
  readonly site: string
  /** The declared site that it serves. */
  readonly declared: string
  readonly guide: GuideTag
  /** Why that guide, in words. */
  readonly why: string
  /** How derivatives by its parameters are estimated. */
  readonly estimator: Estimator
  readonly nats: Expr
  readonly how: CostMethod
}
export interface CostMethod {
  readonly kind:
    | 'closed form'
    | 'approximation'
    | 'quadrature'
    | 'Monte Carlo'
    | 'point'
    | 'total correlation'
  readonly guide: string
  readonly prior: string
  readonly note: string
  readonly upToConstant: boolean
}

/**
 * What each index of a gate no longer costs once it is switched off: KL(q ‖ p) in nats, over the
 * gate's axes.
 */
export interface Saving {
  readonly gate: Gate
  readonly nats: Expr
}

/**
 * Posterior mean and variance of a declared site, over its axes; none where there is no closed
 * form: then draws are averaged.
 */
export interface Moments {
  readonly site: string
  readonly axes: Axes
  /** Of an index that is drawn, the axis of its members: 1 or 0 along it, or their probabilities. */
  readonly index?: string
  readonly closed: { readonly mean: Expr; readonly variance: Expr } | undefined
}

/**
 * What is derived from a graph to fit its guide: losses, gradients, draws, predictions. `axes` have
 * that of several draws a step, where there are several.
 */
export interface Variational extends Derived {
  readonly parameters: ReadonlyArray<Parameter>
  readonly noise: ReadonlyArray<Noise>
  /** −E_q ln p(observed | latents), of the full data set, in nats. */
  readonly errorCostNats: Expr
  readonly complexity: ReadonlyArray<Cost>
  /** errorCost + klWeight · Σ complexity; `klWeight` is the reference `klWeightName`. */
  readonly lossNats: Expr
  readonly gradients: ReadonlyMap<string, Expr>
  /** Of the gates over some axes. */
  readonly savings: ReadonlyArray<Saving>
  readonly moments: ReadonlyArray<Moments>
  /** Declared sites as functions of parameters and noise: one joint draw from the guide. */
  readonly draws: ReadonlyMap<string, Expr>
  /** Noise that `draws` uses. */
  readonly drawNoise: ReadonlyArray<Noise>
}

/** Is the loss −ELBO? Not where a guide has no density: its cost is no divergence. */
export const isElbo = ({ complexity }: Pick<Variational, 'complexity'>): boolean =>
  complexity.every((c) => c.how.kind !== 'point')

/**
 * Is the gradient more than the derivative of the loss at its draws? With them fixed it is the gradient of
 * nothing then: steps take new ones.
 */
export const isScored = ({ complexity }: Pick<Variational, 'complexity'>): boolean =>
  complexity.some((c) => c.estimator === 'score function')

export const klWeightName = 'klWeight'

/** Kinds of parameters that have a learning rate of their own. */
export type RateKind = Exclude<ParameterKind, 'loading'>

/** Loadings, numbers about 1, move at the rate of log-variances. */
export const rateKind = (kind: ParameterKind): RateKind =>
  kind === 'loading' ? 'logVariance' : kind
