/** Outcomes as a Markdown table beside the published numbers, and its place in a document. */
import type { Outcome } from './Outcome.ts'
import { published, type PublishedRow } from './Published.ts'

// numbers

const sum = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)
const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+$)/g, ',')

/** `1.98 (1.92 to 2.05)`; one number alone; – where there is none, ∞ where a rate has none. */
export const meanAndRange = (values: ReadonlyArray<number | null>, digits: number): string => {
  const show = (x: number): string => (digits === 0 ? grouped(x.toFixed(0)) : x.toFixed(digits))
  const finite = values.flatMap((v) => (v === null ? [] : [v]))
  if (finite.length === 0) return values.length === 0 ? '–' : '∞'
  const [low, high, mean] = [Math.min(...finite), Math.max(...finite), sum(finite) / finite.length]
  const infinite = finite.length < values.length ? ', ∞' : ''
  return infinite === '' && show(low) === show(high)
    ? show(mean)
    : `${show(mean)} (${show(low)} to ${show(high)}${infinite})`
}

// rows

/** What errors are measured on: test images, or so many training images that were held out. */
const errorOf = (heldOut: number): string =>
  heldOut === 0 ? 'error' : `error on ${grouped(String(heldOut))} held out`

const head = (heldOut: number): ReadonlyArray<string> => [
  'method',
  'seeds',
  `${errorOf(heldOut)}, unpruned %`,
  `${errorOf(heldOut)}, decoded file %`,
  'non-zero %',
  'pruning',
  'fast prediction',
  'max. compression',
  'file, bytes',
  'architecture',
  'bits per layer'
]

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`

const ourRow = (prior: string, all: ReadonlyArray<Outcome>): ReadonlyArray<string> => {
  const files = all.flatMap(({ pressed }) => (pressed === undefined ? [] : [pressed]))
  const name = files.length === 0 ? `\`${prior}\`, uncompressed` : `\`${prior}\``
  return [
    name,
    all.map((o) => o.seed).join(', '),
    meanAndRange(
      all.map((o) => o.unprunedErrorPercent),
      2
    ),
    meanAndRange(
      files.map((f) => f.errorPercent),
      2
    ),
    files.length === 0
      ? '100'
      : meanAndRange(
          files.map((f) => f.nonZeroPercent),
          1
        ),
    ...(files.length === 0
      ? ['1', '1', '1']
      : [
          files.map((f) => f.pruningRate),
          files.map((f) => f.fastPredictionRate),
          files.map((f) => f.maximumCompressionRate)
        ].map((r) => meanAndRange(r, 1))),
    meanAndRange(
      files.map((f) => f.sizeBytes),
      0
    ),
    files.map((f) => f.architecture).join('<br>') || '–',
    files.map((f) => f.publishedBits).join('<br>') || '–'
  ]
}

const publishedRow = (p: PublishedRow): ReadonlyArray<string> => [
  `${p.method} (${p.source})`,
  '–',
  '–',
  p.errorPercent,
  p.nonZeroPercent,
  p.pruning,
  p.fastPrediction,
  p.maximumCompression,
  p.file,
  p.architecture,
  p.bits
]

const priorsOf = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<string> => [
  ...new Set(outcomes.map((o) => o.prior))
]
const of = (outcomes: ReadonlyArray<Outcome>, prior: string): ReadonlyArray<Outcome> =>
  outcomes.filter((o) => o.prior === prior).sort((a, b) => a.seed - b.seed)

/**
 * Ours first, the published rows below, whose errors are always of test images; `heldOut` images of
 * the training set stand in for them in ours, 0 for none. Several seeds: mean (lowest to highest);
 * architectures and bits in the order of the seeds.
 */
export const table = (outcomes: ReadonlyArray<Outcome>, heldOut = 0): string =>
  [
    line(head(heldOut)),
    line(head(heldOut).map((_, i) => (i === 0 || i > 8 ? '---' : '---:'))),
    ...priorsOf(outcomes).map((prior) => line(ourRow(prior, of(outcomes, prior)))),
    ...published.map((p) => line(publishedRow(p)))
  ].join('\n')

/**
 * Where each prior stands against the published row it corresponds to, one sentence each, whichever
 * way it falls.
 */
export const comparison = (outcomes: ReadonlyArray<Outcome>, heldOut = 0): string =>
  published
    .flatMap((p) => {
      const files = of(outcomes, p.prior ?? '').flatMap(({ pressed }) =>
        pressed === undefined ? [] : [pressed]
      )
      if (files.length === 0) return []
      const mean = (values: ReadonlyArray<number | null>, digits: number): string =>
        meanAndRange(values, digits).replace(/ \(.*/, '')
      return [
        `- \`${p.prior ?? ''}\` against ${p.method}: ${errorOf(heldOut)} ${mean(
          files.map((f) => f.errorPercent),
          2
        )} % (published ${p.errorPercent}), non-zero ${mean(
          files.map((f) => f.nonZeroPercent),
          1
        )} % (${p.nonZeroPercent}), ` +
          `fast-prediction rate ${mean(
            files.map((f) => f.fastPredictionRate),
            1
          )} (${p.fastPrediction}), maximum-compression rate ${mean(
            files.map((f) => f.maximumCompressionRate),
            1
          )} (${p.maximumCompression}).`
      ]
    })
    .join('\n')

// documents

export const begin = '<!-- results: made by npm run results, do not edit -->',
  end = '<!-- end of results -->'

/** The document with `made` between two marks; undefined where it has not both. */
export const putBetween =
  (first: string, last: string) =>
  (made: string) =>
  (document: string): string | undefined => {
    const from = document.indexOf(first),
      to = document.indexOf(last)
    return from < 0 || to < from
      ? undefined
      : `${document.slice(0, from + first.length)}\n\n${made}\n\n${document.slice(to)}`
  }

export const putBetweenMarks = putBetween(begin, end)
