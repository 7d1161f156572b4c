/**
 * The best that independent guides can do for the regressions of `dsl-examples/`, by coordinate
 * descent on formulas that share no code with the compiler.
 */
import { inverse } from '../inference/solving/Inverse.ts'

const sum = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)
const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  sum(a.map((x, i) => x * (b[i] ?? NaN)))
const columnsOf = (
  rows: ReadonlyArray<ReadonlyArray<number>>
): ReadonlyArray<ReadonlyArray<number>> =>
  (rows[0] ?? []).map((_, k) => rows.map((row) => row[k] ?? NaN))

/** The lowest point of a function of one variable on [low, high], by golden section. */
const lowest = (low: number, high: number, f: (x: number) => number): number => {
  const share = (Math.sqrt(5) - 1) / 2
  let [a, b] = [low, high]
  let [c, d] = [b - share * (b - a), a + share * (b - a)]
  let [atC, atD] = [f(c), f(d)]
  // one of the two points inside stays where it is
  for (let i = 0; i < 40; i++)
    if (atC < atD) {
      ;[b, d, atD] = [d, c, atC]
      c = b - share * (b - a)
      atC = f(c)
    } else {
      ;[a, c, atC] = [c, d, atD]
      d = a + share * (b - a)
      atD = f(d)
    }
  return (a + b) / 2
}

export interface Normals {
  readonly mean: ReadonlyArray<number>
  readonly variance: ReadonlyArray<number>
}

/** `joint`: variances of the normal with the same curvature, in which coordinates are correlated. */
export interface JointNormals extends Normals {
  readonly joint: ReadonlyArray<number>
}

/**
 * Linear regression with noise of deviation 1 and w ~ N(0, I): mean (XᵀX + I)⁻¹ Xᵀy by Gauss and
 * Seidel, variances 1/(XᵀX + I)ᵢᵢ. Bishop, Pattern Recognition and Machine Learning, 10.1.2.
 */
export const linearOptimum = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  y: ReadonlyArray<number>
): Normals => {
  const x = columnsOf(rows)
  const precision = x.map((a, j) => x.map((b, k) => dot(a, b) + (j === k ? 1 : 0)))
  const mean = x.map(() => 0)
  for (let cycle = 0; cycle < 500; cycle++)
    x.forEach((a, k) => {
      const row = precision[k] ?? []
      const own = row[k] ?? NaN
      mean[k] = (dot(a, y) - (dot(row, mean) - own * (mean[k] ?? NaN))) / own
    })
  return { mean, variance: precision.map((row, k) => 1 / (row[k] ?? NaN)) }
}

/** E f(N(mean, variance)) by the midpoint rule over ± 8 deviations. */
const expected = (mean: number, variance: number, f: (x: number) => number): number => {
  const nodes = 64
  let [total, mass] = [0, 0]
  for (let i = 0; i < nodes; i++) {
    const z = -8 + (16 * (i + 0.5)) / nodes
    const weight = Math.exp((-z * z) / 2)
    total += weight * f(mean + Math.sqrt(variance) * z)
    mass += weight
  }
  return total / mass
}
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/**
 * Logistic regression: η = x·w is normal under the guide, so the ELBO is a sum of integrals over
 * one normal a row. At the optimum, with priors N(0, d²),
 * 1/vₖ = 1/dₖ² + Σ x² E σ′(η), and mₖ/dₖ² = Σ x (y − E σ(η)); Newton's steps for the means, which may be
 * as correlated as an intercept and a calendar's years.
 */
