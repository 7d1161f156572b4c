/**
 * Missing values as latents. An observation x with gaps becomes data where a value is there, and one latent
 * `x.missing` for each that is not:
 *
 *   x.missing[g] ~ the law of x, its arguments looked up in the place of g
 *   x, wherever it is read, is where(seen, x, x.missing[gap])
 *
 * so that p(x.missing | seen) is what is inferred, ln p is a sum over the values that there are and the latents,
 * and no number stands for what is observed. Everything after this pass sees an ordinary model: it looks up by
 * data that are made of x when it is bound.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { type Axes, type Expr, gather, meet, ref, substitute, where } from '../../expr/index.ts'
import { gapAxis, gapOf, missingOf, placeOf, seenOf } from '../../ir/Derived.ts'
import type { DataSlot, Graph, Site } from '../../ir/Graph.ts'

/** An expression over the axes of a site, in the places of its gaps. */
const inPlaces =
  ({ name, axes }: Pick<Site, 'name' | 'axes'>) =>
  (e: Expr): Expr =>
    meet(e.axes, axes).reduce(
      (x, axis) => gather(axis, ref(placeOf(name, axis), [gapAxis(name)]))(x),
      e
    )

const latentOf = (s: Site): Site => ({
  name: missingOf(s.name),
  role: 'latent',
  dist: family(s.dist).mapArguments(inPlaces(s)),
  axes: [gapAxis(s.name)],
  options: {}
})

/** Of data and latents, what is read in the place of an observation. */
const completed = ({ name, axes }: Pick<Site, 'name' | 'axes'>): Expr =>
  where(
    ref(seenOf(name), axes),
    ref(name, axes),
    gather(gapAxis(name), ref(gapOf(name), axes))(ref(missingOf(name), [gapAxis(name)]))
  )

/** The data that are made of an observation whose values may be missing. */
export const madeSlots = ({ name, axes, options }: Site): ReadonlyArray<DataSlot> => {
  const over: Axes = [gapAxis(name)]
  return options.missing === undefined
    ? []
    : [
        { name: seenOf(name), axes, support: 'Binary' },
        ...(options.missing === 'mask'
          ? []
          : [
              { name: gapOf(name), axes, support: 'Categories' as const, indexes: gapAxis(name) },
              ...axes.map((axis) => ({
                name: placeOf(name, axis),
                axes: over,
                support: 'Categories' as const,
                indexes: axis
              }))
            ])
      ]
}

const isLatent = (s: Site): boolean => s.options.missing === 'latent'

/** The same model, with a latent for each missing value; what reads them reads these. Of such a model itself. */
export const gapsAsLatents = (g: Graph): Graph => {
  const there = new Set(g.sites.map((s) => s.name))
  if (!g.sites.some((s) => isLatent(s) && !there.has(missingOf(s.name)))) return g
  const values = new Map<string, Expr>()
  const sites = g.sites.flatMap((s): ReadonlyArray<Site> => {
    const here = { ...s, dist: family(s.dist).mapArguments(substitute(values)) }
    if (!isLatent(s)) return [here]
    values.set(s.name, completed(s))
    return [here, latentOf(here)]
  })
  return {
    ...g,
    axes: [
      ...g.axes,
      ...g.sites.filter(isLatent).map((s) => ({ name: gapAxis(s.name), size: 'data' as const }))
    ],
    sites,
    named: g.named.map((n) => ({ ...n, value: substitute(values)(n.value) }))
  }
}

/** Plates of which a step may see some members only: a gap belongs to all data, and its latent to every step. */
export const cutPlates = ({ axes, sites }: Graph): Axes => {
  const gaps = new Set(sites.filter(isLatent).map((s) => gapAxis(s.name)))
  return axes.flatMap((a) => (a.size === 'data' && !gaps.has(a.name) ? [a.name] : []))
}
