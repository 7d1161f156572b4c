/**
 * What a window has seen, by Welford's update, and the mass matrix that it makes.
 *
 * A dense one is the covariance S of the places, shrunk towards 10⁻³ as Stan does it, so that few draws
 * do not make a matrix of extremes:
 *
 *     Σ = n/(n + 5) · S + 5/(n + 5) · 10⁻³ · 1                                                  (1)
 *
 * A diagonal one knows the slopes g = ∇ ln p beside the places q. Of all scales of a coordinate it takes
 * that in which the slopes are nearest to those of a standard normal: σ² with the least
 * E (σ g + (q − μ)/σ)², for which
 *
 *     σ² = √(Var q / Var g)                                                                     (2)
 *
 * Of a normal coordinate, g = −(q − μ)/σ², two draws say it without an error, wherever they lie; of
 * correlated ones it lies between the variance and that given the others. Where the quotient is no
 * positive number, a chain that stood still or a slope that is constant, it is (1).
 *
 * Source: Seyboldt, Carlson & Carpenter, *Preconditioning Hamiltonian Monte Carlo by Minimizing Fisher
 * Divergence*, 2026, for (2).
 *
 * @since 0.2.0
 */
import type { MassKind, MassMatrix } from './MassMatrix.ts'

/** `squares`: sums of products of deviations, of the diagonal or by rows. It grows in place. */
export interface RunningCovariance {
  readonly kind: MassKind
  count: number
  readonly mean: Float64Array
  readonly squares: Float64Array
}

export const runningCovariance = (kind: MassKind, size: number): RunningCovariance => ({
  kind,
  count: 0,
  mean: new Float64Array(size),
  squares: new Float64Array(kind === 'dense' ? size * size : size)
})

/** Forgets everything. */
export const forget = (c: RunningCovariance): void => {
  c.count = 0
  c.mean.fill(0)
  c.squares.fill(0)
}

/** One more vector. */
export const see = (c: RunningCovariance, q: Float64Array): void => {
  const { mean, squares } = c
  const size = mean.length
  c.count += 1
  if (c.kind === 'diagonal') {
    for (let i = 0; i < size; i++) {
      const before = (q[i] ?? NaN) - (mean[i] ?? NaN)
      mean[i] = (mean[i] ?? NaN) + before / c.count
      squares[i] = (squares[i] ?? NaN) + before * ((q[i] ?? NaN) - (mean[i] ?? NaN))
    }
    return
  }
  // (q − old mean)(q − new mean)ᵀ is (n − 1)/n of the outer square of the first: symmetric
  const share = (c.count - 1) / c.count
  const before = q.map((x, i) => x - (mean[i] ?? NaN))
  for (let i = 0, at = 0; i < size; i++) {
    mean[i] = (mean[i] ?? NaN) + (before[i] ?? NaN) / c.count
    const left = share * (before[i] ?? NaN)
    for (let j = 0; j < size; j++, at++)
      squares[at] = (squares[at] ?? NaN) + left * (before[j] ?? NaN)
  }
}

const weightOfPrior = 5
const priorVariance = 1e-3

/** By (1), of two vectors or more. */
const shrunk = ({ kind, count, mean, squares }: RunningCovariance): Float64Array => {
  const size = mean.length
  const share = count / (count + weightOfPrior)
  const added = (priorVariance * weightOfPrior) / (count + weightOfPrior)
  const step = kind === 'dense' ? size + 1 : 1
  return squares.map((s, at) => (share * s) / (count - 1) + (at % step === 0 ? added : 0))
}

/** Of what was seen of places, and of the slopes there: of two vectors or more. */
export const massOf = (places: RunningCovariance, slopes: RunningCovariance): MassMatrix => {
  const { kind } = places
  const inverse = shrunk(places)
  if (kind === 'diagonal')
    places.squares.forEach((s, i) => {
      const variance = Math.sqrt(s / (slopes.squares[i] ?? NaN))
      if (variance > 0 && variance < Infinity) inverse[i] = variance
    })
  return { kind, inverse }
}
