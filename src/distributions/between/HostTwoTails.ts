/**
 * Places of laws of two tails on the host, in float64: `TailsBetween.ts` in numbers, each place by Newton's
 * steps on the mass from the anchor, kept between bounds that close in.
 *
 * @since 0.2.0
 */
import { excess } from '../../expr/numbers/Deviances.ts'
import { gaussLegendre } from '../../expr/numbers/GaussLegendre.ts'
import type { HostPlace, HostRow } from './Standard.ts'
import { most } from './TwoTails.ts'

/** How much ln f falls from a place so far beyond the mode, over a distance outwards. */
type Fall = (past: number) => (t: number) => number

const { nodes, weights } = gaussLegendre(64)

const mass = (fall: (t: number) => number, width: number): number => {
  const stretch = Math.log1p(width)
  return nodes.reduce((sum, s, i) => {
    const t = Math.expm1(s * stretch)
    return sum + (weights[i] ?? NaN) * Math.exp(-fall(t)) * (t + 1) * stretch
  }, 0)
}

/** A length that has doubled, or halved, until the fall over it is `most` and not three times that. */
const reachOf = (fall: (t: number) => number): number => {
  let t = 1
  while (fall(t) > 3 * most) t /= 2
  while (fall(t) < most) t *= 2
  return t
}

const distanceOf = (fall: (t: number) => number, width: number, wanted: number): number => {
  let [low, high, t] = [0, width, Math.min(wanted, width)]
  for (let i = 0; i < 200; i += 1) {
    const over = mass(fall, t) - wanted
    if (over > 0) high = t
    else low = t
    const step = t - over * Math.exp(fall(t))
    const next = step > low && step < high ? step : (low + high) / 2
    if (Math.abs(next - t) <= 1e-15 * t) return next
    t = next
  }
  return t
}

const row =
  (
    fallsOf: (shapes: ReadonlyArray<number>) => { readonly up: Fall; readonly down: Fall }
  ): HostRow =>
  ({ low, high, gap }, p, shapes) => {
    const falls = fallsOf(shapes)
    const up = falls.up(Math.max(low, 0)),
      down = falls.down(Math.max(-high, 0))
    const roomDown = Math.min(Math.max(-low, 0), gap)
    const roomUp = gap < 1 ? gap - roomDown : Math.min(Math.max(high, 0), gap)
    const [widthUp, widthDown] = [Math.min(roomUp, reachOf(up)), Math.min(roomDown, reachOf(down))]
    const [above, below] = [mass(up, widthUp), mass(down, widthDown)]
    const over = p * (above + below) - below
    const placed = (t: number): HostPlace =>
      low > 0 ? { from: 'low', t } : high < 0 ? { from: 'high', t: -t } : { from: 'none', u: t }
    return placed(over < 0 ? -distanceOf(down, widthDown, -over) : distanceOf(up, widthUp, over))
  }

export const hostLogGamma: HostRow = row(([a = NaN]) => ({
  up: (past) => {
    const [y, slope] = [a * Math.exp(past), a * Math.expm1(past)]
    return (t) => y * excess(t) + slope * t
  },
  down: (past) => {
    const [y, slope] = [a * Math.exp(-past), -a * Math.expm1(-past)]
    return (t) => y * excess(-t) + slope * t
  }
}))

const upOf =
  (alpha: number, beta: number): Fall =>
  (past) => {
    const n = alpha + beta
    const left = (beta / n) * Math.exp(-past),
      whole = left + alpha / n
    const [p, q] = [alpha / n / whole, left / whole]
    const slope = (-alpha * (beta / n) * Math.expm1(-past)) / whole
    return (t) => {
      const part = -Math.expm1(-t),
        odds = q * Math.exp(-t) + p
      const less = (-p * part) / odds
      const below = less > -0.5 ? Math.log1p(less) : -t - Math.log(odds)
      return n * (p * excess(Math.log1p((q * part) / odds)) + q * excess(below)) + slope * t
    }
  }

export const hostLogitBeta: HostRow = row(([alpha = NaN, beta = NaN]) => ({
  up: upOf(alpha, beta),
  down: upOf(beta, alpha)
}))
