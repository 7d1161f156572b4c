/**
 * KL of a normal N(μ, σ²) from the log-uniform law of a scale, a function of ln α = ln σ² − ln μ²
 * alone, normalised to 0 as α → ∞.
 *
 * - exact   ½(E ψ(½ + J) − ψ(½)), J ~ Poisson(1/(2α)); its derivative by ln α is −√u F(√u), u =
 *           1/(2α), F Dawson's function
 * - fitted  k₁ sigmoid(−k₂ − k₃ ln α) + ½ softplus(−ln α); error within [−0.0044, +0.0094] nats on
 *           ln α ∈ [−8, 10]. Molchanov, Ashukha and Vetrov (2017), ICML, equation 14
 *
 * |μ| is taken as 1e-15 where it is less: the divergence moves by at most 1e-30/(2σ²), and both it
 * and its derivative by μ are finite at μ = 0, where they are 0, also in float32. No square is taken
 * that could leave float32.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { some } from 'fp-ts/lib/Option.js'
import type { Expr } from '../../expr/Expr.ts'
import {
  abs,
  add,
  jeffreysKl,
  log,
  max,
  mul,
  neg,
  sigmoid,
  softplus,
  sub
} from '../../expr/Words.ts'
import type { Normal } from '../../distributions/real/Normal.ts'
import type { ClosedKl, JeffreysForm, KlRule } from './KlRule.ts'

const floor = 1e-15
const k1 = 0.63576,
  k2 = 1.8732,
  k3 = 1.48695

/** ln α of a normal, the log dropout rate: large where the draw is mostly noise. */
const logAlpha = (q: Normal): Expr =>
  pipe(log(q.scale), mul(2), sub(pipe(log(pipe(abs(q.location), max(floor))), mul(2))))

const fit = (x: Expr): Expr =>
  pipe(sigmoid(neg(pipe(x, mul(k3), add(k2)))), mul(k1), add(pipe(softplus(neg(x)), mul(0.5))))

const forms: {
  readonly [J in JeffreysForm]: (x: Expr) => Pick<ClosedKl, 'nats' | 'kind' | 'note'>
} = {
  exact: (x) => ({
    nats: jeffreysKl(x),
    kind: 'closed form',
    note: '½(E ψ(½ + J) − ψ(½)), J ~ Poisson(1/(2α)), α = σ²/μ², exact, 0 at α → ∞'
  }),
  fitted: (x) => ({
    nats: fit(x),
    kind: 'approximation',
    note: 'k₁ sigmoid(−k₂ − k₃ ln α) + ½ softplus(−ln α), α = σ²/μ²: error within [−0.0044, +0.0094] on ln α ∈ [−8, 10]'
  })
}

export const normalLogUniform: KlRule<Normal, 'LogUniform'> = (q, _, options) =>
  some({ ...forms[options.jeffreys](logAlpha(q)), upToConstant: true })
