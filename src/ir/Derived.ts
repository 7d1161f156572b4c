/**
 * What every inference shares of a model: its axes, data and random choices, what switches what
 * off, what it predicts, and how it was derived.
 *
 * Data are references of the same name inside the expressions. A plate's full size is the reference
 * `totalOf(plate)`; the size of a batch is the expression `size(plate)`. Where values of an observation may
 * be missing, `seenOf(site)` refers to which there are.
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

export const isSeen = (name: string): boolean => name.startsWith(seenOf(''))

export const totalOf = (plate: string): string => `total:${plate}`
