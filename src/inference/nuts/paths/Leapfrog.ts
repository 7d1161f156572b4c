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
import type { LogDensity, PhasePoint } from '../LogDensity.ts'
import type { Kinetics } from '../MassMatrix.ts'

/** Writes one step from a point over another, or over itself, with its velocity and energy. */
export const leapfrog = (
  density: LogDensity,
  kinetics: Kinetics,
  step: number,
  from: PhasePoint,
  to: PhasePoint
): void => {
  const { q, p, velocity, gradient } = to
  const [q0, p0, gradient0] = [from.q, from.p, from.gradient]
  const half = 0.5 * step
  for (let i = 0; i < p.length; i++) p[i] = (p0[i] ?? NaN) + half * (gradient0[i] ?? NaN)
  kinetics.velocity(p, velocity)
  for (let i = 0; i < q.length; i++) q[i] = (q0[i] ?? NaN) + step * (velocity[i] ?? NaN)
  to.logDensity = density.at(q, gradient)
  for (let i = 0; i < p.length; i++) p[i] = (p[i] ?? NaN) + half * (gradient[i] ?? NaN)
  weigh(kinetics, to)
}

/** Of a point whose momentum is new: its velocity, and H in nats, +∞ where it is no number. */
export const weigh = (kinetics: Kinetics, point: PhasePoint): void => {
  const { p, velocity } = point
  kinetics.velocity(p, velocity)
  // in two parts, as the module of a model has it
  let [even, odd, i] = [0, 0, 0]
  for (; i + 2 <= p.length; i += 2) {
    even += (p[i] ?? NaN) * (velocity[i] ?? NaN)
    odd += (p[i + 1] ?? NaN) * (velocity[i + 1] ?? NaN)
  }
  if (i < p.length) even += (p[i] ?? NaN) * (velocity[i] ?? NaN)
  const energy = 0.5 * (even + odd) - point.logDensity
  point.energy = Number.isFinite(energy) ? energy : Infinity
}
