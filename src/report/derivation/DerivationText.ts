/**
 * The derivation as people read it. What many sites share (the formula of a KL, the rule of a pass)
 * is said once.
 *
 * @since 0.1.0
 */
import { type Gate, showGate } from '../../ir/Gate.ts'
import type { CostMethod } from '../../ir/Variational.ts'
import type {
  ExplainedAxis,
  ExplainedPart,
  ExplainedSite,
  Explanation
} from '../../compile/explain/Explain.ts'
import { symbolsText } from '../../compile/explain/Symbols.ts'
import { wrap } from '../../compile/explain/Wrap.ts'
import { showWarning, type Warning } from '../../lint/Warning.ts'

type Lines = ReadonlyArray<string>

const lead = (name: string, width: number): string => `${name.padEnd(width)}  `

/** Things by what they share, in order of first appearance. */
const grouped = <A>(
  key: (a: A) => string,
  all: ReadonlyArray<A>
): ReadonlyArray<readonly [A, ...ReadonlyArray<A>]> => {
  const groups = new Map<string, readonly [A, ...ReadonlyArray<A>]>()
  for (const a of all) {
    const before = groups.get(key(a))
    groups.set(key(a), before === undefined ? [a] : [...before, a])
  }
  return [...groups.values()]
}

const divergence = ({ kind, guide, prior }: CostMethod): string =>
  kind === 'point' ? `−ln p of ${prior}` : `KL(${guide} ‖ ${prior})`

/** What sets of sites cost beyond them. */
const jointLines = ({ joints = [] }: Explanation): Lines =>
  joints.flatMap(({ name, cost }) => wrap(`total correlation of ${name}  `, cost.note))

/** What is minimised, in words. */
const objectiveLines = ({ isElbo, joints }: Explanation): Lines => {
  const shared = joints === undefined ? [] : ['total correlations']
  const costs = isElbo
    ? ['Σ KL of all guides', ...shared]
    : ['Σ KL of guides', ...shared, 'Σ −ln p at points']
  const sum = costs.length === 1 ? costs.join('') : `(${costs.join(' + ')})`
  return [
    `objective  ${isElbo ? '−ELBO' : 'loss'} (nats) = errorCost + klWeight · ` +
      `${sum}${isElbo ? '' : ', no ELBO'}`,
    ...wrap(
      'in bits    ',
      `over ln 2: errorCost is the length of the data given the latents, ${sum} that of the latents`
    )
  ]
}

const howWords = ({ kind }: CostMethod): string => (kind === 'point' ? 'at the point' : kind)

const section = (title: string, lines: Lines): Lines =>
  lines.length === 0 ? [] : ['', title, ...lines]

const siteLines =
  (width: number) =>
  (s: ExplainedSite): Lines => [
    ...wrap(
      lead(s.name, width),
      `${s.role === 'observed' ? 'observed ' : ''}[${s.axes.join(', ')}] ${s.support} ~ ${s.prior}`
    ),
    ...(s.narrowed ?? []).flatMap((said) => wrap(lead('', width), `narrowed to ${said}`)),
    ...s.parts.flatMap((p) =>
      wrap(
        lead('', width),
        `guide ${p.site} ~ ${p.guide} (${p.why}), ${divergence(p.cost)} ${howWords(p.cost)}` +
          (p.estimator === 'score function' ? '; gradient by score function' : '')
      )
    ),
    ...(s.moments === 'draws' ? [`${lead('', width)}posterior moments by draws`] : [])
  ]

/** Each pair of guide and prior once, with its formula. */
const klLines = (parts: ReadonlyArray<ExplainedPart>): Lines => {
  const pairs = grouped(
    (c) => JSON.stringify(c),
    parts.map((p) => p.cost)
  ).map(([c]) => c)
  const width = Math.max(...pairs.map((c) => divergence(c).length))
  return pairs.flatMap((c) =>
    wrap(
      lead(divergence(c), width),
      `${howWords(c)}${c.upToConstant ? ', up to a constant' : ''}: ${c.note}`
    )
  )
}

/** What has a place of its own, at its site. */
const saidAtSites: ReadonlyArray<string> = ['narrow', 'deriveGuide', 'planKl']

/** The decisions of one pass for one reason, together. */
const passLines = (decisions: Explanation['decisions']): Lines => {
  const width = Math.max(0, ...decisions.map((d) => d.pass.length))
  return grouped((d) => `${d.pass} ${d.why}`, decisions).flatMap((same) => [
    ...wrap(lead(same[0].pass, width), `${same[0].why}:`),
    ...wrap(lead('', width), same.map((d) => d.what).join('; '))
  ])
}

const fromData = ({ wholeFor }: ExplainedAxis): string =>
  wholeFor === undefined ? '(from the data)' : `(from the data, in no batches: ${wholeFor})`

const byFactors = (g: Gate): string => `${showGate(g)} by ${g.factors.join(', ')}`

/** Gates; those over no axis; reasons, where a gate or its absence may surprise. */
const gateLines = ({ gates, notGates }: Explanation): Lines => {
  const indent = '           '
  const masked = gates.filter((g) => g.axes.length > 0),
    whole = gates.filter((g) => g.axes.length === 0)
  return [
    ...wrap('gates      ', masked.length === 0 ? 'none' : masked.map(byFactors).join('; ')),
    ...(whole.length === 0 ? [] : wrap(indent, `not masked: ${whole.map(byFactors).join('; ')}`)),
    ...gates
      .filter((g) => g.isPlain !== true)
      .flatMap((g) => wrap(indent, `${byFactors(g)}: ${g.why}`)),
    ...notGates.flatMap((g) => wrap(indent, `${g.target} by ${g.factor} is none: ${g.why}`))
  ]
}

/**
 * As text: the axes; a block a site; formulas of KLs; gates; decisions of passes; the objective;
 * warnings, where it is told of them.
 */
export const showExplanation = (e: Explanation, warnings?: ReadonlyArray<Warning>): string => {
  const width = Math.max(...e.sites.map((s) => s.name.length), 4)
  return [
    ...wrap(
      'axes       ',
      e.axes.map((a) => `${a.name} ${a.size === 'data' ? fromData(a) : String(a.size)}`).join(', ')
    ),
    ...section('sites', e.sites.flatMap(siteLines(width))),
    ...section('costs, in nats', [...klLines(e.sites.flatMap((s) => s.parts)), ...jointLines(e)]),
    '',
    ...gateLines(e),
    ...section(
      'passes',
      passLines(
        e.decisions.filter(
          ({ pass }) => !saidAtSites.includes(pass) && (pass !== 'lint' || warnings === undefined)
        )
      )
    ),
    '',
    ...objectiveLines(e),
    ...e.errorCostNats
      .split('\n')
      .flatMap((line, i) => wrap(i === 0 ? 'errorCost  ' : '           ', line)),
    ...wrap(
      '           ',
      symbolsText(
        e.sites.flatMap((s) => s.parts.map((p) => p.guide)),
        e.joints !== undefined
      )
    ),
    ...section('warnings', (warnings ?? []).map(showWarning))
  ].join('\n')
}
