/**
 * Statistics of the data beside those of replicated data, as a table.
 *
 * @since 0.2.0
 */
import { quantilesOf } from '../inference/index.ts'
import type { PosteriorNames } from '../library/PosteriorNames.ts'
import type { Replicated, ReplicatedStatistic } from '../library/checking/ReplicateData.ts'
import { grouped, significant, table } from './Numbers.ts'

const shown = [0.05, 0.5, 0.95]
/** Of a model that is true one statistic in twenty, or fewer, is so far out. */
const suspect = 0.025

/** Labels of outcomes by their numbers: `share of 1` becomes `share of yes`. */
const named = ({ site, name }: ReplicatedStatistic, { outcomes }: PosteriorNames): string =>
  name.replace(/^share of (\d+)$/, (whole, k: string) => {
    const label = outcomes.get(site)?.[Number(k)]
    return label === undefined ? whole : `share of ${label}`
  })

const isSuspect = ({ p }: ReplicatedStatistic): boolean => p < suspect || p > 1 - suspect

const sourceOf = ({ question: { from, draws, seed } }: Replicated): string =>
  `${grouped(draws)} data sets drawn from ${from === 'prior' ? 'the priors' : 'what was learnt'} (seed ${seed})`

const verdict = ({ statistics, question: { from } }: Replicated, names: PosteriorNames): string => {
  const found = statistics.filter(isSuspect)
  return found.length === 0
    ? from === 'prior'
      ? 'the data are among what the priors hold possible'
      : 'the data are like data of this model, as far as these statistics see'
    : `${found.map((s) => `${s.site}: ${named(s, names)}`).join('; ')}: ` +
        (from === 'prior'
          ? 'hardly any data set of the priors is so'
          : 'hardly any data set of this model is so; what makes it so is not in the model')
}

/** A row for each statistic, and what is far out. */
export const showReplicated = (replicated: Replicated, names: PosteriorNames): string =>
  [
    table(
      ['site', 'statistic', 'data', ...shown.map((q) => `${significant(100 * q)} %`), 'p'],
      replicated.statistics.map((s) => [
        s.site,
        named(s, names),
        significant(s.observed),
        ...quantilesOf(s.replicated, shown).map(significant),
        Number.isNaN(s.p) ? '—' : s.p.toFixed(3)
      ])
    ),
    sourceOf(replicated),
    'p: the share of them with a larger one than the data',
    verdict(replicated, names)
  ].join('\n')

const orNull = (x: number): number | null => (Number.isFinite(x) ? x : null)

/** The same as an object; what is no number is null. */
export const replicatedJson = (
  replicated: Replicated,
  names: PosteriorNames
): Readonly<Record<string, unknown>> => ({
  from: replicated.question.from,
  draws: replicated.question.draws,
  seed: replicated.question.seed,
  statistics: replicated.statistics.map((s) => ({
    site: s.site,
    statistic: named(s, names),
    observed: orNull(s.observed),
    quantiles: Object.fromEntries(
      shown.map((q, i) => [String(q), orNull(quantilesOf(s.replicated, shown)[i] ?? NaN)])
    ),
    p: orNull(s.p),
    isSuspect: isSuspect(s)
  }))
})
