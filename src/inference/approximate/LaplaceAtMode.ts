/**
 * The Laplace approximation: the normal distribution at the highest point of the density whose precision
 * is its curvature there, −∇² ln p. Exact where the posterior is normal.
 *
 * A descent finds the neighbourhood; Newton's steps on coordinates that are scaled by what it has learnt
 * find the point. Second derivatives are differences of slopes.
 *
 * @since 0.2.0
 */
import type { LogDensity } from '../nuts/LogDensity.ts'
import type { Objective } from '../solving/Lbfgs.ts'
import { hessian } from '../solving/Newton.ts'
import { atOnce } from '../solving/Pausing.ts'
import { cholesky, largest, type Matrix, solveWith } from '../solving/Vectors.ts'
import { denseGaussian, type Gaussian } from './Gaussian.ts'
import type { FoundPath } from './Pathfinder.ts'

/** Newton's steps at most, and how short the last one is, in deviations. */
const mostSteps = 50
const shortest = 1e-7
/** A step is halved so often while it does not lead down. */
const mostHalvings = 30

/** −ln p in coordinates (x − center)/scales. */
const scaled =
  (density: LogDensity, center: Float64Array, scales: Float64Array): Objective =>
  (z, gradient) => {
    const x = z.map((v, i) => (center[i] ?? NaN) + v * (scales[i] ?? NaN))
    const value = -density.at(x, gradient)
    for (let i = 0; i < gradient.length; i++)
      gradient[i] = -(gradient[i] ?? NaN) * (scales[i] ?? NaN)
    return Number.isFinite(value) ? value : Infinity
  }

/** −∇² ln p at the place in its scales; undefined where it is not positive definite. */
const curvatureAt = (
  density: LogDensity,
  center: Float64Array,
  scales: Float64Array
):
  | { readonly factor: Matrix; readonly gradient: Float64Array; readonly value: number }
  | undefined => {
  const f = scaled(density, center, scales)
  const zero = new Float64Array(density.size)
  const factor = cholesky(atOnce(hessian(f, zero)))
  const gradient = new Float64Array(density.size)
  const value = f(zero, gradient)
  return factor === undefined ? undefined : { factor, gradient, value }
}

/**
 * From where a descent ended. Undefined where no highest point is found: the density rises without end, or
 * is flat along some direction.
 */
export const laplaceFrom = (
  density: LogDensity,
  { end, curvature }: Pick<FoundPath, 'end' | 'curvature'>
): Gaussian | undefined => {
  const scales = curvature.diagonal.map(Math.sqrt)
  let center = end
  for (let step = 0; step < mostSteps; step++) {
    const here = curvatureAt(density, center, scales)
    if (here === undefined) return undefined
    const move = solveWith(here.factor)(here.gradient)
    // in deviations: |Lᵀ move| is the length in the metric of the curvature
    const length = Math.sqrt(move.reduce((sum, v, i) => sum + v * (here.gradient[i] ?? NaN), 0))
    if (!(length >= 0) || !Number.isFinite(largest(move))) return undefined
    const before = center
    const moved = (share: number): Float64Array =>
      before.map((v, i) => v - share * (move[i] ?? NaN) * (scales[i] ?? NaN))
    if (length < shortest)
      return denseGaussian(
        center,
        here.factor.map((row, i) => row.map((v) => v / (scales[i] ?? NaN)))
      )
    const gradient = new Float64Array(density.size)
    let share = 1
    for (let k = 0; k < mostHalvings; k++, share /= 2)
      if (-density.at(moved(share), gradient) <= here.value + 1e-12 * Math.abs(here.value)) break
    center = moved(share)
  }
  return undefined
}
