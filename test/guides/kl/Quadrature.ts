/**
 * KL by adaptive quadrature of ln q − ln p under a normal or log-normal q: the outside reference of
 * the table.
 */
import { isNone } from 'fp-ts/lib/Option.js'
import { type Distribution, family } from '../../../src/distributions/index.ts'
import { closedKl, type JeffreysForm } from '../../../src/guides/index.ts'
import { numberOf } from '../../support/ScalarFunction.ts'
import { underNormal } from '../../../src/laws/index.ts'
import { logDensityOf } from '../../distributions/Arbitrary.ts'

export { underNormal }

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
