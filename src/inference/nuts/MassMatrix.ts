/**
 * The mass matrix M of the momenta p ~ N(0, M), kept as its inverse, which estimates the covariance
 * Σ of the coordinates: in its units the posterior is round, and one step fits all coordinates.
 *
 * - kinetic energy  ½ pᵀ M⁻¹ p
 * - velocity        dq/dt = M⁻¹ p
 * - momentum        M^½ z, z standard normal: z/√Σᵢᵢ, or L⁻ᵀ z with L Lᵀ = Σ
 *
 * @since 0.2.0
 */
import { matMulLoop } from '../../runtime/float64/Float64Loops.ts'
import { cholesky, type Matrix, solveUpper } from '../solving/Vectors.ts'

export type MassKind = 'diagonal' | 'dense'

/** `inverse`: the diagonal, or all n² numbers by rows. */
export interface MassMatrix {
  readonly kind: MassKind
  readonly inverse: Float64Array
}

/** What integrators ask of a mass matrix. */
export interface Kinetics {
  readonly mass: MassMatrix
  /** What makes standard normals momenta: 1/√Σᵢᵢ, or L by rows. */
  readonly factor: Float64Array
  /** Writes M⁻¹ p. */
  readonly velocity: (p: Float64Array, out: Float64Array) => void
  /** Makes standard normals momenta, in place. */
  readonly toMomentum: (z: Float64Array) => void
}

/** M = 1. */
export const unitMass = (kind: MassKind, size: number): MassMatrix => {
  const inverse = new Float64Array(kind === 'dense' ? size * size : size)
  if (kind === 'diagonal') inverse.fill(1)
  else for (let i = 0; i < size; i++) inverse[i * size + i] = 1
  return { kind, inverse }
}

const diagonal = (mass: MassMatrix): Kinetics => {
  const { inverse } = mass
  const roots = inverse.map((v) => 1 / Math.sqrt(v))
  return {
    mass,
    factor: roots,
    velocity: (p, out) => {
      for (let i = 0; i < out.length; i++) out[i] = (inverse[i] ?? NaN) * (p[i] ?? NaN)
    },
    toMomentum: (z) => {
      for (let i = 0; i < z.length; i++) z[i] = (roots[i] ?? NaN) * (z[i] ?? NaN)
    }
  }
}

const dense = (mass: MassMatrix): Kinetics => {
  const { inverse } = mass
  const size = Math.sqrt(inverse.length)
  const rows: Matrix = Array.from({ length: size }, (_, i) =>
    inverse.subarray(i * size, (i + 1) * size)
  )
  const factor = cholesky(rows)
  if (factor === undefined) throw new Error('internal: an estimated covariance is not positive')
  const back = solveUpper(factor)
  const byRows = new Float64Array(inverse.length)
  factor.forEach((row, i) => byRows.set(row, i * size))
  return {
    mass,
    factor: byRows,
    velocity: (p, out) => matMulLoop(out, inverse, p, 1, size, size, 1),
    toMomentum: (z) => z.set(back(z))
  }
}

export const kineticsOf = (mass: MassMatrix): Kinetics =>
  mass.kind === 'dense' ? dense(mass) : diagonal(mass)