export const logisticOptimum = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  y: ReadonlyArray<number>,
  deviations: ReadonlyArray<number>
): JointNormals => {
  let mean: ReadonlyArray<number> = deviations.map(() => 0)
  let variance: ReadonlyArray<number> = deviations.map(() => 0)
  let joint: ReadonlyArray<number> = []
  for (let cycle = 0; cycle < 40; cycle++) {
    const seen = rows.map((row, i) => {
      const m = dot(row, mean)
      const v = dot(
        row.map((x) => x * x),
        variance
      )
      return {
        row,
        pull: (y[i] ?? NaN) - expected(m, v, sigmoid),
        weight: expected(m, v, (e) => sigmoid(e) * sigmoid(-e))
      }
    })
    const precision = deviations.map((d, k) =>
      deviations.map(
        (_, j) =>
          sum(seen.map(({ row, weight }) => weight * (row[k] ?? NaN) * (row[j] ?? NaN))) +
          (j === k ? 1 / d ** 2 : 0)
      )
    )
    const gradient = deviations.map(
      (d, k) => sum(seen.map(({ row, pull }) => pull * (row[k] ?? NaN))) - (mean[k] ?? NaN) / d ** 2
    )
    const covariance = inverse(precision)
    const step = covariance.map((row) => dot(row, gradient))
    joint = covariance.map((row, k) => row[k] ?? NaN)
    mean = mean.map((m, k) => m + (step[k] ?? NaN))
    variance = precision.map((row, k) => 1 / (row[k] ?? NaN))
  }
  return { mean, variance, joint }
}

/** √(ab) with ln a ~ N(a, s), ln b ~ N(b, r); a ~ Gamma(½, scale t²), b ~ InvGamma(½, 1). */
interface Scales {
  readonly a: number
  readonly s: number
  readonly b: number
  readonly r: number
}
const first = ({ a, s, b, r }: Scales): number => Math.exp((a + b) / 2 + (s + r) / 8)
const second = ({ a, s, b, r }: Scales): number => Math.exp(a + b + (s + r) / 2)
const klOfScales =
  (t: number) =>
  ({ a, s, b, r }: Scales): number =>
    -a / 2 + Math.exp(a + s / 2) / t ** 2 + b / 2 + Math.exp(r / 2 - b) - 0.5 * Math.log(s * r)

const lowestScales = (q: Scales, cost: (q: Scales) => number): Scales => {
  const a = lowest(-14, 14, (value) => cost({ ...q, a: value }))
  const s = Math.exp(lowest(-12, 4, (log) => cost({ ...q, a, s: Math.exp(log) })))
  const b = lowest(-14, 14, (value) => cost({ ...q, a, s, b: value }))
  const r = Math.exp(lowest(-12, 4, (log) => cost({ ...q, a, s, b, r: Math.exp(log) })))
  return { a, s, b, r }
}

/**
 * The horseshoe regression: w = s z base, all independent; ln σ ~ N(l, u). With T = Σ x E z E base,
 * Q = Σ rows (T² + Σ x² (E z² E base² − (E z E base)²)), p = E σ⁻² = exp(2u − 2l):
 * −ELBO = n l + ½ p (Σ y² − 2 E s Σ y T + E s² Q) + KLs, which has E of s and z only through their
 * first two moments.
 */
