/**
 * What the pipeline remembers of each pass, so that every one can be printed after it has run.
 *
 * @since 0.1.0
 */
import { family } from '../../distributions/index.ts'
import { type Expr, print, ref, substitute } from '../../expr/index.ts'
import type { CostMethod, Initial, Parameter, Variational } from '../../ir/Variational.ts'
import type { Guided } from '../passes/DeriveGuide.ts'
import type { Objective } from '../passes/DeriveObjective.ts'
import type { Planned } from '../passes/PlanKl.ts'
import { showWithSymbols, symbol } from './Symbols.ts'
import type { Working } from '../parts/Working.ts'
import { wrap } from './Wrap.ts'

// model

/**
 * Its text is made when it is first asked for: what is written out in full can be far longer than
 * what is computed.
 */
export interface Stage {
  readonly pass: string
  readonly text: string
}

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

const showInitial = (i: Initial): string =>
  i._tag === 'NormalNoise'
    ? `N(0, ${Number(i.sd.toPrecision(4))}²)`
    : `${Number(i.value.toPrecision(6))}${i.jitter === 0 ? '' : ` ± ${i.jitter}`}`

const stage = (pass: string, lines: () => Lines): Stage => {
  let text: string | undefined
  return {
    pass,
    get text() {
      return (text ??= lines().join('\n'))
    }
  }
}

// constructors

/** A merged scale in brackets: it is one draw, and its factors have powers. */
const bracketed = (w: Working): ((e: Expr) => Expr) =>
  substitute(new Map(w.merged.map(({ name, axes }) => [name, ref(`⟨${name}⟩`, axes)] as const)))

/** Working sites with their priors; each replaced site in terms of them; scales drawn as one. */
export const workingStage =
  (pass: string) =>
  (w: Working): Stage =>
    stage(pass, () => [
      ...w.sites.map(showSite),
      ...[...w.drawn].flatMap(([name, value]) => defined(name, print(bracketed(w)(value)))),
      ...w.merged.map(
        (m) =>
          `⟨${m.name}⟩${over(m.axes)} = ${m.factors.map((f) => `${f.site}^${f.power}`).join('·')}, one log-normal`
      )
    ])

/** `μ from 0`, `λ from −9, at most −6.4`. */
const showParameter = ({ name, initial, upper }: Parameter): string =>
  `${symbol(name)[0] ?? ''} from ${showInitial(initial)}` +
  (upper === undefined ? '' : `, at most ${Number(upper.toPrecision(4))}`)

/** Guides, and where their parameters start. */
export const guideStage = ({ guides }: Guided): Stage =>
  stage('deriveGuide', () =>
    [...guides.values()].map(
      (g) =>
        `${g.site.name}${over(g.site.axes)} ~ ${g.family.law}, ` +
        g.parameters.map(showParameter).join(', ')
    )
  )

const costName = (site: string, { kind }: CostMethod): string =>
  kind === 'point' ? `−ln p(${site})` : `KL(${site})`

/** KL(guide ‖ prior) of every site, in nats. */
export const klStage = ({ kls }: Planned): Stage =>
  stage('planKl', () =>
    kls.flatMap((k) =>
      defined(`${costName(k.site.name, k.how)}, ${k.how.kind}`, showWithSymbols(k.nats))
    )
  )

/** Noise with its axes, and what is minimised. */
export const objectiveStage = ({ noise, errorCostNats }: Objective): Stage =>
  stage('deriveObjective', () => [
    ...noise.map((n) => `${symbol(n.name)}${over(n.axes)} ~ N(0, 1)`),
    ...defined('errorCost', showWithSymbols(errorCostNats))
  ])

/** The objective as it is lowered, and the posterior moments of declared sites. */
export const programStage = ({ errorCostNats, complexity, moments }: Variational): Stage =>
  stage('program', () => [
    ...defined('errorCost', showWithSymbols(errorCostNats)),
    ...complexity.flatMap((c) => defined(costName(c.site, c.how), showWithSymbols(c.nats))),
    ...moments.flatMap(({ site, closed }) =>
      closed === undefined
        ? [`E ${site}, Var ${site} by draws`]
        : [
            ...defined(`E ${site}`, showWithSymbols(closed.mean)),
            ...defined(`Var ${site}`, showWithSymbols(closed.variance))
          ]
    )
  ])
