/**
 * A model while it is being reparameterised: the sites that will have guides, and every declared
 * name as an expression in them.
 *
 * @since 0.1.0
 */
import { family, type Distribution, type Support } from '../../distributions/index.ts'
import { type Axes, type Expr, foldList, ref, substitute } from '../../expr/index.ts'
import type { LatentEnd } from '../../guides/index.ts'
import type { Graph, SiteOptions } from '../../ir/Graph.ts'
import type { Decision } from '../../ir/Variational.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** What is left of a latent's support where data set ends to it, and those ends. */
export interface Narrowed {
  readonly support: Support
  readonly ends: ReadonlyArray<LatentEnd>
}

/** A site that gets a guide; `declared` is the declared site it came from. */
export interface WorkingSite {
  readonly name: string
  readonly declared: string
  readonly dist: Distribution
  readonly axes: Axes
  readonly options: SiteOptions
  readonly narrowed?: Narrowed
}

/** A product of powers of log-normal factors over one axis set, drawn with one noise. */
export interface MergedScale {
  readonly name: string
  readonly axes: Axes
  readonly factors: ReadonlyArray<{ readonly site: string; readonly power: number }>
}

/**
 * `values` holds each declared latent that is not itself a working site; their expressions refer to
 * working sites and data only.
 */
export interface Working {
  readonly graph: Graph
  readonly sites: ReadonlyArray<WorkingSite>
  readonly values: ReadonlyMap<string, Expr>
  /**
   * `values` with products of scales replaced by references to merged ones: the same law, fewer
   * draws.
   */
  readonly drawn: ReadonlyMap<string, Expr>
  readonly merged: ReadonlyArray<MergedScale>
  readonly decisions: ReadonlyArray<Decision>
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

export const begin = (graph: Graph): Working => ({
  graph,
  sites: graph.sites
    .filter((s) => s.role === 'latent')
    .map((s) => ({
      name: s.name,
      declared: s.name,
      dist: s.dist,
      axes: s.axes,
      options: s.options
    })),
  values: new Map(),
  drawn: new Map(),
  merged: [],
  decisions: []
})

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/** What a pass puts in the place of one site: other sites, and the site's value in them. */
export interface Replacement {
  readonly sites: ReadonlyArray<WorkingSite>
  readonly value: Expr
  readonly why: string
}

/**
 * Offers each site, its arguments already in terms of what came before, to `rule`; a refused site
 * stays.
 */
export const replaceSites =
  (passName: string, rule: (s: WorkingSite, w: Working) => Replacement | undefined) =>
  (w: Working): Working => {
    const values = new Map(w.values)
    const sites: Array<WorkingSite> = []
    const decisions = [...w.decisions]
    const fresh = new Map<string, Expr>()
    for (const s of w.sites) {
      const here: WorkingSite = { ...s, dist: family(s.dist).mapArguments(substitute(fresh)) }
      const r = rule(here, w)
      if (r === undefined) sites.push(here)
      else {
        sites.push(...r.sites)
        fresh.set(s.name, r.value)
        decisions.push({
          pass: passName,
          site: s.declared,
          what: `${s.name} becomes ${r.sites.map((t) => t.name).join(', ')}`,
          why: r.why
        })
      }
    }
    const put = substitute(fresh)
    for (const [name, value] of w.values) values.set(name, put(value))
    for (const [name, value] of fresh) values.set(name, value)
    return { ...w, sites, values, drawn: values, decisions }
  }

/** A declared name in terms of the working sites. */
export const valueOf =
  (w: Working) =>
  (name: string, axes: Axes): Expr =>
    w.values.get(name) ?? ref(name, axes)

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** Where the values of a site lie that is in the place of a declared one. */
export const supportOf = (s: WorkingSite): Support => s.narrowed?.support ?? family(s.dist).support

/**
 * Does an expression refer to any latent site? Remembers what it has seen: make one for all
 * expressions.
 */
export const isRandom = (w: Working): ((e: Expr) => boolean) => {
  const names = new Set([...w.sites.map((s) => s.name), ...w.values.keys()])
  return foldList<boolean>((e, operands) =>
    e._tag === 'Ref' ? names.has(e.name) : operands.includes(true)
  )
}
