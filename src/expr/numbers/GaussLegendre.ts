/**
 * Quadrature of Gauss and Legendre on [0, 1]: exact for polynomials up to degree 2n − 1.
 *
 * @since 0.2.0
 */
/** ∫₀¹ f ≈ Σ weight · f(node). */
export interface Quadrature {
  readonly nodes: ReadonlyArray<number>
  readonly weights: ReadonlyArray<number>
}

/** A root of the nth Legendre polynomial by Newton's steps, and its slope there. */
const rootOf = (n: number, start: number): { readonly x: number; readonly slope: number } => {
  let x = start
  let slope = 1
  for (let round = 0; round < 100; round++) {
    let p = 1
    let before = 0
    for (let k = 0; k < n; k++) {
      const next = ((2 * k + 1) * x * p - k * before) / (k + 1)
      before = p
      p = next
    }
    slope = (n * (x * p - before)) / (x * x - 1)
    const step = p / slope
    x -= step
    if (Math.abs(step) < 1e-15) break
  }
  return { x, slope }
}

/** By n nodes, the largest first. */
export const gaussLegendre = (n: number): Quadrature => {
  const roots = Array.from({ length: n }, (_, i) =>
    rootOf(n, Math.cos((Math.PI * (i + 0.75)) / (n + 0.5)))
  )
  return {
    nodes: roots.map(({ x }) => (1 + x) / 2),
    weights: roots.map(({ x, slope }) => 1 / ((1 - x * x) * slope * slope))
  }
}
