/**
 * What was derived, as facts: per site its axes, support, guides and KLs with how each is computed,
 * the gates, the objective.
 *
 * @since 0.1.0
 */
import { isNone } from 'fp-ts/lib/Option.js'
import { family } from '../../distributions/index.ts'
import { type Expr, mixedAlong, printInLine, refs } from '../../expr/index.ts'
import type { Estimator, GuideTag } from '../../guides/index.ts'
import { type Decision, missingOf } from '../../ir/Derived.ts'
import type { Gate } from '../../ir/Gate.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { type Cost, type CostMethod, isElbo, type Variational } from '../../ir/Variational.ts'
import { cutPlates, gapsAsLatents } from '../gaps/GapsAsLatents.ts'
import { grouped } from '../parts/Grouped.ts'
import { explainSparsity } from '../passes/DeriveSparsity.ts'
import { latexWithSymbols, showWithSymbols } from './Symbols.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** The same facts for programs: what `--json` prints. */
export interface Explanation {
  readonly axes: ReadonlyArray<ExplainedAxis>
  readonly sites: ReadonlyArray<ExplainedSite>
  /** Sets of sites whose guides are jointly normal, each with their total correlation; absent without any. */
  readonly joints?: ReadonlyArray<ExplainedJoint>
  readonly gates: ReadonlyArray<ExplainedGate>
  /** Scales that switch no slices off along axes, with the reason. */
  readonly notGates: ReadonlyArray<{
    readonly target: string
    readonly factor: string
    readonly why: string
  }>
  readonly decisions: Variational['decisions']
  readonly errorCostNats: string
  readonly lossNats: string
  /** Is the loss −ELBO? */
  readonly isElbo: boolean
}

/** `isPlain`: the target's scale is a product that has the factors, along their own axes. No surprise. */
export interface ExplainedGate extends Gate {
  readonly isPlain?: true
}

export interface ExplainedAxis {
  readonly name: string
  readonly size: number | 'data'
  /** Why a plate cannot be cut in batches: what reads other rows of it. */
  readonly wholeFor?: string
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
  /** What data leave of its values, each with the law that says so; absent of all of its support. */
  readonly narrowed?: ReadonlyArray<string>
}

/**
 * What gets a guide: the site itself, or what the passes put in its place. `cost` says how KL(guide
 * ‖ its prior) is computed, or what stands for it.
 */
export interface ExplainedPart {
  readonly site: string
  readonly guide: GuideTag
  readonly why: string
  /** How derivatives by its parameters are estimated. */
  readonly estimator: Estimator
  readonly cost: CostMethod
}

