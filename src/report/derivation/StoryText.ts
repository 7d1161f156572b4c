/**
 * The story of one site, as people read it.
 *
 * @since 0.2.0
 */
import type { Neighbour, SiteStory, ToldPart } from '../../compile/explain/SiteStory.ts'
import { wrap } from '../../compile/explain/Wrap.ts'
import { showGate } from '../../ir/Gate.ts'
import { type Warning, showWarning } from '../../lint/Warning.ts'

type Lines = ReadonlyArray<string>

const indent = '           '
const row = (title: string, lines: Lines): Lines =>
  lines.flatMap((line, i) => wrap(i === 0 ? title.padEnd(indent.length) : indent, line))

const told = ({ name, arguments: given }: Neighbour): string => `${name} (${given.join(', ')})`

const costTitle = ({ cost: { kind, guide, prior } }: ToldPart): string =>
  kind === 'point' ? `−ln p of ${prior} at the point` : `KL(${guide} ‖ ${prior}), ${kind}`

/** Its gradient, which is not that of the cost at a draw. */
const scored = '∂ E f = E (f − b) ∂ ln q, b the mean of f over the other draws of a step'

const partLines = (p: ToldPart): Lines => [
  ...row('guide', [`${p.site} ~ ${p.law} (${p.why})`, ...p.starts.map((start) => `  ${start}`)]),
  ...row('estimator', p.estimator === 'score function' ? [`score function: ${scored}`] : []),
  ...row('cost', [
    `${costTitle(p)}${p.cost.upToConstant ? ', up to a constant' : ''}: ${p.cost.note}`,
    ...p.nats.split('\n').map((line, i) => `${i === 0 ? 'nats = ' : ''}${line}`),
    'bits = nats/ln 2'
  ])
]

/** Passes whose decisions are the guide and the cost. */
const saidBelow: ReadonlyArray<string> = ['deriveGuide', 'planKl', 'narrow', 'lint']

const momentWords = {
  'closed form': 'mean and variance of its posterior are formulas',
  draws: 'mean and variance of its posterior are averages over draws',
  none: ''
}

/** What it is; what is beside it; what was decided; what it costs; what it switches off. */
export const showStory = (story: SiteStory, warnings: ReadonlyArray<Warning>): string => {
  const { site } = story
  const own = warnings.filter((w) => w.where === site.name)
  return [
    ...row(site.role === 'observed' ? 'observed' : 'site', [
      `${site.name} [${site.axes.join(', ')}] ${site.support} ~ ${site.prior}`
    ]),
    ...row('speaks of', [story.speaksOf.map(told).join('; ') || 'no other site']),
    ...row(
      'used by',
      site.role === 'observed' ? [] : [story.spokenOfBy.map(told).join('; ') || 'none']
    ),
    ...row('narrowed', site.narrowed ?? []),
    ...row(
      'passes',
      story.decisions
        .filter((d) => !saidBelow.includes(d.pass))
        .map((d) => `${d.pass}: ${d.what}: ${d.why}`)
    ),
    ...story.parts.flatMap(partLines),
    ...row(
      'gates',
      story.gates.map((g) => `${showGate(g)} by ${g.factors.join(', ')}: ${g.why}`)
    ),
    ...row(
      'no gate',
      story.notGates.map((g) => `${g.target} by ${g.factor}: ${g.why}`)
    ),
    ...row('moments', site.moments === 'none' ? [] : [momentWords[site.moments]]),
    ...own.flatMap((w, i) => [...(i === 0 ? ['warnings'] : []), showWarning(w)])
  ].join('\n')
}
