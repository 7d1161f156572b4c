/**
 * What a guide is made of: parameters, each with the way it starts and the learning rate it takes,
 * and standard noise.
 *
 * @since 0.2.0
 */
import type { Axes, Expr } from '../expr/Expr.ts'

/** A position on an axis by an index, as `gather` finds it. */
export interface Gathered {
  readonly axis: string
  readonly index: Expr
}

/**
 * What one observation asks of a latent: to be at least, or at most, each of these values, which are
 * expressions in data. An element of the latent is found at the value's own place, and along the
 * axes `at` by an index.
 */
export interface Demand {
  readonly observed: string
  readonly value: Expr
  readonly at: ReadonlyArray<Gathered>
}

/**
 * An end of a latent's values that data set: no value beyond it gives them a density. `prior` is the
 * end that it has without data, `other` the end on the other side of what is left.
 */
export interface LatentEnd {
  readonly name: string
  readonly site: string
  readonly side: 'low' | 'high'
  readonly axes: Axes
  readonly prior: Expr | undefined
  readonly other: Expr | undefined
  readonly demands: ReadonlyArray<Demand>
}

/**
 * How a parameter starts; normal noise is keyed by the parameter's name and the run's seed.
 *
 * - `End` it is an end that data set, and is not trained
 * - `Gap` ln of the mean gap between the values that set an end
 * - `Bound` an expression in ends that data set
 */
export type Initial =
  | { readonly _tag: 'Fill'; readonly value: number; readonly jitter: number }
  | { readonly _tag: 'NormalNoise'; readonly sd: number }
  | { readonly _tag: 'End'; readonly end: LatentEnd }
  | { readonly _tag: 'Gap'; readonly end: string; readonly jitter: number }
  | {
      readonly _tag: 'Bound'
      readonly value: Expr
      readonly jitter: number
      readonly asked: number
    }

/** The kind of a parameter decides its learning rate; `loading` is of noise that sites share. */
export type ParameterKind = 'location' | 'scale' | 'logVariance' | 'loading'

/** `site` is the declared site it serves. */
export interface Parameter {
  readonly name: string
  readonly site: string
  readonly axes: Axes
  readonly kind: ParameterKind
  readonly initial: Initial
  /** What it would be at the prior's median, where `initial` stands elsewhere. */
  readonly median?: number
  /** Kept below this while training. */
  readonly upper?: number
}

/** Standard normal noise. */
export interface Noise {
  readonly name: string
  readonly axes: Axes
}

/** What a parameter is to its guide: the end of its name, its letter, and words for people. */
export interface Role {
  readonly suffix: string
  readonly letter: string
  readonly words: string
}

export const parameterName = (site: string, { suffix }: Role): string => `${site}.${suffix}`
