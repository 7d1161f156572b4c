/**
 * Laws as monotone functions of one standard draw u, which is what a law between two ends is asked
 * of: P(a < x < b) is the mass of the standard law between the places of a and b.
 *
 * Distances of places are asked of the law itself, as (y − x)/s: a difference of two far places would
 * have lost it.
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'

/**
 * - `exponential` has the survival function e⁻ᵘ, u > 0
 * - `logGamma` and `logitBeta` have shapes, and their mode at 0 (`TwoTails.ts`)
 */
export type StandardLaw =
  | 'normal'
  | 'logistic'
  | 'exponential'
  | 'cauchy'
  | 'laplace'
  | 'logGamma'
  | 'logitBeta'

/** x and u determine each other. */
export interface Standard {
  readonly law: StandardLaw
  /** Of a law with shapes, these: one of a gamma, two of a beta. */
  readonly shapes?: ReadonlyArray<Expr>
  /** Does u rise with x? */
  readonly rises: boolean
  readonly at: (x: Expr) => Expr
  /** |u(y) − u(x)| for x ≤ y */
  readonly gap: (x: Expr, y: Expr) => Expr
  readonly back: (u: Expr) => Expr
  /** The value whose place is that of x, and t further. */
  readonly beyond: (x: Expr, t: Expr) => Expr
  /** ln |du/dx| */
  readonly logSlope: (x: Expr) => Expr
  /** The value at which the law begins inside its standard law, as a half-normal does at 0. */
  readonly begins?: Expr
  /** Places as logarithms, of a law that has places too near to 0 for a number. */
  readonly logs?: LogPlaces
  /** x = location + scale · u, where it is so. */
  readonly affine?: { readonly location: Expr; readonly scale: Expr }
}

/** - `at` ln u(x); `apart` |ln u(y) − ln u(x)|, x ≤ y; `times` the value whose place is eˡ times that of x */
export interface LogPlaces {
  readonly at: (x: Expr) => Expr
  readonly apart: (x: Expr, y: Expr) => Expr
  readonly times: (x: Expr, l: Expr) => Expr
}

/** Places below are told by their logarithms: e⁻ᵘ is 1 − u there, and the law flat. */
export const tinyPlace = 1e-20

/** A value with its place. */
export interface Place {
  readonly x: Expr
  readonly u: Expr
}

/** Ends in the order of places, either of which may be missing. */
export interface Span {
  readonly low: Place | undefined
  readonly high: Place | undefined
}

/** A standard law between two places. */
export interface Between {
  /** ln of the share of the mass with values up to x. */
  readonly logShare: (p: Place) => Expr
  /** ln of the density of u, given that it is between them. */
  readonly logDensity: (p: Place) => Expr
  /** The value below whose place the share p of the mass lies: of a falling law above its place. */
  readonly quantile: (p: Expr) => Expr
  /** The highest log density of u. */
  readonly peak: Expr
  /** E uᵏ, k = 0 … 4; none where there is no form of it. */
  readonly moments: ReadonlyArray<Expr> | undefined
  /** −E ln p(u) */
  readonly entropy: Expr | undefined
}

export type BetweenOf = (s: Standard, span: Span) => Between

// on the host

/** A span of places with its length; −∞ and ∞ where there is no end. */
export interface HostSpan {
  readonly low: number
  readonly high: number
  readonly gap: number
}

/** So far above the lower end, or below the higher one; or a place itself. */
export type HostPlace =
  | { readonly from: 'low' | 'high'; readonly t: number }
  | { readonly from: 'none'; readonly u: number }

/** The shapes are those of the law, where it has some. */
export type HostRow = (span: HostSpan, p: number, shapes: ReadonlyArray<number>) => HostPlace

/** From the lower place to the higher one. */
export const distance = ({ rises, gap }: Standard, low: Place, high: Place): Expr =>
  rises ? gap(low.x, high.x) : gap(high.x, low.x)

/** The ends of values as places in order. */
export const spanOf = (s: Standard, low: Expr | undefined, high: Expr | undefined): Span => {
  const placed = (x: Expr | undefined): Place | undefined =>
    x === undefined ? undefined : { x, u: s.at(x) }
  const [from, to] = [placed(low ?? s.begins), placed(high)]
  return s.rises ? { low: from, high: to } : { low: to, high: from }
}
