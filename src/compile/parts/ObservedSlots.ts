/**
 * Observations: as what data are bound to, where their values may lie, as far as data alone say so; and their
 * likelihood. A missing value has no factor in it: ln p of the data that there are is what is left where each
 * missing value is integrated out, ∫ p(y) dy = 1, as long as whether it is missing does not depend on it (missing at
 * random, Rubin 1976, Biometrika 63(3)).
 *
 * @since 0.2.0
 */
import { boundsOf, family } from '../../distributions/index.ts'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { constant, type Expr, ref, refs, where } from '../../expr/index.ts'
import { type Decision, gapAxis, missingOf, seenOf } from '../../ir/Derived.ts'
import type { Graph, Missing, ObservedSlot, Site } from '../../ir/Graph.ts'
import { residualOf } from './Residuals.ts'

/** Is an expression one in data alone? Observed values are data. */
export const isKnown = (g: Graph): ((e: Expr) => boolean) => {
  const latent = new Set(g.sites.flatMap((s) => (s.role === 'latent' ? [s.name] : [])))
  return (e) => ![...refs([e]).keys()].some((name) => latent.has(name))
}

/** In the order of the graph. */
export const observedSlots = (g: Graph): ReadonlyArray<ObservedSlot> => {
  const known = isKnown(g)
  return g.sites
    .filter((s) => s.role === 'observed')
    .map((s) => {
      const { name, axes, dist } = s
      const { support, holdsEnds } = family(dist)
      const residual = residualOf(g, s, known)
      const { low, high } = boundsOf(support) ?? {}
      const within = {
        ...(low !== undefined && known(low) ? { low } : {}),
        ...(high !== undefined && known(high) ? { high } : {})
      }
      return {
        name,
        axes,
        support: support._tag,
        ...(holdsEnds ? { holdsEnds } : {}),
        ...(s.options.missing === undefined ? {} : { mayBeMissing: true }),
        ...(s.options.missing === 'latent' ? { gaps: gapAxis(name) } : {}),
        ...(Object.keys(within).length === 0 ? {} : { within }),
        ...(residual === undefined ? {} : { residual })
      }
    })
}

/** ln p of each element in nats, 0 where it is missing. */
export const observedDensity = ({ name, axes, dist, options }: Site): Expr => {
  const nats = elementwiseDensity(family(dist))(ref(name, axes))
  return options.missing === undefined ? nats : where(ref(seenOf(name), axes), nats, constant(0))
}

/** What is said of sites whose values may be missing. */
const saidOfMissing: Readonly<Record<Missing, (s: Site) => Decision>> = {
  mask: ({ name }) => ({
    pass: 'mask',
    site: name,
    what: `missing values of ${name} have no factor in the likelihood`,
    why: 'each integrates to 1; right where that a value is missing does not depend on the value'
  }),
  latent: ({ name }) => ({
    pass: 'latentGaps',
    site: name,
    what: `missing values of ${name} are latents ${missingOf(name)}, one for each; what reads ${name} reads them there`,
    why:
      'they have its law, and are known by it and by what reads them; right where that a value is missing does ' +
      'not depend on the value'
  })
}

export const missingDecisions = (g: Graph): ReadonlyArray<Decision> =>
  g.sites.flatMap((s) =>
    s.options.missing === undefined ? [] : [saidOfMissing[s.options.missing](s)]
  )
