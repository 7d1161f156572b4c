/**
 * What a pressed network is: everything that its file holds, and nothing else.
 */
import type { Quantised } from './quantise/Quantise.ts'
import type { Network } from './Network.ts'

/**
 * Where a network comes from. `settings` are the model's configuration and how it was pressed, as
 * text.
 */
export interface Provenance {
  readonly model: string
  readonly seed: number
  readonly epochs: number
  readonly settings: Readonly<Record<string, string>>
}

/**
 * A weight tensor of the model, what is left of it, and its bits.
 * - `dense` elements before pruning; - `left` after it, where single ones of the slim tensor were cut
 * - `publishedBits` by the rule of the literature, for the table
 */
export interface Layer {
  readonly name: string
  readonly dense: number
  readonly left?: number
  readonly publishedBits: number
}

/**
 * - `network` the slim network; its tensors are those of `quantised`
 * - `architecture` gated axes, in the model's order: their surviving sizes name the network, as in
 *   278-98-13
 */
export interface Artifact {
  readonly network: Network
  readonly quantised: ReadonlyMap<string, Quantised>
  readonly provenance: Provenance
  readonly layers: ReadonlyArray<Layer>
  readonly architecture: ReadonlyArray<string>
}
