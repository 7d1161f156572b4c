/**
 * One step of the leapfrog integrator of Hamilton's equations, H(q, p) = −ln p(q) + ½ pᵀ M⁻¹ p:
 *
 *     p ← p + ½ε ∇ln p(q)      q ← q + ε M⁻¹ p      p ← p + ½ε ∇ln p(q)                        (1)
 *
 * It is its own inverse under p → −p (equally: under ε → −ε), keeps volume, and errs by O(ε²) in H
 * along a path of fixed length: what makes trajectories of it reversible moves that are nearly
 * always accepted.
 *
 * @since 0.2.0
 */
import { dot } from '../solving/Vectors.ts'
import type { LogDensity, PhasePoint } from './LogDensity.ts'
import type { Kinetics } from './MassMatrix.ts'

/** Moves a point by one step, in place; `velocity` is room for M⁻¹ p. */
export const leapfrog = (
  density: LogDensity,
  { velocity: toVelocity }: Kinetics,
  step: number,
  point: PhasePoint,
  velocity: Float64Array
): void => {
  const { q, p, gradient } = point
  const half = 0.5 * step
  for (let i = 0; i < p.length; i++) p[i] = (p[i] ?? NaN) + half * (gradient[i] ?? NaN)
  toVelocity(p, velocity)
  for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? NaN) + step * (velocity[i] ?? NaN)
  point.logDensity = density.at(q, gradient)
  for (let i = 0; i < p.length; i++) p[i] = (p[i] ?? NaN) + half * (gradient[i] ?? NaN)
}

/** H in nats, +∞ where it is no number; `velocity` is M⁻¹ p. */
export const energyOf = ({ p, logDensity }: PhasePoint, velocity: Float64Array): number => {
  const energy = 0.5 * dot(p, velocity) - logDensity
  return Number.isFinite(energy) ? energy : Infinity
}
