/**
 * Places of standard laws between two others on the host, in float64: what a uniform number p becomes
 * there, told from the end beside which the mass lies.
 *
 * @since 0.2.0
 */
import stdErfcx from '@stdlib/math-base-special-erfcx'
import { ndtri } from '../../expr/numbers/SpecialFunctions.ts'
import { hostLogGamma, hostLogitBeta } from './HostTwoTails.ts'
import type { HostRow, StandardLaw } from './Standard.ts'

/** √(2π) e^(t²/2) (1 − Φ(t)) */
const mills = (t: number): number => Math.sqrt(Math.PI / 2) * stdErfcx(t * Math.SQRT1_2)

const steps = 30

/** t above l ≥ −2, with the share p of what lies between l and l + gap below it, by Newton's steps. */
const normalStep = (l: number, gap: number, p: number): number => {
  const first = mills(l)
  /** The share of what lies above l that lies above l + t. */
  const above = (t: number): number =>
    t === Infinity ? 0 : (mills(l + t) / first) * Math.exp(-0.5 * t * (2 * l + t))
  const goal = -Math.log1p(-p * (1 - above(gap)))
  let t = Math.min(goal * first, (2 * goal) / (l + Math.sqrt(l * l + 2 * goal)))
  for (let i = 0; i < steps; i += 1) {
    const here = mills(l + t)
    const over = 0.5 * t * (2 * l + t) + Math.log(first / here) - goal
    const next = Math.max(t - over * here, 0)
    if (Math.abs(next - t) <= 1e-15 * t) return next
    t = next
  }
  return t
}

const normalTail = (x: number): number => 0.5 * stdErfcx(x * Math.SQRT1_2) * Math.exp(-0.5 * x * x)

const normal: HostRow = ({ low, high, gap }, p) => {
  if (low > -1 || high < 1)
    return low + high < 0
      ? { from: 'high', t: normalStep(-high, gap, 1 - p) }
      : { from: 'low', t: normalStep(low, gap, p) }
  const below = (1 - p) * normalTail(-low) + p * normalTail(-high),
    above = (1 - p) * normalTail(low) + p * normalTail(high)
  return { from: 'none', u: below < 0.5 ? ndtri(below) : -ndtri(above) }
}

const exponential: HostRow = ({ low, high, gap }, p) => {
  const t = -Math.log1p(p * Math.expm1(low === -Infinity ? -high : -gap))
  return low === -Infinity ? { from: 'none', u: t } : { from: 'low', t }
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

const logistic: HostRow = ({ low, high, gap }, p) => {
  const logBelow = (u: number): number => -softplus(-u)
  if (low > -30) {
    const others = Math.exp(softplus(low) - softplus(high))
    const odds = Math.exp(softplus(-low) - softplus(-high)) * -Math.expm1(-gap)
    return { from: 'low', t: Math.log1p((p * odds) / (1 - p + p * others)) }
  }
  const mixed = (a: number, b: number): number => {
    const [x, y] = [Math.log1p(-p) + a, Math.log(p) + b]
    return Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)))
  }
  return {
    from: 'none',
    u: mixed(logBelow(low), logBelow(high)) - mixed(logBelow(-low), logBelow(-high))
  }
}

const cauchy: HostRow = ({ low, high, gap }, p) => {
  const whole =
    low === -Infinity
      ? Math.atan2(1, -high)
      : high === Infinity
        ? Math.atan2(1, low)
        : Math.atan2(gap, 1 + low * high)
  const beside = (end: number, phi: number): number =>
    (Math.sin(phi) * (1 + end * end)) / (Math.cos(phi) - end * Math.sin(phi))
  if (low > -1) return { from: 'low', t: beside(low, p * whole) }
  if (high < 1) return { from: 'high', t: beside(-high, (1 - p) * whole) }
  const [c, s] = [Math.cos(p * whole), Math.sin(p * whole)]
  return { from: 'none', u: low === -Infinity ? -c / s : (low * c + s) / (c - low * s) }
}

const laplace: HostRow = ({ low, high, gap }, p) => {
  const beyond = (q: number): number => -Math.log1p(q * Math.expm1(-gap))
  if (low >= 0) return { from: 'low', t: beyond(p) }
  if (high <= 0) return { from: 'high', t: beyond(1 - p) }
  const [l, r] = [-Math.expm1(low), -Math.expm1(-high)]
  const side = (v: number, own: number, edge: number): number =>
    v - own > -0.5 ? Math.log1p(v - own) : Math.log(edge + v)
  const v = p * (l + r)
  return {
    from: 'none',
    u: v < l ? side(v, l, Math.exp(low)) : -side((1 - p) * (l + r), r, Math.exp(-high))
  }
}

/** p is uniform: of a law that falls with its values the shares may be taken from either end. */
export const hostBetween: { readonly [L in StandardLaw]: HostRow } = {
  cauchy,
  exponential,
  laplace,
  logGamma: hostLogGamma,
  logistic,
  logitBeta: hostLogitBeta,
  normal
}
