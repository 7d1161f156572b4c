/**
 * A model as data: what a generative program declared, in the order it declared it.
 *
 * @since 0.1.0
 */
import type { Distribution } from '../distributions/Distribution.ts'
import type { Bounds, SupportTag } from '../distributions/supports/Support.ts'
import type { GuideTag } from '../guides/Guides.ts'

export type { SupportTag }
import type { Axes, Expr } from '../expr/Expr.ts'

/** A named axis; a plate gets its size from the data. */
export interface AxisSize {
  readonly name: string
  readonly size: number | 'data'
}

/**
 * A named random choice; `axes` are those of one full draw. Its value is the reference of the same
 * name.
 */
export interface Site {
  readonly name: string
  readonly role: 'latent' | 'observed'
  readonly dist: Distribution
  readonly axes: Axes
  readonly options: SiteOptions
}

/** What is done with values that the data lack: they say nothing of the latents, or are latents themselves. */
export const waysOfMissing = ['mask', 'latent'] as const
export type Missing = (typeof waysOfMissing)[number]

/** What a user may override at a site, instead of what would be derived. */
export interface SiteOptions {
  /** Where the location of the guide starts. */
  readonly initial?: number
  /** An upper bound kept on the guide's variance while training. */
  readonly maxVariance?: number
  /** The guide's family instead of the derived one; it switches off the site's non-centring. */
  readonly guide?: GuideTag
  /** Of an observation: values of it may be missing in the data (NaN; an empty cell, null in files). */
  readonly missing?: Missing
}

/**
 * A named input: what the model conditions on. Its values must lie in `support`, anywhere where it
 * is absent; those of categories are indices of the axis `indexes`.
 */
export interface DataSlot {
  readonly name: string
  readonly axes: Axes
  readonly support?: SupportTag
  readonly indexes?: string
}

/**
 * How far data lie from where their law is centred, for each element of the latent `of`: where that
 * is 0, the posterior of the latent has no total mass.
 */
export interface Residual {
  readonly of: string
  readonly value: Expr
}

/**
 * An observation, which is data once it is bound. Its values lie `within` these ends, expressions in
 * data, as far as no latent is in them; `holdsEnds` says that they may lie on an end of their
 * support, `mayBeMissing` that some may be NaN, `gaps` that these are latents along an axis (`gapAxis`).
 */
export interface ObservedSlot extends DataSlot {
  readonly within?: Bounds
  readonly holdsEnds?: boolean
  readonly mayBeMissing?: boolean
  readonly gaps?: string
  readonly residual?: Residual
}

/** Sites in order of declaration, so that a site's arguments refer to earlier names only. */
export interface Graph {
  readonly axes: ReadonlyArray<AxisSize>
  readonly data: ReadonlyArray<DataSlot>
  readonly sites: ReadonlyArray<Site>
  /** Deterministic values worth a name (a layer's output, before any activation). */
  readonly named: ReadonlyArray<{ readonly name: string; readonly value: Expr }>
}
