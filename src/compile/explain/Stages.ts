/**
 * What is printed after each pass, a function a pass.
 *
 * @since 0.1.0
 */
import { family } from '../../distributions/index.ts'
import { type Expr, print, ref, substitute } from '../../expr/index.ts'
import { showGate } from '../../ir/Gate.ts'
import type { CostMethod, Initial, Parameter } from '../../ir/Variational.ts'
import type { Whole } from '../passes/DeriveDraws.ts'
import type { WithMoments } from '../passes/DeriveMoments.ts'
import type { WithSavings } from '../passes/DeriveSavings.ts'
import type { Gated } from '../passes/DeriveSparsity.ts'
import type { LogJoint } from '../passes/DeriveLogJoint.ts'
import type { Differentiated } from '../passes/DifferentiateLoss.ts'
import type { Guided } from '../passes/DeriveGuide.ts'
import type { Objective } from '../passes/DeriveObjective.ts'
import type { Planned } from '../passes/PlanKl.ts'
import { showWithSymbols, symbol } from './Symbols.ts'
import type { Working } from '../parts/Working.ts'
import { wrap } from './Wrap.ts'

// combinators

type Lines = ReadonlyArray<string>

const over = (axes: ReadonlyArray<string>): string => `[${axes.join(', ')}]`

const defined = (name: string, value: string): Lines => {
  const lines = value.split('\n')
  return lines.length === 1
    ? wrap(`${name} = `, value).map((line, i) => (i === 0 ? line : `    ${line.trimStart()}`))
    : [`${name} =`, ...lines.flatMap((line) => wrap('    ', line))]
}

const showSite = (s: Working['sites'][number]): string =>
  `${s.name}${over(s.axes)} ~ ${family(s.dist).show(family(s.dist).arguments.map((a) => print(a.value)))}`

const jittered = (value: string, { jitter }: { readonly jitter: number }): string =>
  jitter === 0 ? value : `${value} ± ${jitter}`

const showInitial = (i: Initial): string => {
  switch (i._tag) {
    case 'NormalNoise':
      return `N(0, ${Number(i.sd.toPrecision(4))}²)`
    case 'Fill':
      return jittered(`${Number(i.value.toPrecision(6))}`, i)
    case 'End':
      return i.end.demands
        .map(({ value }) => `${i.end.side === 'low' ? 'max' : 'min'} of ${print(value)}`)
        .join(' and ')
    case 'Gap':
      return jittered(`ln of the gaps at ${i.end}`, i)
    case 'Bound':
      return jittered(print(i.value), i)
  }
}

// constructors

/** A merged scale in brackets: it is one draw, and its factors have powers. */
const bracketed = (w: Working): ((e: Expr) => Expr) =>
  substitute(new Map(w.merged.map(({ name, axes }) => [name, ref(`⟨${name}⟩`, axes)] as const)))

/** Working sites with their priors; each replaced site in terms of them; scales drawn as one. */
export const workingLines = (w: Working): Lines => [
  ...w.sites.map(showSite),
  ...[...w.drawn].flatMap(([name, value]) => defined(name, print(bracketed(w)(value)))),
  ...w.merged.map(
    (m) =>
      `⟨${m.name}⟩${over(m.axes)} = ${m.factors.map((f) => `${f.site}^${f.power}`).join('·')}, one log-normal`
  )
]

/** `μ from 0`, `λ from −9, at most −6.4`. */
export const startText = ({ name, initial, upper }: Parameter): string =>
  `${initial._tag === 'End' ? name : (symbol(name)[0] ?? '')} from ${showInitial(initial)}` +
  (upper === undefined ? '' : `, at most ${Number(upper.toPrecision(4))}`)

/** Guides, and where their parameters start. */
export const guideLines = ({ guides }: Guided): Lines =>
  [...guides.values()].map(
    (g) =>
      `${g.site.name}${over(g.site.axes)} ~ ${g.family.law}, ` +
      g.parameters.map(startText).join(', ')
  )

const costName = (site: string, { kind }: CostMethod): string =>
  kind === 'point'
    ? `−ln p(${site})`
    : kind === 'total correlation'
      ? `total correlation of ${site}`
      : `KL(${site})`

/** KL(guide ‖ prior) of every site, in nats. */
export const klLines = ({ kls, correlations }: Planned): Lines => [
  ...kls.flatMap((k) =>
    defined(`${costName(k.site.name, k.how)}, ${k.how.kind}`, showWithSymbols(k.nats))
  ),
  ...correlations.flatMap((c) => defined(costName(c.joint.name, c.how), showWithSymbols(c.nats)))
]

/** Noise with its axes, and what is minimised. */
export const objectiveLines = ({ noise, errorCostNats }: Objective): Lines => [
  ...noise.map((n) => `${symbol(n.name)}${over(n.axes)} ~ N(0, 1)`),
  ...defined('errorCost', showWithSymbols(errorCostNats))
]

/** What switches what off. */
export const gateLines = ({ gates }: Gated): Lines =>
  gates.map((g) => `${showGate(g)} by ${g.factors.join(', ')}`)

/** What each index of a gate no longer costs. */
export const savingLines = ({ savings }: WithSavings): Lines =>
  savings.flatMap(({ gate, nats }) => defined(`saved by ${showGate(gate)}`, showWithSymbols(nats)))

/** Posterior mean and variance of declared sites. */
export const momentLines = ({ moments }: Pick<WithMoments, 'moments'>): Lines =>
  moments.flatMap(({ site, closed }) =>
    closed === undefined
      ? [`E ${site}, Var ${site} by draws`]
      : [
          ...defined(`E ${site}`, showWithSymbols(closed.mean)),
          ...defined(`Var ${site}`, showWithSymbols(closed.variance))
        ]
  )

/** One joint draw of declared sites. */
export const drawLines = ({ draws }: Whole): Lines =>
  [...draws].flatMap(([site, e]) => defined(`draw of ${site}`, showWithSymbols(e)))

/** The objective as it is lowered, and the posterior moments of declared sites. */
export const simplifiedLines = (s: Whole): Lines => [
  ...defined('errorCost', showWithSymbols(s.errorCostNats)),
  ...s.complexity.flatMap((c) => defined(costName(c.site, c.how), showWithSymbols(c.nats))),
  ...momentLines(s)
]

/** The derivatives that are lowered. */
export const gradientLines = ({ gradients }: Pick<Differentiated, 'gradients'>): Lines =>
  [...gradients].flatMap(([name, e]) => defined(`d/d${symbol(name)}`, showWithSymbols(e)))

/** The log joint density in its coordinates, and the declared sites in them. */
export const logJointLines = ({ nats, values }: Pick<LogJoint, 'nats' | 'values'>): Lines => [
  ...defined('ln p', print(nats)),
  ...[...values].flatMap(([site, e]) => defined(site, print(e)))
]