/** By the name that costs have of it: `(w, b)`. */
export interface ExplainedJoint {
  readonly name: string
  readonly cost: CostMethod
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const showPrior = (s: Site): string =>
  family(s.dist).show(family(s.dist).arguments.map((a) => printInLine(a.value)))

type SiteFacts = Pick<ExplainedSite, 'parts' | 'moments' | 'narrowed'>

/** What a program says of a declared site; of all of them, it is read once. */
const factsIn = (p: Variational): ((site: string) => SiteFacts) => {
  const costs = grouped((c: Cost) => c.declared)(p.complexity)
  const moments = new Map(p.moments.map((m) => [m.site, m] as const))
  const narrowed = grouped((d: Decision) => d.site)(p.decisions.filter((d) => d.pass === 'narrow'))
  return (site) => {
    const m = moments.get(site)
    const said = narrowed.get(site)
    return {
      parts: (costs.get(site) ?? []).map((c) => ({
        site: c.site,
        guide: c.guide,
        why: c.why,
        estimator: c.estimator,
        cost: c.how
      })),
      moments: m === undefined ? 'none' : m.closed === undefined ? 'draws' : 'closed form',
      ...(said === undefined ? {} : { narrowed: said.map(({ what, why }) => `${what}: ${why}`) })
    }
  }
}

/** Of costs that are no divergence of a site from its prior. */
const costWord: { readonly [K in CostMethod['kind']]?: string } = {
  point: '(−ln p)',
  'total correlation': 'TC'
}

const costName = ({ site, how }: Cost): string => `${costWord[how.kind] ?? 'KL'}[${site}]`

/** What its arguments say; the densities themselves add nothing that reads other rows. */
const wholeFor = (graph: Graph, plate: string): Pick<ExplainedAxis, 'wholeFor'> => {
  const mixed = mixedAlong(plate)
  const found = graph.sites.flatMap((s) => {
    const e = mixed(family(s.dist).arguments.map((a) => a.value))
    return e === undefined ? [] : [`${printInLine(e)} in ${s.name}`]
  })
  return found.length === 0 ? {} : { wholeFor: found.join(', ') }
}

/** The names that are multiplied, where there is nothing else but numbers. */
const multiplied = (e: Expr): ReadonlyArray<string> | undefined => {
  if (e._tag === 'Ref') return [e.name]
  if (refs([e]).size === 0) return []
  if (e._tag !== 'Zip' || e.op !== 'mul') return undefined
  const [x, y] = [multiplied(e.x), multiplied(e.y)]
  return x === undefined || y === undefined ? undefined : [...x, ...y]
}

/** Does a product of names that is the scale of a site about 0 have a name, or the scale of one of them? */
const scaledBy =
  (sites: ReadonlyMap<string, Site>, name: string) =>
  (s: Site): boolean => {
    const { locationScale } = family(s.dist)
    if (isNone(locationScale)) return false
    const { location, scale } = locationScale.value
    const names = multiplied(scale) ?? []
    return (
      location._tag === 'Constant' &&
      location.value === 0 &&
      (names.includes(name) ||
        names.some((n) => {
          const above = sites.get(n)
          return above !== undefined && scaledBy(sites, name)(above)
        }))
    )
  }

const explainedGate = (graph: Graph): ((g: Gate) => ExplainedGate) => {
  const sites = new Map(graph.sites.map((s) => [s.name, s] as const))
  return (g) => {
    const target = sites.get(g.target)
    const isPlain = g.factors.every((name) => {
      const s = sites.get(name)
      return (
        s !== undefined &&
        target !== undefined &&
        family(s.dist).support._tag !== 'Real' &&
        s.axes.join() === g.axes.join() &&
        scaledBy(sites, name)(target)
      )
    })
    return isPlain ? { ...g, isPlain } : g
  }
}

const jointsIn = ({ complexity }: Variational): Pick<Explanation, 'joints'> => {
  const joints = complexity.flatMap(({ site, how }) =>
    how.kind === 'total correlation' ? [{ name: site, cost: how }] : []
  )
  return joints.length === 0 ? {} : { joints }
}

/** What was derived from a graph, and why, as data. */
export const explain = (graph: Graph, program: Variational): Explanation => {
  const factsOf = factsIn(program)
  const whole = gapsAsLatents(graph)
  const plates = cutPlates(whole)
  // as it was declared; a latent that stands for missing values has the law of the observation
  const declared = new Map(
    graph.sites.flatMap((s) => [s.name, missingOf(s.name)].map((n) => [n, s]))
  )
  return {
    axes: whole.axes.map((a) =>
      plates.includes(a.name) ? { ...a, ...wholeFor(whole, a.name) } : a
    ),
    sites: whole.sites.map((s) => ({
      name: s.name,
      role: s.role,
      axes: s.axes,
      support: family(s.dist).support._tag,
      prior: showPrior(declared.get(s.name) ?? s),
      ...factsOf(s.name)
    })),
    ...jointsIn(program),
    gates: program.gates.map(explainedGate(graph)),
    notGates: explainSparsity(graph)
      .candidates.filter((c) => c.found !== 'gate')
      .map(({ target, factor, why }) => ({ target, factor, why })),
    decisions: program.decisions,
    errorCostNats: showWithSymbols(program.errorCostNats),
    isElbo: isElbo(program),
    lossNats: `errorCost + klWeight · (${program.complexity.map(costName).join(' + ')})`
  }
}

/**
 * The objective as LaTeX: the error cost, then the complexity cost of each guide, a line each. All
 * in nats. With a point among the guides it is a loss and no ELBO.
 */
export const objectiveLatex = (program: Variational): string =>
  [
    `${isElbo(program) ? '-\\mathrm{ELBO}' : '\\mathrm{loss}'} = ` +
      `C + \\beta \\, \\left(${program.complexity.map(costLatex).join(' + ')}\\right)`,
    `C = ${latexWithSymbols(program.errorCostNats)}`,
    ...program.complexity.map((c) => `${costLatex(c)} = ${latexWithSymbols(c.nats)}`)
  ].join('\n')

const costLatexWord: typeof costWord = {
  point: '(-\\log p)',
  'total correlation': '\\mathrm{TC}'
}

const costLatex = ({ site, how }: Cost): string =>
  `${costLatexWord[how.kind] ?? '\\mathrm{KL}'}_{\\text{${site.replace(/[_#$%&{}]/g, '\\$&')}}}`
