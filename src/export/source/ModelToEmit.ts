/**
 * What is asked of a writer of models, and what it answers.
 *
 * @since 0.2.0
 */
import type { LatentEnd } from '../../guides/Parameter.ts'
import type { Graph } from '../../ir/Graph.ts'

/**
 * A model with a name for its readers. `ends` are those that data set to latents: data of the
 * emitted model, by their names.
 */
export interface ModelToEmit {
  readonly name: string
  readonly graph: Graph
  readonly ends: ReadonlyArray<LatentEnd>
}

/** What the emitted model calls a value that it is given. */
export interface EmittedSlot {
  readonly identifier: string
  /** A size of an axis, or an array: of data, of what was observed, of an end. */
  readonly holds: 'size' | 'real' | 'integer'
  /** The axis, or the slot, site or end. */
  readonly name: string
  /** In the order of the emitted array. */
  readonly axes: ReadonlyArray<string>
  /** What is added to each value: 1 where indices count from 1. */
  readonly shift: number
}

/** - `latents` identifiers by site, in order of declaration. */
export interface EmittedModel {
  readonly source: string
  readonly slots: ReadonlyArray<EmittedSlot>
  readonly latents: ReadonlyMap<string, string>
}
