/**
 * Declared sites in numbers, from draws: of chains, each with what they say of how far its numbers can be
 * trusted, or independent ones.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { PosteriorDraws, WideTensor } from '../../ir/Posterior.ts'
import type { Derived } from '../../ir/Derived.ts'
import type { Chains, Diagnosis } from '../diagnostics/Chains.ts'
import { bulkSize, tailSize } from '../diagnostics/EffectiveSize.ts'
import { meanError } from '../diagnostics/MonteCarloError.ts'
import { rHat } from '../diagnostics/RHat.ts'
import { elements } from '../host/Tensors.ts'
import { meanAndDeviation, quantilesOf } from './Quantile.ts'
import {
  type ChainAgreement,
  type ElementSummary,
  indexOf,
  type SiteSummary,
  type SummaryQuestion
} from './SummariseSites.ts'

/** A site as it was declared: its axes are in this order. */
export interface DeclaredSite {
  readonly site: string
  readonly axes: ReadonlyArray<string>
}

/** Latents in the order in which they were declared. */
export const declaredSites = ({ sites }: Pick<Derived, 'sites'>): ReadonlyArray<DeclaredSite> => [
  ...new Map(sites.map(({ declared, axes }) => [declared, { site: declared, axes }])).values()
]

const numberOf = (d: Diagnosis): number | undefined => (E.isRight(d) ? d.right : undefined)

const agreementOf = (chains: Chains): ChainAgreement => ({
  meanError: numberOf(meanError(chains)),
  bulkSize: numberOf(bulkSize(chains)),
  tailSize: numberOf(tailSize()(chains)),
  rHat: numberOf(rHat(chains))
})

/** Where the element at `index` along `axes` lies among those of one draw. */
const placeIn = (
  { axes, sizes }: WideTensor,
  of: ReadonlyArray<string>,
  index: ReadonlyArray<number>
): number =>
  axes
    .slice(2)
    .reduce((at, axis, d) => at * (sizes[d + 2] ?? 1) + (index[of.indexOf(axis)] ?? 0), 0)

const elementAt = (
  { chains, draws, from }: PosteriorDraws,
  t: WideTensor,
  place: number,
  index: ReadonlyArray<number>,
  { probabilities }: SummaryQuestion
): ElementSummary => {
  const width = t.values.length / (chains * draws)
  const values = Float64Array.from(
    { length: chains * draws },
    (_, d) => t.values[d * width + place] ?? NaN
  )
  const { mean, sd } = meanAndDeviation(values)
  return {
    index,
    mean,
    // one draw has no spread that could be told
    sd: values.length > 1 ? sd : NaN,
    quantiles: quantilesOf(values, probabilities),
    agreement: from === undefined ? agreementOf({ chains, draws, values }) : undefined
  }
}

/** Sites in the order given, those that were drawn. */
export const summariseDraws = (
  drawn: PosteriorDraws,
  sites: ReadonlyArray<DeclaredSite>,
  question: SummaryQuestion
): ReadonlyArray<SiteSummary> =>
  sites.flatMap(({ site, axes }) => {
    const t = drawn.sites.get(site)
    if (t === undefined) return []
    const sizes = axes.map((a) => t.sizes[t.axes.indexOf(a)] ?? 1)
    const count = elements(sizes)
    return [
      {
        site,
        axes,
        count,
        moments: drawn.from ?? 'chains',
        quantiles: drawn.from ?? 'chains',
        elements: Array.from({ length: Math.min(count, question.rows) }, (_, i) => {
          const index = indexOf(sizes, i)
          return elementAt(drawn, t, placeIn(t, axes, index), index, question)
        })
      }
    ]
  })
