/**
 * One score for each index of a gate, from the posterior moments of the declared tensor alone.
 *
 *   noise = ln Σ Var(w) − ln Σ (E w)²        size = ½ ln Σ E[w²]        sums over the slice at the
 *   index
 *
 * A slice with much noise carries little information. Only the declared w = z·w̃ enters, so that
 * moving scale between z and w̃ changes nothing. For a slice whose elements share one factor z of
 * relative variance α it tends to ln α (dropout rate).
 */
import type { Gate } from '../../ir/Gate.ts'
import type { SitePosterior } from '../../ir/Posterior.ts'
import { indexOver, product, sizeAlong } from '../remove/Elements.ts'

/** Row-major over the gate's axes; natural logarithms. A slice of zeros has noise ∞. */
export interface Scores {
  readonly gate: Gate
  readonly noise: Float64Array
  readonly size: Float64Array
}

/** How many indices a gate has. */
export const countOf =
  (gate: Gate) =>
  (target: SitePosterior): number =>
    product(gate.axes.map((a) => sizeAlong(a)(target.mean)))

/** The scores of a gate, given the posterior of its target. */
export const score =
  (gate: Gate) =>
  (target: SitePosterior): Scores => {
    const count = countOf(gate)(target)
    const at = indexOver(gate.axes)(target.mean)
    const variances = new Float64Array(count)
    const squares = new Float64Array(count)
    for (let k = 0; k < at.length; k++) {
      const i = at[k] ?? 0
      variances[i] = (variances[i] ?? 0) + (target.variance.values[k] ?? 0)
      squares[i] = (squares[i] ?? 0) + (target.mean.values[k] ?? 0) ** 2
    }
    return {
      gate,
      noise: squares.map((s, i) =>
        s === 0 ? Infinity : Math.log(variances[i] ?? 0) - Math.log(s)
      ),
      size: squares.map((s, i) => 0.5 * Math.log(s + (variances[i] ?? 0)))
    }
  }

/**
 * The scores of the literature, of the factor nearest to the tensor: ln α = ln Var z − ln (E z)²
 * for a normal scale, and for a log-normal one the negative log-mode v − m, with v = ln(1 + Var
 * z/(E z)²), m = ln E z − v/2. Both say "prune large".
 */
export interface PublishedScores {
  readonly logAlpha: Float64Array
  readonly negativeLogMode: Float64Array
}

export const publishedScores = (factor: SitePosterior): PublishedScores => {
  const mean = Float64Array.from(factor.mean.values)
  const variance = Float64Array.from(factor.variance.values)
  const logAlpha = mean.map((m, i) => Math.log(variance[i] ?? 0) - Math.log(m * m))
  return {
    logAlpha,
    negativeLogMode: mean.map(
      (m, i) => 1.5 * Math.log1p((variance[i] ?? 0) / (m * m)) - Math.log(Math.abs(m))
    )
  }
}

/** The indices of a gate from the noisiest to the clearest; of equals, the smaller one first. */
export const noisiestFirst = ({ noise, size }: Scores): ReadonlyArray<number> =>
  [...noise.keys()].sort(
    (i, j) => compare(noise[j], noise[i]) || compare(size[i], size[j]) || i - j
  )

const compare = (a = 0, b = 0): number => (a < b ? -1 : a > b ? 1 : 0)
