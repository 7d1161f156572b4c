/**
 * What a draw of the guide weighs: ln p(observed, latents) − ln q(latents) in nats, as a function of
 * the guide's parameters, its noise and the data, with the declared latents at the same draw.
 *
 * Its mean over draws is −loss, and ln of the mean of its exponential is ln p(observed): a guide that
 * is the posterior has one weight for all draws. Plates are at their full sizes.
 *
 * @since 0.2.0
 */
import type { Expr } from '../expr/Expr.ts'
import type { Noise } from '../guides/Parameter.ts'
import type { AxisSize } from './Graph.ts'

/** References of the same names are parameters, noises and data. */
export interface LogWeight {
  readonly axes: ReadonlyArray<AxisSize>
  readonly parameters: ReadonlyArray<string>
  readonly noise: ReadonlyArray<Noise>
  readonly nats: Expr
  /** Declared latents. */
  readonly values: ReadonlyMap<string, Expr>
}
