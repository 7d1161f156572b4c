/**
 * The questions a guide answers. Passes ask these; they never name a guide.
 *
 * A guide is the variational family q of one site: a law of x with parameters, by which x is drawn
 * from standard noise and costs KL(q ‖ p).
 *
 * @since 0.2.0
 */
import type { Option } from 'fp-ts/lib/Option.js'
import type { Distribution } from '../distributions/Distribution.ts'
import type { Support } from '../distributions/supports/Support.ts'
import type { SizedAxis } from '../distributions/supports/VectorBijector.ts'
import type { Axes, Expr } from '../expr/Expr.ts'
import type { ClosedKl, KlOptions } from './kl/KlRule.ts'
import type { Parameter, Role } from './Parameter.ts'

/** A site that is to have a guide; `declared` is the declared site it came from. */
export interface GuidedSite {
  readonly name: string
  readonly declared: string
  readonly axes: Axes
  readonly support: Support
  /** What it is drawn from before there are data. */
  readonly law: Distribution
  /** How many values there are, where they are finitely many and that is known before the data. */
  readonly outcomes?: number | undefined
}

/** Where a guide is to start, in the site's own coordinates. */
export interface Start {
  /** The median; the middle of the support where it is absent. */
  readonly at?: number | undefined
  /** Instead: elements spread around the middle of the support with this standard deviation. */
  readonly spread?: number | undefined
  /** Instead, on one side of an end that data set: as far from it as they lie apart. */
  readonly gapOf?: string | undefined
  /** Kept on the variance while training, where the guide has one in its parameters. */
  readonly maxVariance?: number | undefined
}

/**
 * x as a function of parameters and standard normal noise, or of parameters alone; smooth, unless the
 * estimator of the guide is the score function.
 */
export type GuideDraw =
  | { readonly noise: 'normal'; readonly push: (noise: Expr) => Expr }
  | { readonly noise: 'none'; readonly value: Expr }

/** x, or ln x where `isLog` says so, as a normal: what local noise and merged scales may use. */
export interface NormalForm {
  readonly axes: Axes
  readonly mean: Expr
  readonly variance: Expr
  readonly deviation: Expr
  readonly isLog: boolean
}

export interface MeanVariance {
  readonly mean: Expr
  readonly variance: Expr
}

/** The answers for one site. */
export interface Guide {
  readonly parameters: (start: Start) => ReadonlyArray<Parameter>
  readonly draw: GuideDraw
  readonly asNormal: Option<NormalForm>
  /** E xᵏ and Var xᵏ, k real; none where they do not exist or have no formula here. */
  readonly moments: (k: number) => Option<MeanVariance>
  /**
   * ln q(x) in nats at the draw that this noise makes, elementwise; none for a guide without
   * density.
   */
  readonly logDensity: Option<(noise: Expr) => Expr>
  /** Axes of its own, beside those of the site: the values that it has a probability for each of. */
  readonly ownAxes?: ReadonlyArray<SizedAxis>
  /**
   * Of an index, which is no number to average: 1 at its member of the axis and 0 elsewhere, in whose place
   * posteriors have probabilities. Absent where draws are numbers.
   */
  readonly shown?: (x: Expr) => Expr
  /** KL(q ‖ p); none for a prior from which it has no formula here. */
  readonly closedKl: (prior: Distribution, options: KlOptions) => Option<ClosedKl>
}

/**
 * How the derivative of E_q f by the parameters of q is estimated at draws.
 *
 * - `pathwise`        f′(x) ∂x: the draw is smooth in them
 * - `score function`  (f(x) − b) ∂ ln q(x): the draw jumps, and q(x) is smooth in them
 * - `none`            nothing is: a point is not drawn, and noise has no parameters
 */
export type Estimator = 'pathwise' | 'score function' | 'none'

export interface GuideFamily {
  /** As costs name it: `LogNormal` in KL(LogNormal ‖ Gamma). */
  readonly title: string
  readonly estimator: Estimator
  /** Why it fits a site of this support, in words; none where it does not. */
  readonly fits: (support: Support) => Option<string>
  /** The law in the letters of its parameters: `logNormal(μ, exp(½λ))`. */
  readonly law: string
  readonly roles: ReadonlyArray<Role>
  /** Where its median is, whatever its parameters; absent where they move it. */
  readonly fixedAt?: number
  /** Does it begin with all values alike, whatever is asked for? Absent where it can begin elsewhere. */
  readonly startsEven?: true
  /**
   * Of a guide that is the law of its site: may it be that of this one? Such a guide is asked for, never
   * derived; absent of others.
   */
  readonly ofLaw?: (law: Distribution) => boolean
  readonly at: (site: GuidedSite) => Guide
}
