/**
 * KL by adaptive quadrature of ln q − ln p under a normal or log-normal q: the outside reference of
 * the table.
 */
import { isNone } from 'fp-ts/lib/Option.js'
import { type Distribution, family } from '../../../src/distributions/index.ts'
import { closedKl, type JeffreysForm } from '../../../src/guides/index.ts'
import { numberOf } from '../../support/ScalarFunction.ts'
import { integrate } from '../../support/Quadrature.ts'
import { logDensityOf } from '../../distributions/Arbitrary.ts'

/** The row of the table, in nats. */
export const klOf = (
  q: Distribution,
  p: Distribution,
  jeffreys: JeffreysForm = 'exact'
): number => {
  const row = closedKl(q, p, { jeffreys })
  if (isNone(row)) throw new Error(`no row for ${family(q).tag} and ${family(p).tag}`)
  return numberOf(row.value.nats)
}

/** E f(ε) of a standard normal; pieces meet at the `breaks`, where f may be singular. */
export const underNormal = (
  f: (noise: number) => number,
  breaks: ReadonlyArray<number> = []
): number => {
  const integrand = (x: number): number => {
    const mass = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
    return mass === 0 ? 0 : mass * f(x)
  }
  const ends = [-38, ...breaks.filter((x) => Math.abs(x) < 38).sort((a, b) => a - b), 38]
  return ends.slice(1).reduce((sum, end, i) => sum + integrate(integrand, ends[i] ?? NaN, end), 0)
}

/** ∫ q (ln q − ln p), for q given by x = push(ε). */
export const klByQuadrature = (
  q: Distribution,
  p: Distribution,
  push: (noise: number) => number
): number => {
  const lnQ = logDensityOf(q),
    lnP = logDensityOf(p)
  return underNormal((noise) => lnQ(push(noise)) - lnP(push(noise)), [0])
}
