/**
 * ln p(observed, latents) in unconstrained coordinates: each working site x = forward(u), with its
 * ln |dx/du|.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { bijector, family } from '../../distributions/index.ts'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { type Axes, type Expr, ref, substitute, sumSpread, total } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { Working } from '../parts/Working.ts'

export interface LogJoint {
  /** Scalar, in nats; a function of `u:<site>` for every coordinate, and of the data. */
  readonly nats: Expr
  readonly coordinates: ReadonlyArray<{
    readonly name: string
    readonly site: string
    readonly axes: Axes
  }>
}

export const coordinateName = (site: string): string => `u:${site}`

export const deriveLogJoint: Pass<Working, LogJoint> = pass('deriveLogJoint', (w) => {
  const continuous = w.sites.flatMap((s) => {
    const b = bijector(family(s.dist).support)
    const u = ref(coordinateName(s.name), s.axes)
    return b === undefined ? [] : [{ s, u, x: b.forward(u), logJacobian: b.logJacobian(u) }]
  })
  const atSites = substitute(new Map(continuous.map((c) => [c.s.name, c.x])))
  const declared = substitute(w.values)
  const priors = continuous.map(({ s, logJacobian }) =>
    sumSpread(s.axes)(total([elementwiseDensity(family(s.dist))(ref(s.name, s.axes)), logJacobian]))
  )
  const likelihoods = w.graph.sites
    .filter((s) => s.role === 'observed')
    .map((s) => sumSpread(s.axes)(elementwiseDensity(family(s.dist))(ref(s.name, s.axes))))
  return E.right({
    nats: atSites(declared(total([...priors, ...likelihoods]))),
    coordinates: continuous.map(({ s }) => ({
      name: coordinateName(s.name),
      site: s.name,
      axes: s.axes
    }))
  })
})