export const horseshoeOptimum = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  y: ReadonlyArray<number>,
  tau0: number,
  cycles = 100
): { readonly w: ReadonlyArray<number>; readonly sigma: number } => {
  const x = columnsOf(rows)
  const squares = x.map((column) => dot(column, column))
  const begin: Scales = { a: 0, s: 0.1, b: 0, r: 0.1 }
  // coordinate descent creeps along s: from above it comes to the same place in 450 cycles
  let global: Scales = { a: 2 * Math.log(tau0) - 2, s: 0.1, b: 0, r: 0.1 }
  const local = x.map(() => begin)
  const mean = x.map(() => 1),
    variance = x.map(() => 0.1)
  let [l, u] = [0, 0.01]
  const one = (k: number): number => first(local[k] ?? begin)
  const two = (k: number): number => second(local[k] ?? begin)
  const at = (values: ReadonlyArray<number>, k: number): number => values[k] ?? NaN
  const total = (): ReadonlyArray<number> => {
    const effects = mean.map((m, k) => one(k) * m)
    return rows.map((row) => dot(row, effects))
  }
  /** Σ y T and Q. */
  const fit = (scales: ReadonlyArray<Scales>): { readonly yT: number; readonly Q: number } => {
    const effects = scales.map((q, k) => first(q) * at(mean, k))
    const spreads = scales.map(
      (q, k) => second(q) * (at(variance, k) + at(mean, k) ** 2) - at(effects, k) ** 2
    )
    const t = rows.map((row) => dot(row, effects))
    return { yT: dot(y, t), Q: dot(t, t) + dot(squares, spreads) }
  }
  for (let cycle = 0; cycle < cycles; cycle++) {
    const p = Math.exp(2 * u - 2 * l)
    const [c, c2] = [first(global), second(global)]
    x.forEach((column, k) => {
      const others = total().map((t, i) => t - at(column, i) * one(k) * at(mean, k))
      const pull = c * dot(column, y) - c2 * dot(column, others)
      const G = at(squares, k)
      variance[k] = 1 / (1 + p * c2 * G * two(k))
      mean[k] = p * one(k) * pull * at(variance, k)
      const [m, spread] = [at(mean, k), at(variance, k) + at(mean, k) ** 2]
      local[k] = lowestScales(
        local[k] ?? begin,
        (q) => p * (0.5 * c2 * G * spread * second(q) - first(q) * m * pull) + klOfScales(1)(q)
      )
    })
    const { yT, Q } = fit(local)
    global = lowestScales(
      global,
      (q) => p * (0.5 * second(q) * Q - first(q) * yT) + klOfScales(tau0)(q)
    )
    const S = dot(y, y) - 2 * first(global) * yT + second(global) * Q
    const noise = (level: number, width: number): number =>
      y.length * level +
      0.5 * S * Math.exp(2 * width - 2 * level) -
      level +
      0.5 * Math.exp(2 * level + 2 * width) -
      0.5 * Math.log(width)
    l = lowest(-6, 4, (value) => noise(value, u))
    u = Math.exp(lowest(-14, 2, (log) => noise(l, Math.exp(log))))
  }
  const c = first(global)
  return { w: mean.map((m, k) => c * one(k) * m), sigma: Math.exp(l + u / 2) }
}

/** ln of a positive number ~ N(at, width²). */
interface LogNormal {
  readonly at: number
  readonly width: number
}
const power = ({ at, width }: LogNormal, n: number): number =>
  Math.exp(n * at + (n * width) ** 2 / 2)

export interface Moments {
  readonly mean: ReadonlyArray<number>
  readonly sd: ReadonlyArray<number>
}
const momentsOf = (qs: ReadonlyArray<LogNormal>): Moments => ({
  mean: qs.map((q) => power(q, 1)),
  sd: qs.map((q) => power(q, 1) * Math.sqrt(Math.expm1(q.width ** 2)))
})

const lowestLogNormal = (q: LogNormal, cost: (q: LogNormal) => number): LogNormal => {
  const at = lowest(-12, 8, (value) => cost({ ...q, at: value }))
  return { at, width: Math.exp(lowest(-8, 2, (log) => cost({ at, width: Math.exp(log) }))) }
}

/** KL(LogNormal || half-Cauchy of scale t), but for constants. */
const klOfHalfCauchy = (t: number, { at, width }: LogNormal): number =>
  expected(at, width ** 2, (l) => Math.log1p(Math.exp(2 * l) / t ** 2)) - at - Math.log(width)

/**
 * The horseshoe regression with w itself, s and z each one log-normal, all independent; ln σ ~ N;
 * a ~ N(0, intercept²). With p = E σ⁻² and Pₖ = E s⁻² E zₖ⁻², wₖ has precision p Σ xₖ² + Pₖ at the
 * optimum, a has n p + 1/intercept², and
 * −ELBO = n E ln σ + ½ p Σ (y − a − x·m)² + ½ Σ (p Σ xₖ² + Pₖ) vₖ + ½ Σ Pₖ mₖ²
 *         + Σ (E ln s + E ln zₖ − ½ ln vₖ) + KLs, and the same for a.
 */
