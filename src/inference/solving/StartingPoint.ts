/**
 * Where a solver begins, from the scale of the data: the mode of the density of the guides'
 * coordinates, with the deviations that the curvature has there.
 *
 * Everything is asked of the loss at ε = 0. There the error cost does not depend on the
 * log-variances, so that their gradient alone says how wide the priors are; and as a function of the
 * locations the loss is −ln p of the coordinates, but for a constant.
 *
 * @since 0.2.0
 */
import { type Coordinates, pairsOf, reachOf } from './Coordinates.ts'
import { descend, type Objective } from './Lbfgs.ts'

/** Log-variances are looked for up to here, either way. */
const widest = 80
const halvings = 50
/** Deviations are looked at again, each time nearer, at most so often. */
const looks = 5
/** Locations beyond this many keep the deviations of their priors. */
const mostLooked = 2048
const modeIterations = 100

/**
 * x with the log-variances at which complexity is least: those of the priors. A cost without a
 * formula does not say; its factor gets deviation 1.
 */
const priorWidths = (still: Objective, c: Coordinates, x: Float64Array): Float64Array => {
  const pairs = pairsOf(c)
  const at = Float64Array.from(x)
  const gradient = new Float64Array(c.size)
  const low = pairs.map(() => -widest)
  const high = pairs.map(() => widest)
  for (let i = 0; i < halvings; i++) {
    pairs.forEach(({ logVariance }, k) => {
      at[logVariance] = ((low[k] ?? 0) + (high[k] ?? 0)) / 2
    })
    still(at, gradient)
    pairs.forEach(({ logVariance }, k) => {
      if ((gradient[logVariance] ?? NaN) < 0) low[k] = at[logVariance] ?? 0
      else high[k] = at[logVariance] ?? 0
    })
  }
  pairs.forEach(({ logVariance }, k) => {
    if (high[k] === widest || low[k] === -widest) at[logVariance] = 0
  })
  return at
}

/**
 * x with the log-variances of its curvature, coordinate by coordinate: of the mean slope of the
 * gradient within a tenth of the deviation, which is not wider than the prior's.
 */
const curvatureWidths = (still: Objective, c: Coordinates, prior: Float64Array): Float64Array => {
  const out = Float64Array.from(prior)
  const pairs = pairsOf(c)
  if (pairs.length > mostLooked) return out
  const gradient = new Float64Array(c.size)
  const moved = Float64Array.from(prior)
  for (const { location, logVariance } of pairs) {
    const here = prior[location] ?? 0
    let width = Math.exp(0.5 * (prior[logVariance] ?? 0))
    const slopeAt = (x: number): number => {
      moved[location] = x
      still(moved, gradient)
      return gradient[location] ?? NaN
    }
    for (let k = 0; k < looks; k++) {
      const d = 0.1 * width
      const curvature = (slopeAt(here + d) - slopeAt(here - d)) / (2 * d)
      const next = Number.isFinite(curvature)
        ? curvature > 0
          ? Math.min(width, 1 / Math.sqrt(curvature))
          : width
        : 0.01 * width
      const isSame = next > 0.5 * width
      width = next
      if (isSame) break
    }
    moved[location] = here
    out[logVariance] = 2 * Math.log(width)
  }
  return out
}

/** The mode of the locations, looked for in steps of the deviations that x has. */
const modeFrom = (still: Objective, c: Coordinates, x: Float64Array): Float64Array => {
  const pairs = pairsOf(c)
  const isPaired = new Set(pairs.flatMap((p) => [p.location, p.logVariance]))
  const free = [
    ...pairs.map(({ location, logVariance }) => ({
      at: location,
      unit: Math.exp(0.5 * (x[logVariance] ?? 0))
    })),
    ...Array.from(x, (_, at) => ({ at, unit: 1 })).filter(({ at }) => !isPaired.has(at))
  ]
  const reach = reachOf(c, x)
  const place = Float64Array.from(x)
  const inside = new Float64Array(c.size)
  const f: Objective = (z, gradient) => {
    free.forEach(({ at, unit }, k) => {
      place[at] = (x[at] ?? 0) + unit * (z[k] ?? 0)
    })
    const value = still(place, inside)
    free.forEach(({ at, unit }, k) => {
      gradient[k] = unit * (inside[at] ?? NaN)
    })
    return value
  }
  const found = descend(f, new Float64Array(free.length), {
    iterations: modeIterations,
    reach: Float64Array.from(free, ({ at }) => reach[at] ?? 1),
    tolerance: 1e-3
  })
  const out = Float64Array.from(x)
  free.forEach(({ at, unit }, k) => {
    out[at] = (x[at] ?? 0) + unit * (found.x[k] ?? 0)
  })
  return out
}

/** x with scales at the medians of their priors, where they are elsewhere. */
const atMedians = (c: Coordinates, x: Float64Array): ReadonlyArray<Float64Array> => {
  const out = Float64Array.from(x)
  for (const { parameter, from, to } of c.stretches)
    if (parameter.median !== undefined) out.fill(parameter.median, from, to)
  return c.stretches.some(({ parameter }) => parameter.median !== undefined) ? [out] : []
}

/**
 * Places to begin at, the best first guess in front: the mode from x, and x itself; each with the
 * deviations of its curvature. Without noise a hierarchy may have its mode where all is zero, which
 * is why there are two. The same from the medians of the priors, where x has scales at 1 for the sake
 * of networks.
 */
export const startingPoints = (
  still: Objective,
  c: Coordinates,
  x: Float64Array
): ReadonlyArray<Float64Array> =>
  [...atMedians(c, x), x].flatMap((begin) => {
    const prior = priorWidths(still, c, begin)
    const own = curvatureWidths(still, c, prior)
    const mode = modeFrom(still, c, own)
    const again = modeFrom(still, c, curvatureWidths(still, c, withWidths(c, mode, prior)))
    return [curvatureWidths(still, c, withWidths(c, again, prior)), own]
  })

/** The locations of one vector with the log-variances of another. */
const withWidths = (c: Coordinates, x: Float64Array, of: Float64Array): Float64Array => {
  const out = Float64Array.from(x)
  for (const { logVariance } of pairsOf(c)) out[logVariance] = of[logVariance] ?? 0
  return out
}
