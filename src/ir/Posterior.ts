/**
 * What training leaves: the guide's parameters, bound.
 *
 * @since 0.1.0
 */
import type { Axes } from '../expr/Expr.ts'

/** A real array over named axes in the order given, row-major. */
export interface NamedTensor {
  readonly axes: Axes
  readonly sizes: ReadonlyArray<number>
  readonly values: Float32Array
}

/** Parameters by name. */
export type Bindings = ReadonlyMap<string, NamedTensor>

/**
 * The posterior of declared sites: mean and variance of each element under the guide; `response` is
 * the variance by linear response, which knows how sites move together, where a fit arrived.
 */
export interface SitePosterior {
  readonly mean: NamedTensor
  readonly variance: NamedTensor
  readonly response?: NamedTensor
}

/** A real array in float64 over named axes in the order given, row-major. */
export interface WideTensor {
  readonly axes: Axes
  readonly sizes: ReadonlyArray<number>
  readonly values: Float64Array
}

/** The axes of draws: which chain made one, and when. No axis of a model is spelled so. */
export const chainAxis = '(chain)'
export const drawAxisName = '(draw)'

/**
 * Joint draws of declared sites, each over `chainAxis`, `drawAxisName` and axes of its own; and numbers
 * of the sampler at each draw, by name, over the first two.
 */
export interface PosteriorDraws {
  readonly chains: number
  /** Of each chain. */
  readonly draws: number
  readonly sites: ReadonlyMap<string, WideTensor>
  readonly statistics: ReadonlyMap<string, WideTensor>
}
