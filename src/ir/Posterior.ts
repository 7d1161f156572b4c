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

/** What Stan's files call the numbers of a sampler, in their order there; and what they are called here. */
export const stanStatistics = [
  ['lp__', 'log density'],
  ['accept_stat__', 'acceptance'],
  ['stepsize__', 'step size'],
  ['treedepth__', 'tree depth'],
  ['n_leapfrog__', 'leapfrogs'],
  ['divergent__', 'divergent'],
  ['energy__', 'energy']
] as const

/** An axis that has a place among those of a site and no name: `(1)`. No axis of a model is spelled so. */
export const placeAxis = (d: number): string => `(${d + 1})`
export const isPlace = (axis: string): boolean => /^\(\d+\)$/.test(axis)

/** Draws that no chain made: of the priors, or of an approximation of the posterior. */
export const independentSources = ['prior', 'pathfinder', 'laplace'] as const
export type IndependentSource = (typeof independentSources)[number]

/**
 * Joint draws of declared sites, each over `chainAxis`, `drawAxisName` and axes of its own; and numbers
 * of the sampler at each draw, by name, over the first two.
 */
export interface PosteriorDraws {
  /** Chains of the posterior, unless said. */
  readonly from?: IndependentSource | undefined
  readonly chains: number
  /** Of each chain. */
  readonly draws: number
  readonly sites: ReadonlyMap<string, WideTensor>
  readonly statistics: ReadonlyMap<string, WideTensor>
}
