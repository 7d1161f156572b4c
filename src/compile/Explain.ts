/**
 * The derivation as people read it: per site its axes, support, guide and KL with how it is computed, the gates, the objective.
 *
 * @since 0.1.0
 */
import { family } from '../dist/index.ts'
import { print } from '../expr/index.ts'
import { showGate } from '../ir/Gate.ts'
import type { Graph, Site } from '../ir/Graph.ts'
import type { Program } from '../ir/Program.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** The same facts for programs: what `--json` prints. */
export interface Explanation {
  readonly axes: ReadonlyArray<{ readonly name: string; readonly size: number | 'data' }>
  readonly sites: ReadonlyArray<ExplainedSite>
  readonly gates: ReadonlyArray<{ readonly axes: ReadonlyArray<string>; readonly target: string; readonly factors: ReadonlyArray<string> }>
  readonly decisions: Program['decisions']
  readonly errorCostNats: string
  readonly lossNats: string
}

export interface ExplainedSite {
  readonly name: string
  readonly role: Site['role']
  readonly axes: ReadonlyArray<string>
  readonly support: string
  readonly prior: string
  readonly guides: ReadonlyArray<string>
  readonly costs: ReadonlyArray<{ readonly site: string; readonly how: string; readonly guide: string; readonly prior: string; readonly note: string; readonly upToConstant: boolean }>
  /** Is the posterior mean and variance of the declared site a formula? */
  readonly moments: 'closed form' | 'draws' | 'none'
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const showPrior = (s: Site): string => family(s.dist).show(family(s.dist).arguments.map((a) => print(a.value)))

export const explain = (graph: Graph, program: Program): Explanation => ({
  axes: graph.axes,
  sites: graph.sites.map((s) => ({
    name: s.name, role: s.role, axes: s.axes, support: family(s.dist).support._tag, prior: showPrior(s),
    guides: program.decisions.filter((d) => d.pass === 'deriveGuide' && d.site === s.name).map((d) => d.what),
    costs: program.complexity.filter((c) => belongsTo(program, s.name)(c.site))
      .map((c) => ({ site: c.site, how: c.how.kind, guide: c.how.guide, prior: c.how.prior, note: c.how.note, upToConstant: c.how.upToConstant })),
    moments: momentsOf(program, s.name)
  })),
  gates: program.gates.map(({ axes, target, factors }) => ({ axes, target, factors })),
  decisions: program.decisions,
  errorCostNats: print(program.errorCostNats),
  lossNats: `errorCost + klWeight · (${program.complexity.map((c) => `KL[${c.site}]`).join(' + ')})`
})

/** A cost is of a working site; its parameters know the declared one. */
const belongsTo = (p: Program, declared: string) => (working: string): boolean =>
  p.parameters.some((q) => q.site === declared && q.name === `${working}.location`)

const momentsOf = (p: Program, site: string): ExplainedSite['moments'] => {
  const m = p.moments.find((x) => x.site === site)
  return m === undefined ? 'none' : m.closed === undefined ? 'draws' : 'closed form'
}

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

const pad = (n: number) => (s: string): string => s.padEnd(n)

/** As text: one block a site, then gates, then the objective. */
export const showExplanation = (e: Explanation): string => {
  const width = Math.max(...e.sites.map((s) => s.name.length), 4) + 2
  const site = (s: ExplainedSite): ReadonlyArray<string> => [
    `${pad(width)(s.name)}${s.role === 'observed' ? 'observed ' : ''}[${s.axes.join(', ')}] ${s.support}  ~ ${s.prior}`,
    ...s.guides.map((g) => `${pad(width)('')}guide ${g}`),
    ...s.costs.map((c) => `${pad(width)('')}KL(${c.guide} ‖ ${c.prior}) of ${c.site}: ${c.how}${c.upToConstant ? ', up to a constant' : ''}; ${c.note}`),
    ...(s.moments === 'draws' ? [`${pad(width)('')}posterior moments by draws`] : [])
  ]
  const masked = e.gates.filter((g) => g.axes.length > 0), whole = e.gates.filter((g) => g.axes.length === 0)
  return [
    `axes       ${e.axes.map((a) => `${a.name} ${a.size === 'data' ? '(from the data)' : String(a.size)}`).join(', ')}`,
    '', 'sites', ...e.sites.flatMap(site),
    '', `gates      ${masked.length === 0 ? 'none' : masked.map(showGate).join(', ')}`,
    ...(whole.length === 0 ? [] : [`           not masked: ${whole.map((g) => `${showGate(g)} with ${g.factors.join(', ')}`).join('; ')}`]),
    '', 'passes', ...e.decisions.map((d) => `${pad(20)(d.pass)} ${d.what} — ${d.why}`),
    '', `objective  −ELBO (nats) = ${e.lossNats}`, `errorCost  ${e.errorCostNats}`
  ].join('\n')
}
