/**
 * Parts of a trajectory: neighbouring states of a path of leapfrog steps, of which is kept what NUTS
 * asks for: the two ends, the sum of momenta, one state drawn by its weight e^−H, the sum of weights.
 *
 * @since 0.2.0
 */

/** Momentum and velocity M⁻¹ p of one end. */
export interface End {
  readonly p: Float64Array
  readonly v: Float64Array
}

/** A state that may become the next of the chain. `energy` is H, its momentum's part included. */
export interface Proposal {
  readonly q: Float64Array
  readonly gradient: Float64Array
  logDensity: number
  energy: number
}

/**
 * `near` is the end at which it was begun, `far` the other; `rho` is the sum of its momenta; `logWeight`
 * the log of the sum of e^(H₀ − H). Buffers are exchanged between subtrees, never copied.
 */
export interface Subtree {
  near: End
  far: End
  rho: Float64Array
  proposal: Proposal
  logWeight: number
}

const end = (size: number): End => ({ p: new Float64Array(size), v: new Float64Array(size) })

export const emptySubtree = (size: number): Subtree => ({
  near: end(size),
  far: end(size),
  rho: new Float64Array(size),
  proposal: {
    q: new Float64Array(size),
    gradient: new Float64Array(size),
    logDensity: NaN,
    energy: NaN
  },
  logWeight: -Infinity
})

/** ln(eᵃ + eᵇ). */
export const logAddExp = (a: number, b: number): number => {
  const most = Math.max(a, b)
  return most === -Infinity ? most : most + Math.log1p(Math.exp(Math.min(a, b) - most))
}

/**
 * Has the path from `a` to `b`, whose momenta have the sum rho + extra, not turned back? It goes on
 * while both ends' velocities point along the sum (Betancourt 2016): v·Σp > 0.
 */
const goesOn = (a: End, b: End, rho: Float64Array, extra: Float64Array): boolean => {
  let atA = 0
  let atB = 0
  for (let i = 0; i < rho.length; i++) {
    const sum = (rho[i] ?? NaN) + (extra[i] ?? NaN)
    atA += (a.v[i] ?? NaN) * sum
    atB += (b.v[i] ?? NaN) * sum
  }
  return atA > 0 && atB > 0
}

/**
 * Do two neighbours, `left.far` beside `right.near`, make a path that has not turned? Asked of the
 * whole, and of each of the two with the nearest state of the other: two halves that fit a period
 * each would not be seen to have turned by the whole alone.
 */
export const isStraight = (left: Subtree, right: Subtree): boolean =>
  goesOn(left.near, right.far, left.rho, right.rho) &&
  goesOn(left.near, right.near, left.rho, right.near.p) &&
  goesOn(left.far, right.far, right.rho, left.far.p)
