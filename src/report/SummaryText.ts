/**
 * The posterior as a table: a row an element, with its mean, deviation and quantiles.
 *
 * @since 0.2.0
 */
import {
  type ChainAgreement,
  type ElementSummary,
  quantileError,
  type SiteSummary,
  type SummaryQuestion
} from '../inference/index.ts'
import { isPlace } from '../ir/Posterior.ts'
import type { PosteriorNames } from '../library/PosteriorNames.ts'
import { csvText } from './CsvText.ts'
import { counted, grouped, significant, table } from './Numbers.ts'

/** Of axes whose indices have names; the others have numbers from 0. */
export type IndexNames = PosteriorNames['indices']

/**
 * `w[pixels 3, h1 7]`, `w[features age]`; along axes that have only a place, `(1)`, `w[3, 7]`; a site
 * without axes by its name alone.
 */
export const elementName = (
  site: string,
  axes: ReadonlyArray<string>,
  index: ReadonlyArray<number>,
  names: IndexNames
): string =>
  axes.length === 0
    ? site
    : `${site}[${axes
        .map((a, d) => {
          const member = names.get(a)?.[index[d] ?? -1] ?? index[d]
          return isPlace(a) ? member : `${a} ${member}`
        })
        .join(', ')}]`

/** 0.05 → `5 %`. */
const percentile = (p: number): string => `${significant(100 * p)} %`

/** Are the numbers those of chains of the posterior itself? */
const isSampled = (sites: ReadonlyArray<SiteSummary>): boolean =>
  sites.some((s) => s.moments === 'chains')

/** Columns of what was sampled: head, name for programs, number. */
const agreement: ReadonlyArray<
  readonly [head: string, name: keyof ChainAgreement, show: (x: number) => string]
> = [
  ['mcse', 'meanError', significant],
  ['ess bulk', 'bulkSize', (x) => (Number.isFinite(x) ? grouped(x) : significant(x))],
  ['ess tail', 'tailSize', (x) => (Number.isFinite(x) ? grouped(x) : significant(x))],
  ['R̂', 'rHat', (x) => (Number.isFinite(x) ? x.toFixed(3) : significant(x))]
]

/** What draws are of, where there is no guide. */
const sourceNames: {
  readonly [S in Exclude<SiteSummary['moments'], 'closed form' | 'draws'>]: string
} = {
  chains: 'the posterior, of all chains',
  prior: 'the priors',
  pathfinder: 'the posterior as Pathfinder approximates it',
  laplace: 'the posterior as Laplace approximates it'
}

/** What of the table comes from draws, and how exact that is. */
const sources = (
  sites: ReadonlyArray<SiteSummary>,
  { probabilities, draws, seed }: SummaryQuestion
): ReadonlyArray<string> => {
  const [first] = sites
  if (first !== undefined && first.moments !== 'closed form' && first.moments !== 'draws')
    return [`from ${counted(draws, 'draw')} of ${sourceNames[first.moments]}`]
  const drawn = (what: 'moments' | 'quantiles'): string =>
    sites.flatMap((s) => (s[what] === 'draws' ? [s.site] : [])).join(', ')
  const [moments, quantiles] = [drawn('moments'), drawn('quantiles')]
  if (moments === '' && quantiles === '') return ['everything in closed form, of the guide']
  const widest = probabilities.reduce(
    (a, p) => (Math.abs(p - 0.5) > Math.abs(a - 0.5) ? p : a),
    0.5
  )
  const [low, high] = quantileError(widest, draws).map(percentile)
  return [
    `from ${counted(draws, 'draw')} of the guide (seed ${seed}): ${[
      ...(moments === '' ? [] : [`mean and sd of ${moments}`]),
      ...(quantiles === '' ? [] : [`quantiles of ${quantiles}`])
    ].join('; ')}`,
    `the ${percentile(widest)} quantile of so many draws is a true one of ${low} to ` +
      `${high}, 95 times in 100; a mean is off by sd/√${grouped(draws)} = ` +
      `${significant(1 / Math.sqrt(draws))} sd`
  ]
}

