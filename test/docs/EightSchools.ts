/**
 * Answers to the eight schools that share no code with the compiler: the exact posterior by
 * quadrature, and the optimum that a mean-field guide can reach. Data: Rubin 1981; Gelman et al.,
 * Bayesian Data Analysis, table 5.2.
 *
 * μ ~ N(0, 5²), τ ~ C⁺(0, 5), θ_j ~ N(μ, τ²), y_j ~ N(θ_j, σ_j²).
 */
export const effects = [28, 8, -3, 7, -1, 1, 18, 12]
export const errors = [15, 10, 16, 11, 9, 11, 10, 18]

const schools = effects.map((y, j) => ({ y, variance: (errors[j] ?? NaN) ** 2 }))
const sum = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)

export interface Answer {
  readonly mu: number
  readonly muSd: number
  readonly tau: number
  readonly theta: ReadonlyArray<number>
}

/**
 * The exact posterior means. Given τ everything is normal:
 * 1/V = 1/25 + Σ 1/(σ_j² + τ²), m = V Σ y_j/(σ_j² + τ²), p(y | τ) ∝ √V e^{m²/2V} Π N(y_j; 0, σ_j² +
 * τ²), E θ_j = (τ² y_j + σ_j² m)/(τ² + σ_j²). τ = 5 tan(πu/2) makes the prior uniform in u; the
 * midpoint rule has `count` nodes.
 */
export const exactPosterior = (count = 4000): Answer => {
  const nodes = Array.from({ length: count }, (_, i) => {
    const tau = 5 * Math.tan((Math.PI * (i + 0.5)) / (2 * count))
    const total = schools.map((s) => ({ ...s, all: s.variance + tau * tau }))
    const V = 1 / (1 / 25 + sum(total.map((s) => 1 / s.all)))
    const m = V * sum(total.map((s) => s.y / s.all))
    const log =
      0.5 * Math.log(V) +
      (m * m) / (2 * V) -
      0.5 * sum(total.map((s) => Math.log(s.all) + (s.y * s.y) / s.all))
    return { tau, m, V, log, theta: total.map((s) => (tau * tau * s.y + s.variance * m) / s.all) }
  })
  const highest = Math.max(...nodes.map((n) => n.log))
  const weights = nodes.map((n) => Math.exp(n.log - highest))
  const mass = sum(weights)
  const mean = (of: (n: (typeof nodes)[number]) => number): number =>
    sum(nodes.map((n, i) => (weights[i] ?? 0) * of(n))) / mass
  const mu = mean((n) => n.m)
  return {
    mu,
    muSd: Math.sqrt(mean((n) => n.V + n.m * n.m) - mu * mu),
    tau: mean((n) => n.tau),
    theta: schools.map((_, j) => mean((n) => n.theta[j] ?? NaN))
  }
}

/** The lowest point of a convex function of one variable on [low, high], by golden section. */
const lowest = (low: number, high: number, f: (x: number) => number): number => {
  const share = (Math.sqrt(5) - 1) / 2
  let [a, b] = [low, high]
  for (let i = 0; i < 60; i++) {
    const [c, d] = [b - share * (b - a), a + share * (b - a)]
    if (f(c) < f(d)) b = d
    else a = c
  }
  return (a + b) / 2
}

/** ln a ~ N(a, s), ln b ~ N(b, r). */
interface Scales {
  readonly a: number
  readonly s: number
  readonly b: number
  readonly r: number
}
const meanScale = ({ a, s, b, r }: Scales): number => Math.exp((a + b) / 2 + (s + r) / 8)
const meanSquare = ({ a, s, b, r }: Scales): number => Math.exp(a + b + (s + r) / 2)

/**
 * The best that independent guides can do: μ and η_j normal, a and b log-normal, for θ_j = μ +
 * √(ab) η_j with a ~ Gamma(½, scale t²), b ~ InvGamma(½, 1), t = 5 the scale of both priors. The ELBO is then a
 * formula in E √(ab) and E ab: Σ_j E (y_j − μ − √(ab) η_j)²/2σ_j² + KLs. Coordinate descent: closed forms for the
 * normals, golden sections for the others.
 */
export const meanFieldOptimum = (t = 5): Answer => {
  let etas = schools.map(() => ({ mean: 0, variance: 1 }))
  let [m, v] = [0, t * t]
  let q: Scales = { a: Math.log(t * t), s: 0.1, b: 0, r: 0.1 }
  /** The terms of −ELBO with the scales in them. */
  const cost = (p: Scales): number => {
    const misfit = sum(
      schools.map(({ y, variance }, j) => {
        const eta = etas[j] ?? { mean: NaN, variance: NaN }
        return (
          (-2 * (y - m) * eta.mean * meanScale(p) +
            (eta.variance + eta.mean ** 2) * meanSquare(p)) /
          (2 * variance)
        )
      })
    )
    return (
      misfit -
      0.5 * p.a +
      Math.exp(p.a + p.s / 2) / t ** 2 +
      0.5 * p.b +
      Math.exp(p.r / 2 - p.b) -
      0.5 * Math.log(p.s * p.r)
    )
  }
  for (let cycle = 0; cycle < 400; cycle++) {
    etas = schools.map(({ y, variance: error }) => {
      const variance = 1 / (1 + meanSquare(q) / error)
      return { variance, mean: (variance * meanScale(q) * (y - m)) / error }
    })
    v = 1 / (1 / t ** 2 + sum(schools.map(({ variance }) => 1 / variance)))
    m =
      v *
      sum(
        schools.map(({ y, variance }, j) => (y - (etas[j]?.mean ?? NaN) * meanScale(q)) / variance)
      )
    q = { ...q, a: lowest(-10, 10, (a) => cost({ ...q, a })) }
    q = { ...q, s: Math.exp(lowest(-8, 4, (log) => cost({ ...q, s: Math.exp(log) }))) }
    q = { ...q, b: lowest(-10, 10, (b) => cost({ ...q, b })) }
    q = { ...q, r: Math.exp(lowest(-8, 4, (log) => cost({ ...q, r: Math.exp(log) }))) }
  }
  return {
    mu: m,
    muSd: Math.sqrt(v),
    tau: meanScale(q),
    theta: etas.map((eta) => m + meanScale(q) * eta.mean)
  }
}
