/**
 * What a guide is made of: parameters, each with the way it starts and the learning rate it takes,
 * and standard noise.
 *
 * @since 0.2.0
 */
import type { Axes } from '../expr/Expr.ts'

/** How a parameter starts; normal noise is keyed by the parameter's name and the run's seed. */
export type Initial =
  | { readonly _tag: 'Fill'; readonly value: number; readonly jitter: number }
  | { readonly _tag: 'NormalNoise'; readonly sd: number }

/** The kind of a parameter decides its learning rate. */
export type ParameterKind = 'location' | 'scale' | 'logVariance'

/** `site` is the declared site it serves. */
export interface Parameter {
  readonly name: string
  readonly site: string
  readonly axes: Axes
  readonly kind: ParameterKind
  readonly initial: Initial
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
