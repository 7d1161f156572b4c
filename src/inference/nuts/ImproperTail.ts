/**
 * Has a posterior no total mass along a coordinate? Asked of those whose prior has none. With all
 * other coordinates held, a density must fall faster than 1/|u| either way, and near 0 rise more
 * slowly than it, or its integral does not converge, and with it that of the whole (Tonelli).
 *
 * Two scales may be held together alone: of s and t that the data see as s·t, the one may grow as the other
 * falls. Along u·2ᵏ, v·2⁻ᵏ the priors 1/|u| and 1/|v| together stay as they are, so that the density has to
 * fall faster than 1/k.
 *
 * It is looked at far out, at u = ±2ᵏ, and near 0, at u = ±2⁻ᵏ, as far as it is a number. An end is
 * *open* where the density falls by less than √2 as u doubles, 0 where it rises by more than 1.9 as u
 * halves; what lies between these and 1/|u| is let pass: no law that is meant does.
 *
 * @since 0.2.0
 */
import type { LogDensity } from './LogDensity.ts'

const exponents = [6, 9, 12, 20, 40, 100, 300]
const exponentsTogether = [6, 12, 24, 48, 96]

const leastFall = 0.5 * Math.LN2
const mostRise = Math.log(1.9)

/** Is the last pair of numbers, as k grows, one that `isOpen` finds so? −∞ is no mass at all. */
const last = (
  at: (k: number) => number,
  isOpen: (before: number, after: number, k: number) => boolean,
  along: ReadonlyArray<number> = exponents
): boolean => {
  let open = false
  for (const k of along) {
    const [before, after] = [at(k - 1), at(k)]
    if (before === -Infinity || after === -Infinity) return false
    if (!Number.isFinite(before) || !Number.isFinite(after)) return open
    open = isOpen(before, after, k)
  }
  return open
}

export type OpenEnd = 'its low end' | 'its high end' | '0'

/** Where the mass along a coordinate does not converge, the others as they are in a place. */
export const openEnd = (
  density: LogDensity,
  q: Float64Array,
  coordinate: number
): OpenEnd | undefined => {
  const moved = q.slice()
  const gradient = new Float64Array(density.size)
  const at = (u: number): number => {
    moved[coordinate] = u
    return density.at(moved, gradient)
  }
  const isFlat = (sign: number): boolean =>
    last(
      (k) => at(sign * 2 ** k),
      (near, far) => near - far < leastFall
    )
  const isPole = (sign: number): boolean =>
    last(
      (k) => at(sign * 2 ** -k),
      (far, near) => near - far > mostRise
    )
  return isFlat(-1)
    ? 'its low end'
    : isFlat(1)
      ? 'its high end'
      : isPole(-1) || isPole(1)
        ? '0'
        : undefined
}

/** Does the mass not converge where the one grows and the other falls, all else as in a place? */
export const openTogether = (
  density: LogDensity,
  q: Float64Array,
  grows: number,
  falls: number
): boolean => {
  const moved = q.slice()
  const gradient = new Float64Array(density.size)
  const at = (k: number): number => {
    moved[grows] = (q[grows] ?? NaN) * 2 ** k
    moved[falls] = (q[falls] ?? NaN) * 2 ** -k
    return density.at(moved, gradient)
  }
  return last(at, (near, far, k) => near - far < 0.99 / k, exponentsTogether)
}
