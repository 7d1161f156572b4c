/**
 * What was derived, as facts: per site its axes, support, guides and KLs with how each is computed,
 * the gates, the objective.
 *
 * @since 0.1.0
 */
import { family } from '../../distributions/index.ts'
import { print } from '../../expr/index.ts'
import type { GuideTag } from '../../guides/index.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import type { CostMethod, Variational } from '../../ir/Variational.ts'
import { latexWithSymbols, showWithSymbols } from './Symbols.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** The same facts for programs: what `--json` prints. */
export interface Explanation {
  readonly axes: ReadonlyArray<{ readonly name: string; readonly size: number | 'data' }>
  readonly sites: ReadonlyArray<ExplainedSite>
  readonly gates: ReadonlyArray<{
    readonly axes: ReadonlyArray<string>
    readonly target: string
    readonly factors: ReadonlyArray<string>
  }>
  readonly decisions: Variational['decisions']
  readonly errorCostNats: string
  readonly lossNats: string
}

export interface ExplainedSite {
  readonly name: string
  readonly role: Site['role']
  readonly axes: ReadonlyArray<string>
  readonly support: string
  readonly prior: string
  readonly parts: ReadonlyArray<ExplainedPart>
  /** Is the posterior mean and variance of the declared site a formula? */
  readonly moments: 'closed form' | 'draws' | 'none'
}

/**
 * What gets a guide: the site itself, or what the passes put in its place. `cost` says how KL(guide
 * ‖ its prior) is computed.
 */
export interface ExplainedPart {
  readonly site: string
  readonly guide: GuideTag
  readonly why: string
  readonly cost: CostMethod
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const showPrior = (s: Site): string =>
  family(s.dist).show(family(s.dist).arguments.map((a) => print(a.value)))

const partsOf = (p: Variational, declared: string): ReadonlyArray<ExplainedPart> =>
  p.complexity
    .filter((c) => c.declared === declared)
    .map(({ site, guide, why, how }) => ({ site, guide, why, cost: how }))

const momentsOf = (p: Variational, site: string): ExplainedSite['moments'] => {
  const m = p.moments.find((x) => x.site === site)
  return m === undefined ? 'none' : m.closed === undefined ? 'draws' : 'closed form'
}

/** What was derived from a graph, and why, as data. */
export const explain = (graph: Graph, program: Variational): Explanation => ({
  axes: graph.axes,
  sites: graph.sites.map((s) => ({
    name: s.name,
    role: s.role,
    axes: s.axes,
    support: family(s.dist).support._tag,
    prior: showPrior(s),
    parts: partsOf(program, s.name),
    moments: momentsOf(program, s.name)
  })),
  gates: program.gates.map(({ axes, target, factors }) => ({ axes, target, factors })),
  decisions: program.decisions,
  errorCostNats: showWithSymbols(program.errorCostNats),
  lossNats: `errorCost + klWeight · (${program.complexity.map((c) => `KL[${c.site}]`).join(' + ')})`
})

/**
 * The objective as LaTeX: the error cost, then the complexity cost of each guide, a line each. All
 * in nats.
 */
export const objectiveLatex = (program: Variational): string =>
  [
    `-\\mathrm{ELBO} = C + \\beta \\, \\left(${program.complexity.map((c) => klLatex(c.site)).join(' + ')}\\right)`,
    `C = ${latexWithSymbols(program.errorCostNats)}`,
    ...program.complexity.map((c) => `${klLatex(c.site)} = ${latexWithSymbols(c.nats)}`)
  ].join('\n')

const klLatex = (site: string): string =>
  `\\mathrm{KL}_{\\text{${site.replace(/[_#$%&{}]/g, '\\$&')}}}`
