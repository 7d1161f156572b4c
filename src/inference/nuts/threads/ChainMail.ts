/**
 * What threads that run chains are told, and what they tell.
 *
 * @since 0.2.0
 */
import type { ChainState } from '../Chain.ts'
import type { Block } from '../ChainRunner.ts'
import type { DensityTarget } from '../OpenTarget.ts'
import type { SamplerSettings } from '../SamplerSettings.ts'

/** Chains that a thread runs on from where they stand; it rests where the word of `stop` is not 0. */
export interface ChainOrder {
  readonly target: DensityTarget
  readonly settings: SamplerSettings
  readonly states: ReadonlyArray<ChainState>
  readonly stop: Int32Array<SharedArrayBuffer>
}

/** A block of one of them, or that all have ended or rest. */
export type ChainNews = Block | 'ended'
