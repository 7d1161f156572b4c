/**
 * Variances, or the whole covariance, of what a window has seen, by Welford's update; shrunk towards
 * 10⁻³ as Stan does it, so that few draws do not make a matrix of extremes:
 *
 *     Σ = n/(n + 5) · S + 5/(n + 5) · 10⁻³ · 1                                                  (1)
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

/** The mass matrix of what was seen, of two vectors or more. */
export const massOf = ({ kind, count, mean, squares }: RunningCovariance): MassMatrix => {
  const size = mean.length
  const share = count / (count + weightOfPrior)
  const added = (priorVariance * weightOfPrior) / (count + weightOfPrior)
  const step = kind === 'dense' ? size + 1 : 1
  return {
    kind,
    inverse: squares.map((s, at) => (share * s) / (count - 1) + (at % step === 0 ? added : 0))
  }
}
