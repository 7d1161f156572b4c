/**
 * A model as a density over real coordinates: what a sampler needs, and nothing of a guide.
 *
 * Each working site is x = forward(u) for a real u of its shape. The density is that of the full
 * data set; plates are at their full sizes.
 *
 * @since 0.2.0
 */
import type { SupportTag } from '../distributions/supports/Support.ts'
import type { Axes, Expr } from '../expr/Expr.ts'
import type { LatentEnd } from '../guides/Parameter.ts'
import type { Derived } from './Derived.ts'

/**
 * The reference `name` is u, any real numbers over `axes`; x = forward(u) lies in `support`. `isProper`:
 * its prior has a total mass.
 */
export interface Coordinate {
  readonly name: string
  readonly site: string
  readonly declared: string
  /** The axes of the declared site. */
  readonly of: Axes
  readonly axes: Axes
  readonly support: SupportTag
  readonly isProper: boolean
}

/** A log joint density over real coordinates, its gradients, and declared sites in them. */
export interface Density extends Derived {
  readonly coordinates: ReadonlyArray<Coordinate>
  /** ln p(observed, latents) + Σ ln |dx/du| in nats, a function of coordinates and data. */
  readonly logJointNats: Expr
  /** Its derivative by each coordinate, by name. */
  readonly gradients: ReadonlyMap<string, Expr>
  /** Declared latents as functions of coordinates and data: values in their supports. */
  readonly values: ReadonlyMap<string, Expr>
  /** Ends that data set to latents; references of their names, to which `latentEnds` gives values. */
  readonly ends: ReadonlyArray<LatentEnd>
}
