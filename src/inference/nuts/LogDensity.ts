/**
 * What a sampler knows of a model: ln p of a vector of real coordinates, up to a constant, and its
 * gradient, both in float64.
 *
 * @since 0.2.0
 */

/**
 * - `size` the number of coordinates
 * - `at` ln p in nats at `q`; writes its gradient. Where there is none the answer is not finite.
 */
export interface LogDensity {
  readonly size: number
  readonly at: (q: Float64Array, gradient: Float64Array) => number
}

/** A place with its momentum, and what is known there. It moves: whoever keeps it copies it. */
export interface PhasePoint {
  readonly q: Float64Array
  readonly p: Float64Array
  readonly gradient: Float64Array
  logDensity: number
}

/** All at 0. */
export const phasePoint = (size: number): PhasePoint => ({
  q: new Float64Array(size),
  p: new Float64Array(size),
  gradient: new Float64Array(size),
  logDensity: NaN
})

export const copyPoint = (to: PhasePoint, from: PhasePoint): void => {
  to.q.set(from.q)
  to.p.set(from.p)
  to.gradient.set(from.gradient)
  to.logDensity = from.logDensity
}