export const centredHorseshoeOptimum = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  y: ReadonlyArray<number>,
  prior: { readonly global: number; readonly intercept: number },
  cycles = 100
): { readonly [S in 'a' | 'w' | 'z' | 's' | 'sigma']: Moments } => {
  const x = columnsOf(rows)
  let global: LogNormal = { at: -1, width: 0.3 }
  let noise: LogNormal = { at: 0, width: 0.1 }
  const local = x.map((): LogNormal => ({ at: 0, width: 0.3 }))
  const mean = x.map(() => 0),
    variance = x.map(() => 0.1)
  let [a, spread] = [sum(y) / y.length, 0.1]
  const square = (k: number): number => (mean[k] ?? NaN) ** 2 + (variance[k] ?? NaN)
  for (let cycle = 0; cycle < cycles; cycle++) {
    const p = power(noise, -2)
    spread = 1 / (y.length * p + 1 / prior.intercept ** 2)
    a = spread * p * sum(rows.map((row, i) => (y[i] ?? NaN) - dot(row, mean)))
    const above = y.map((v) => v - a)
    x.forEach((column, k) => {
      const precision = p * dot(column, column) + power(global, -2) * power(local[k] ?? global, -2)
      const others = rows.map((row) => dot(row, mean.with(k, 0)))
      mean[k] = (p * (dot(column, above) - dot(column, others))) / precision
      variance[k] = 1 / precision
      const pull = power(global, -2) * square(k)
      local[k] = lowestLogNormal(
        local[k] ?? global,
        (q) => 0.5 * pull * power(q, -2) + q.at + klOfHalfCauchy(1, q)
      )
    })
    const pull = sum(local.map((q, k) => power(q, -2) * square(k)))
    global = lowestLogNormal(
      global,
      (q) => 0.5 * pull * power(q, -2) + x.length * q.at + klOfHalfCauchy(prior.global, q)
    )
    const left = rows.map((row, i) => (above[i] ?? NaN) - dot(row, mean))
    const S =
      dot(left, left) +
      y.length * spread +
      sum(x.map((column, k) => dot(column, column) * (variance[k] ?? NaN)))
    // KL to the half-normal of scale 1: E σ²/2 − E ln σ − ln width
    noise = lowestLogNormal(
      noise,
      (q) => (y.length - 1) * q.at + 0.5 * S * power(q, -2) + 0.5 * power(q, 2) - Math.log(q.width)
    )
  }
  return {
    a: { mean: [a], sd: [Math.sqrt(spread)] },
    w: { mean, sd: variance.map(Math.sqrt) },
    z: momentsOf(local),
    s: momentsOf([global]),
    sigma: momentsOf([noise])
  }
}

/**
 * A funnel whose end nothing is learnt of: v ~ N(0, 1), x = e^v base, base ~ N(0, 1), 0 ~ N(x, noise²).
 * With v ~ N(m, d²), base ~ N(0, c): −ELBO = E e^{2v} c/2 noise² + ½(m² + d²) − ln d + ½(c − ln c).
 */
export const funnelOptimum = (noise: number): { readonly mean: number; readonly sd: number } => {
  let [m, d] = [0, 1]
  for (let cycle = 0; cycle < 50; cycle++) {
    const c = 1 / (1 + Math.exp(2 * m + 2 * d * d) / noise ** 2)
    const seen = (at: number, width: number): number =>
      (Math.exp(2 * at + 2 * width * width) * c) / (2 * noise ** 2)
    m = lowest(-4, 4, (at) => seen(at, d) + at ** 2 / 2)
    d = lowest(0.1, 2, (width) => seen(m, width) + width ** 2 / 2 - Math.log(width))
  }
  return { mean: m, sd: d }
}

/** The best approximation of a matrix by one of rank `rank`: power iteration, one part at a time. */
export const ofRank = (
  matrix: ReadonlyArray<ReadonlyArray<number>>,
  rank: number
): ReadonlyArray<ReadonlyArray<number>> => {
  let rest = matrix
  for (let part = 0; part < rank; part++) {
    let v = (matrix[0] ?? []).map((_, k) => 1 + k)
    let u: ReadonlyArray<number> = []
    for (let i = 0; i < 200; i++) {
      u = rest.map((row) => dot(row, v))
      const length = Math.sqrt(dot(u, u))
      u = u.map((value) => value / length)
      v = columnsOf(rest).map((column) => dot(column, u))
    }
    const [left, right] = [u, v]
    rest = rest.map((row, i) => row.map((value, k) => value - (left[i] ?? NaN) * (right[k] ?? NaN)))
  }
  const left = rest
  return matrix.map((row, i) => row.map((value, k) => value - (left[i]?.[k] ?? NaN)))
}
