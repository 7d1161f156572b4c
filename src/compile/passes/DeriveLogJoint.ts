/**
 * ln p(observed, latents) in unconstrained coordinates: each working site x = forward(u), with its
 * ln |dx/du|.
 *
 * Sites in order of declaration, so that the ends of a support may speak of earlier ones. A site
 * that no real number maps onto, a discrete one, is refused.
 *
 * @since 0.1.0
 */
import { type Bijector, bijector, family } from '../../distributions/index.ts'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { add, type Expr, ref, substitute, sumSpread, total } from '../../expr/index.ts'
import { pipe } from 'fp-ts/lib/function.js'
import type { Coordinate } from '../../ir/Density.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { observedDensity } from '../parts/ObservedSlots.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { wholeAtoms } from '../coordinates/WholeAtoms.ts'
import { supportOf, valueOf, type Working, type WorkingSite } from '../parts/Working.ts'

export interface LogJoint {
  readonly working: Working
  /** Scalar, in nats; a function of `u:<site>` for every coordinate, and of the data. */
  readonly nats: Expr
  readonly coordinates: ReadonlyArray<Coordinate>
  /** Declared latents as functions of the coordinates. */
  readonly values: ReadonlyMap<string, Expr>
}

export const coordinateName = (site: string): string => `u:${site}`

const refusal = (s: WorkingSite): Problem =>
  problem(
    s.declared,
    `no coordinates for ${family(s.dist).tag} (support ${family(s.dist).support._tag})`,
    'a density over real coordinates has a derivative by each of them, and these values are counted, without end',
    'fit a guide (farrier train), or give it finitely many values, which are summed out'
  )

interface Mapped {
  readonly site: WorkingSite
  readonly map: Bijector
  readonly u: Expr
}

/** Every working site as a function of coordinates alone. */
const sitesIn = (mapped: ReadonlyArray<Mapped>): ReadonlyMap<string, Expr> => {
  const values = new Map<string, Expr>()
  for (const { site, map, u } of mapped) values.set(site.name, substitute(values)(map.forward(u)))
  return values
}

const logJointOf = (w: Working, mapped: ReadonlyArray<Mapped>): LogJoint => {
  const atSites = substitute(sitesIn(mapped)),
    declared = substitute(w.values)
  const priors = mapped.map(({ site: { name, axes, dist }, map, u }) =>
    sumSpread(axes)(
      pipe(elementwiseDensity(family(dist))(ref(name, axes)), add(map.logJacobian(u)))
    )
  )
  const likelihoods = w.graph.sites
    .filter((s) => s.role === 'observed')
    .map((s) => sumSpread(s.axes)(observedDensity(s)))
  return {
    working: w,
    nats: atSites(declared(total([...priors, ...likelihoods]))),
    coordinates: mapped.map(({ site }) => ({
      name: coordinateName(site.name),
      site: site.name,
      declared: site.declared,
      of: w.graph.sites.find((s) => s.name === site.declared)?.axes ?? site.axes,
      axes: site.axes,
      support: supportOf(site)._tag,
      isProper: family(site.dist).isProper
    })),
    values: new Map(
      w.graph.sites
        .filter((s) => s.role === 'latent')
        .map((s) => [s.name, atSites(valueOf(w)(s.name, s.axes))])
    )
  }
}

export const deriveLogJoint: Pass<Working, LogJoint> = pass('deriveLogJoint', (w) => {
  const mapped = w.sites.flatMap((site): ReadonlyArray<Mapped> => {
    const map = bijector(supportOf(site))
    return map === undefined ? [] : [{ site, map, u: ref(coordinateName(site.name), site.axes) }]
  })
  const discrete = w.sites.filter((s) => !mapped.some((m) => m.site === s))
  const refused = [...discrete.map(refusal), ...w.sites.flatMap(wholeAtoms)]
  return unless(refused)(() => logJointOf(w, mapped))
})
