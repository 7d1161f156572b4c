/**
 * What a descent has learnt of the inverse Hessian on its way: a diagonal that is updated by every step
 * (Gilbert & Lemaréchal 1989), and the last few steps in their compact form (Byrd, Nocedal & Schnabel
 * 1994): with s the changes of place, z those of the gradient of −ln p, D the diagonal,
 *
 *   H⁻¹ ≈ D + β γ βᵀ,   β = [D Z, S],   γ = [0, −R⁻¹; −R⁻ᵀ, R⁻ᵀ (E + Zᵀ D Z) R⁻¹]
 *
 * where R is the upper triangle of Sᵀ Z and E its diagonal.
 *
 * @since 0.2.0
 */
import { dot, type Matrix } from '../solving/Vectors.ts'
import type { LowRank } from './Gaussian.ts'

/** `steps` the latest last. */
export interface PathCurvature {
  readonly diagonal: Float64Array
  readonly steps: ReadonlyArray<{ readonly s: Float64Array; readonly z: Float64Array }>
}

/** Steps that are remembered (Zhang et al. 2022). */
const memory = 6
/** A step along which the gradient grows by less than this share of its own change teaches nothing. */
const flattest = 1e-12

export const flatCurvature = (size: number): PathCurvature => ({
  diagonal: new Float64Array(size).fill(1),
  steps: []
})

/** With one step more; as it was where the density is not concave along it. */
export const learntStep = (
  { diagonal, steps }: PathCurvature,
  s: Float64Array,
  z: Float64Array
): PathCurvature => {
  const b = dot(s, z)
  if (!(b > flattest * dot(z, z))) return { diagonal, steps }
  let [a, c] = [0, 0]
  diagonal.forEach((d, i) => {
    a += d * (z[i] ?? NaN) ** 2
    c += (s[i] ?? NaN) ** 2 / d
  })
  return {
    diagonal: diagonal.map((d, i) => {
      const [si, zi] = [s[i] ?? NaN, z[i] ?? NaN]
      return b / (a / d + zi * zi - (a * si * si) / (c * d * d))
    }),
    steps: [...steps, { s, z }].slice(-memory)
  }
}

/** The inverse of an upper triangle. */
const inverseTriangle = (r: Matrix): Matrix => {
  const n = r.length
  const out = r.map(() => new Float64Array(n))
  for (let j = 0; j < n; j++)
    for (let i = j; i >= 0; i--) {
      let sum = i === j ? 1 : 0
      for (let k = i + 1; k <= j; k++) sum -= (r[i]?.[k] ?? 0) * (out[k]?.[j] ?? 0)
      const row = out[i]
      if (row !== undefined) row[j] = sum / (r[i]?.[i] ?? NaN)
    }
  return out
}

/** The inverse Hessian that the path has met. */
export const inverseHessian = ({ diagonal, steps }: PathCurvature): LowRank => {
  const m = steps.length
  const stretched = steps.map(({ z }) => z.map((v, i) => v * (diagonal[i] ?? NaN)))
  const between = steps.map(({ s }) => Float64Array.from(steps, ({ z }) => dot(s, z)))
  const inverse = inverseTriangle(between.map((row, i) => row.map((v, j) => (j < i ? 0 : v))))
  /** E + Zᵀ D Z. */
  const core = steps.map(({ z }, i) =>
    Float64Array.from(stretched, (dz, j) => dot(z, dz) + (i === j ? (between[i]?.[i] ?? NaN) : 0))
  )
  const corner = (i: number, j: number): number => {
    let sum = 0
    for (let k = 0; k < m; k++)
      for (let l = 0; l < m; l++)
        sum += (inverse[k]?.[i] ?? 0) * (core[k]?.[l] ?? NaN) * (inverse[l]?.[j] ?? 0)
    return sum
  }
  return {
    diagonal,
    columns: [...stretched, ...steps.map(({ s }) => s)],
    inner: Array.from({ length: 2 * m }, (_, i) =>
      Float64Array.from({ length: 2 * m }, (_c, j) =>
        i < m
          ? j < m
            ? 0
            : -(inverse[i]?.[j - m] ?? 0)
          : j < m
            ? -(inverse[j]?.[i - m] ?? 0)
            : corner(i - m, j - m)
      )
    )
  }
}
