/**
 * KL between normals, and so between log-normals: ln maps the second pair onto the first, and a
 * bijection changes no divergence.
 *
 * KL = ½(e^d − 1 − d + ((m − l)/s)²), d = ln σ² − ln s², for N(m, σ²) ‖ N(l, s²).
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { LogNormal } from '../../distributions/positive/LogNormal.ts'
import type { Normal } from '../../distributions/real/Normal.ts'
import type { Expr } from '../../expr/Expr.ts'
import { abs, add, div, exp, log, mul, square, sub } from '../../expr/Words.ts'
import { closedForm, type KlRule } from './KlRule.ts'

interface LocatedScaled {
  readonly location: Expr
  readonly scale: Expr
}

const nats = (q: LocatedScaled, p: LocatedScaled, logPriorScale: Expr): Expr => {
  const d = pipe(log(q.scale), sub(logPriorScale), mul(2))
  return pipe(
    exp(d),
    sub(1),
    sub(d),
    add(square(pipe(q.location, sub(p.location), div(p.scale)))),
    mul(0.5)
  )
}

export const normalNormal: KlRule<Normal, 'Normal'> = (q, p) =>
  closedForm(nats(q, p, log(abs(p.scale))), '½(σ²/s² + (μ − l)²/s² − 1 − ln(σ²/s²)), exact')

export const logNormalLogNormal: KlRule<LogNormal, 'LogNormal'> = (q, p) =>
  closedForm(
    nats(q, p, log(p.scale)),
    'that of the two normals of ln x: ½(v/s² + (μ − l)²/s² − 1 − ln(v/s²)), exact'
  )