const left = (sites: ReadonlyArray<SiteSummary>): ReadonlyArray<string> =>
  sites.flatMap((s) =>
    s.elements.length < s.count
      ? [`${s.site}: ${grouped(s.elements.length)} of ${grouped(s.count)} elements (--rows)`]
      : []
  )

/** Is there a deviation by linear response to be shown? */
const hasResponse = (sites: ReadonlyArray<SiteSummary>): boolean =>
  sites.some((s) => s.elements.some((e) => e.responseSd !== undefined))

/** Mean and deviations of an element; `none` stands where linear response says nothing. */
const momentCells = <A>(
  e: ElementSummary,
  isShown: boolean,
  none: A
): ReadonlyArray<number | A> => [e.mean, e.sd, ...(isShown ? [e.responseSd ?? none] : [])]

const explained = (sites: ReadonlyArray<SiteSummary>): ReadonlyArray<string> =>
  hasResponse(sites)
    ? [
        'sd is of the guide; sd lr, by linear response, has what it misses of how sites vary together'
      ]
    : []

/** A table for people, and beneath it what is left out and how exact the numbers are. */
export const showSummary = (
  sites: ReadonlyArray<SiteSummary>,
  question: SummaryQuestion,
  names: IndexNames
): string =>
  [
    table(
      [
        'site',
        'mean',
        'sd',
        ...(hasResponse(sites) ? ['sd lr'] : []),
        ...question.probabilities.map(percentile),
        ...(isSampled(sites) ? agreement.map(([head]) => head) : [])
      ],
      sites.flatMap((s) =>
        s.elements.map((e) => [
          elementName(s.site, s.axes, e.index, names),
          ...[...momentCells(e, hasResponse(sites), NaN), ...e.quantiles].map(significant),
          ...(isSampled(sites)
            ? agreement.map(([, name, show]) => show(e.agreement?.[name] ?? NaN))
            : [])
        ])
      )
    ),
    ...left(sites),
    ...explained(sites),
    ...sources(sites, question)
  ].join('\n')

/** The column with the quantile of a probability: `q0.05`. */
export const quantileColumn = (p: number): string => `q${p}`

/** The same rows for programs: `site`, `mean`, `sd`, `q0.05` … */
export const summaryCsv = (
  sites: ReadonlyArray<SiteSummary>,
  { probabilities }: SummaryQuestion,
  names: IndexNames
): string =>
  csvText(
    [
      'site',
      'mean',
      'sd',
      ...(hasResponse(sites) ? ['responseSd'] : []),
      ...probabilities.map(quantileColumn),
      ...(isSampled(sites) ? agreement.map(([, name]) => name) : [])
    ],
    sites.flatMap((s) =>
      s.elements.map((e) => [
        elementName(s.site, s.axes, e.index, names),
        ...momentCells(e, hasResponse(sites), ''),
        ...e.quantiles,
        ...(isSampled(sites) ? agreement.map(([, name]) => e.agreement?.[name] ?? '') : [])
      ])
    )
  )

/** What is no number in JSON is null. */
const agreementJson = (a: ChainAgreement): Readonly<Record<string, number | null>> =>
  Object.fromEntries(
    agreement.map(([, name]) => {
      const x = a[name]
      return [name, x !== undefined && Number.isFinite(x) ? x : null]
    })
  )

/** The same as an object. */
export const summaryJson = (
  sites: ReadonlyArray<SiteSummary>,
  { probabilities, draws, seed }: SummaryQuestion,
  names: IndexNames
): Readonly<Record<string, unknown>> => ({
  draws,
  seed,
  sites: sites.map((s) => ({
    site: s.site,
    axes: s.axes,
    elements: s.count,
    moments: s.moments,
    quantiles: s.quantiles,
    rows: s.elements.map((e) => ({
      name: elementName(s.site, s.axes, e.index, names),
      index: e.index,
      mean: e.mean,
      sd: e.sd,
      ...(e.responseSd === undefined ? {} : { responseSd: e.responseSd }),
      ...(e.agreement === undefined ? {} : agreementJson(e.agreement)),
      quantiles: Object.fromEntries(probabilities.map((p, i) => [String(p), e.quantiles[i]]))
    }))
  }))
})
