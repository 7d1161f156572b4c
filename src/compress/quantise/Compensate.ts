/**
 * Rounding that makes good for itself: what one weight loses, those that are still to be rounded take
 * over, as far as the inputs that they see go together in the training data.
 *
 *   minimise  E ‖xᵀ(ŵ − w)‖²  =  Σⱼ (ŵ − w)ⱼᵀ H (ŵ − w)ⱼ,   H = E[x xᵀ]
 *
 * over the grid, one input after the other, the strongest first: with U upper triangular, UᵀU = H⁻¹,
 *
 *   e = (wᵢ − ŵᵢ)/Uᵢᵢ,   wₖ ← wₖ − e·Uᵢₖ   for all k that come after i
 *
 * the optimal brain surgeon of Hassibi & Stork 1993, in the order-by-order form of Frantar et al. 2023
 * (GPTQ). H is damped by a share of its mean diagonal, so that inputs that are constant zeros do no harm.
 *
 * A weight that is 0 was cut, and stays 0: what others would have it take over goes on to those after
 * it (Frantar & Alistarh 2023).
 *
 * @since 0.2.0
 */
import { roundTiesToEven } from '../../expr/numbers/Scalar.ts'

/** The second moment of what a weight is summed with, n × n, row-major, over its summed axes. */
export interface SecondMoment {
  readonly n: number
  readonly values: Float64Array
}

/** The share of the mean of H's diagonal that is added to it. */
const damping = 0.01

/** Lower triangular L with L·Lᵀ = a, in place of a; n × n, row-major. */
const cholesky = (a: Float64Array, n: number): Float64Array => {
  for (let j = 0; j < n; j++) {
    let d = a[j * n + j] ?? 0
    for (let k = 0; k < j; k++) d -= (a[j * n + k] ?? 0) ** 2
    const root = Math.sqrt(Math.max(d, Number.MIN_VALUE))
    a[j * n + j] = root
    for (let i = j + 1; i < n; i++) {
      let s = a[i * n + j] ?? 0
      for (let k = 0; k < j; k++) s -= (a[i * n + k] ?? 0) * (a[j * n + k] ?? 0)
      a[i * n + j] = s / root
    }
    for (let i = 0; i < j; i++) a[i * n + j] = 0
  }
  return a
}

/** The inverse of L·Lᵀ, by that of L. */
const inverseOf = (l: Float64Array, n: number): Float64Array => {
  const inverse = new Float64Array(n * n) // of L, lower triangular
  for (let j = 0; j < n; j++) {
    inverse[j * n + j] = 1 / (l[j * n + j] ?? 1)
    for (let i = j + 1; i < n; i++) {
      let s = 0
      for (let k = j; k < i; k++) s -= (l[i * n + k] ?? 0) * (inverse[k * n + j] ?? 0)
      inverse[i * n + j] = s / (l[i * n + i] ?? 1)
    }
  }
  const result = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let s = 0
      for (let k = i; k < n; k++) s += (inverse[k * n + i] ?? 0) * (inverse[k * n + j] ?? 0)
      result[i * n + j] = s
      result[j * n + i] = s
    }
  return result
}

/** In which order inputs are rounded, and U in that order. */
export interface Compensation {
  readonly order: Int32Array
  readonly upper: Float64Array
}

export const compensation = ({ n, values }: SecondMoment): Compensation => {
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (values[b * n + b] ?? 0) - (values[a * n + a] ?? 0) || a - b
  )
  let mean = 0
  for (let i = 0; i < n; i++) mean += (values[i * n + i] ?? 0) / n
  // where nothing ever comes in, every rounding is as good as another
  const added = mean > 0 ? damping * mean : 1
  const h = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      h[i * n + j] = (values[(order[i] ?? 0) * n + (order[j] ?? 0)] ?? 0) + (i === j ? added : 0)
  const l = cholesky(inverseOf(cholesky(h, n), n), n)
  const upper = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) upper[i * n + j] = l[j * n + i] ?? 0
  return { order, upper }
}

/**
 * Integers of `weights` (inputs × outputs, row-major) on the grid of `delta`, each within ±`most`; the
 * order of inputs is that of H.
 */
export const compensated = (
  { order, upper }: Compensation,
  weights: ArrayLike<number>,
  delta: number,
  most: number
): Int32Array => {
  const n = order.length
  const m = weights.length / n
  const w = Float64Array.from(weights)
  const integers = new Int32Array(weights.length)
  const errors = new Float64Array(m)
  for (let i = 0; i < n; i++) {
    const row = (order[i] ?? 0) * m
    for (let j = 0; j < m; j++) {
      const wanted = w[row + j] ?? 0
      const isCut = weights[row + j] === 0
      const whole = isCut ? 0 : Math.min(most, Math.max(-most, roundTiesToEven(wanted / delta)))
      integers[row + j] = whole
      errors[j] = (wanted - whole * delta) / (upper[i * n + i] ?? 1)
    }
    for (let k = i + 1; k < n; k++) {
      const share = upper[i * n + k] ?? 0
      const to = (order[k] ?? 0) * m
      if (share !== 0)
        for (let j = 0; j < m; j++) w[to + j] = (w[to + j] ?? 0) - (errors[j] ?? 0) * share
    }
  }
  return integers
}
