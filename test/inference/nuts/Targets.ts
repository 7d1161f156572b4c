/** Densities with known answers, as a sampler sees them; no model, no compiler. */
import type { LogDensity } from '../../../src/inference/nuts/LogDensity.ts'

/** A density with exact independent draws of it, from standard uniform numbers. */
export interface Target extends LogDensity {
  readonly name: string
}

/** N(0, Σ) by its precision, rows of a symmetric matrix. */
export const gaussian = (precision: ReadonlyArray<ReadonlyArray<number>>): Target => ({
  name: 'a correlated normal',
  size: precision.length,
  at: (q, gradient) => {
    let energy = 0
    precision.forEach((row, i) => {
      const slope = row.reduce((sum, a, j) => sum + a * (q[j] ?? NaN), 0)
      gradient[i] = -slope
      energy += 0.5 * slope * (q[i] ?? NaN)
    })
    return -energy
  }
})

/** u = ln x of x ~ Gamma(shape, 1). */
export const logGamma = (shape: number): Target => ({
  name: `ln of a gamma of shape ${shape}`,
  size: 1,
  at: ([u = NaN], gradient) => {
    gradient[0] = shape - Math.exp(u)
    return shape * u - Math.exp(u)
  }
})

/** u = ln x of |x|, x ~ N(0, 1). */
export const logHalfNormal: Target = {
  name: 'ln of a half-normal',
  size: 1,
  at: ([u = NaN], gradient) => {
    gradient[0] = 1 - Math.exp(2 * u)
    return u - 0.5 * Math.exp(2 * u)
  }
}

/** A quartic well around a tilted quadratic: smooth, not normal, coordinates not independent. */
export const quartic = (size: number, tilt: number): Target => ({
  name: 'a quartic',
  size,
  at: (q, gradient) => {
    const sum = q.reduce((a, b) => a + b, 0)
    let energy = 0.5 * tilt * sum * sum
    q.forEach((x, i) => {
      energy += 0.5 * x * x + 0.1 * x ** 4
      gradient[i] = -(x + 0.4 * x ** 3 + tilt * sum)
    })
    return -energy
  }
})

/** Neal's funnel, centred: v ~ N(0, 3²), x_i ~ N(0, e^v). */
export const funnel = (width: number): Target => ({
  name: 'a funnel',
  size: width + 1,
  at: (q, gradient) => {
    const v = q[0] ?? NaN
    const squares = q.subarray(1).reduce((a, x) => a + x * x, 0)
    const precision = Math.exp(-v)
    gradient[0] = -v / 9 - width / 2 + 0.5 * precision * squares
    for (let i = 1; i < q.length; i++) gradient[i] = -precision * (q[i] ?? NaN)
    return -(v * v) / 18 - (width * v) / 2 - 0.5 * precision * squares
  }
})
