/**
 * A check of chains in words and as JSON.
 *
 * @since 0.2.0
 */
import {
  type ChainCheck,
  indexOf,
  whyUndiagnosed,
  type WorstElement
} from '../../inference/index.ts'
import { counted, grouped, significant } from '../Numbers.ts'
import { elementName, type IndexNames } from '../SummaryText.ts'

type Place = Omit<WorstElement, 'value'>

const nameOf = ({ site, axes, sizes, at }: Place, names: IndexNames): string =>
  elementName(site, axes, indexOf(sizes, at), names)

const named = (w: WorstElement | undefined, names: IndexNames): string =>
  w === undefined ? '' : nameOf(w, names)

const size = (w: WorstElement | undefined): string => grouped(w?.value ?? NaN)
const ratio = (w: WorstElement | undefined): string =>
  Number.isFinite(w?.value) ? (w?.value ?? NaN).toFixed(3) : significant(w?.value ?? NaN)

const why: {
  readonly [B in ChainCheck['by']]: (c: ChainCheck, names: IndexNames) => string
} = {
  'no number': ({ unknown }, names) =>
    unknown === undefined
      ? ''
      : `nothing can be said of ${nameOf(unknown, names)}: ${whyUndiagnosed[unknown.why]}`,
  disagreement: ({ rHat }, names) =>
    `the chains do not agree on ${named(rHat, names)}: R̂ ${ratio(rHat)}, where 1.01 is the most`,
  bulk: ({ bulkSize, chains }, names) =>
    `${named(bulkSize, names)} has ${size(bulkSize)} effective draws, fewer than ${100 * chains}: ` +
    'more draws, or another form of the model',
  divergences: ({ divergences }) =>
    `${counted(divergences, 'divergence')}: draws may miss where they lie`,
  tail: ({ tailSize, chains }, names) =>
    `the tails of ${named(tailSize, names)} have ${size(tailSize)} effective draws, fewer than ` +
    `${100 * chains}`,
  energy: ({ energyFraction }) =>
    `E-BFMI ${significant(energyFraction ?? NaN)}: momenta do not reach the tails`,
  nothing: () => 'the chains agree, and are long enough'
}

/** One line with the verdict and what decided. */
export const showChainVerdict = (c: ChainCheck, names: IndexNames): string =>
  `${c.trust}: ${why[c.by](c, names)}`

/** The verdict, and the worst numbers behind it. */
export const showChainCheck = (c: ChainCheck, names: IndexNames): string =>
  [
    showChainVerdict(c, names),
    `${counted(c.chains, 'chain')} of ${counted(c.draws, 'draw')}, ${counted(c.elements, 'number')} in each`,
    ...(c.rHat === undefined
      ? []
      : [
          `the largest R̂ is ${ratio(c.rHat)}, of ${named(c.rHat, names)}` +
            (c.chains === 1 ? ': of one chain, between its halves' : '')
        ]),
    ...(c.bulkSize === undefined || c.tailSize === undefined
      ? []
      : [
          `the fewest effective draws: ${size(c.bulkSize)} in the bulk, of ${named(c.bulkSize, names)}; ` +
            `${size(c.tailSize)} in the tails, of ${named(c.tailSize, names)}`
        ]),
    (c.divergences === 0 ? 'no divergences' : counted(c.divergences, 'divergence')) +
      (c.energyFraction === undefined ? '' : `, E-BFMI from ${significant(c.energyFraction)}`)
  ].join('\n')

const worstJson = (w: WorstElement | undefined, names: IndexNames): unknown =>
  w === undefined
    ? null
    : { name: nameOf(w, names), value: Number.isFinite(w.value) ? w.value : null }

/** The same as an object; an infinite R̂ is null. */
export const chainCheckJson = (
  c: ChainCheck,
  names: IndexNames
): Readonly<Record<string, unknown>> => ({
  verdict: c.trust,
  by: c.by,
  chains: c.chains,
  draws: c.draws,
  rHat: worstJson(c.rHat, names),
  bulkSize: worstJson(c.bulkSize, names),
  tailSize: worstJson(c.tailSize, names),
  divergences: c.divergences,
  energyFraction: c.energyFraction ?? null
})
