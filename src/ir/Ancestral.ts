/**
 * A model forwards: how each site is drawn from its own distribution, given what was declared
 * before it.
 *
 * @since 0.2.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { HostDraw, VectorDraw } from '../distributions/StandardDraws.ts'
import type { Axes, Expr } from '../expr/Expr.ts'
import type { Derived } from './Derived.ts'

/**
 * - `axes` those of one full draw, one number for each of their indices
 * - `arguments` as functions of data and of sites declared before; over axes of the site, and over
 *   those that a draw consumes
 * - `jointly` those of its axes along which elements are drawn together
 * - `reads` the names in them
 * - `isSummedOut` a discrete latent that is summed out, and so has no posterior draws
 * - `conditional` of such a site where its sum is finite: how it is drawn given data and draws of all other
 *   latents; it reads of the others that are summed out those alone that are drawn before it
 * - `sample` of one element, `sampleVector` of all along `jointly`; left where there are no draws of
 *   either, with the reason
 */
export interface AncestralSite {
  readonly site: string
  readonly role: 'latent' | 'observed'
  readonly axes: Axes
  readonly consumes: Axes
  readonly jointly: Axes
  readonly arguments: ReadonlyArray<{ readonly name: string; readonly value: Expr }>
  readonly reads: ReadonlyArray<string>
  /** Axes along which an argument reads more than its own index: sums, positions, windows. */
  readonly mixes: Axes
  readonly isSummedOut: boolean
  readonly conditional?: AncestralSite
  readonly sample: Either<string, HostDraw>
  readonly sampleVector: VectorDraw | undefined
}

/** A model forwards: its sites in order of declaration, and what binds data to it. */
export interface Generative extends Derived {
  readonly ancestral: ReadonlyArray<AncestralSite>
}
