/**
 * What every inference shares of a model: its axes, data and random choices, what switches what
 * off, what it predicts, and how it was derived.
 *
 * Data are references of the same name inside the expressions. A plate's full size is the reference
 * `totalOf(plate)`; the size of a batch is the expression `size(plate)`. Where values of an observation may
 * be missing, `seenOf(site)` refers to which there are. Where they are latents, `missingOf(site)` is their site and
 * `gapAxis(site)` its axis, along which they stand in the order of the site's axes, the last of them fastest;
 * `gapOf(site)` says where on it the latent of a place stands, `placeOf(site, axis)` where along an axis of the
 * site the place of a latent.
 *
 * @since 0.2.0
 */
import type { SupportTag } from '../distributions/supports/Support.ts'
import type { Axes, Expr } from '../expr/Expr.ts'
import type { Gate } from './Gate.ts'
import type { AxisSize, DataSlot, ObservedSlot } from './Graph.ts'

/** The arguments of an observed site's distribution as functions of data and declared sites. */
export interface Prediction {
  readonly site: string
  /** The name of the distribution, for people; what follows from it is in the other fields. */
  readonly family: string
  /** Where observed values lie. */
  readonly support: SupportTag
  readonly axes: Axes
  readonly arguments: ReadonlyArray<{ readonly name: string; readonly value: Expr }>
  /** Axes of the arguments that one value uses up: the classes of a categorical. */
  readonly consumes: Axes
  /** −ln p(y | arguments) per element in nats. */
  readonly negativeLogLikelihood: Expr
}

/** One line of the derivation: which pass decided what about which site, by which rule. */
export interface Decision {
  readonly pass: string
  readonly site: string
  readonly what: string
  readonly why: string
}

/** A random choice that inference works on, in the place of the declared site it came from. */
export interface WorkedSite {
  readonly name: string
  readonly declared: string
  readonly axes: Axes
  readonly support: SupportTag
}

/** What every inference shares of a model. */
export interface Derived {
  readonly axes: ReadonlyArray<AxisSize>
  readonly data: ReadonlyArray<DataSlot>
  /** Observed sites, which are data too once they are bound. */
  readonly observed: ReadonlyArray<ObservedSlot>
  readonly sites: ReadonlyArray<WorkedSite>
  readonly gates: ReadonlyArray<Gate>
  readonly predictions: ReadonlyArray<Prediction>
  readonly decisions: ReadonlyArray<Decision>
}

/** Which values of an observation there are: 1 where one is, 0 where it is missing. */
export const seenOf = (site: string): string => `seen:${site}`

export const missingOf = (site: string): string => `${site}.missing`
export const gapAxis = (site: string): string => `${site}.gaps`
export const gapOf = (site: string): string => `gap:${site}`
export const placeOf = (site: string, axis: string): string => `place:${axis}:${site}`

/** Is it the name of data that are made of others, when these are bound? */
export const isMade = (name: string): boolean => /^(seen|gap|place):/.test(name)

export const totalOf = (plate: string): string => `total:${plate}`
