/**
 * Errors against bytes, a panel for each network: a point for every cell of a study, and the
 * published ones beside them.
 *
 * x bytes of the file, logarithmic; y error of the decoded file in per cent. Ours are filled, those
 * of others hollow; a published range is a line. The smaller and the righter, the lower left.
 *
 * @since 0.2.0
 */
import type { PublishedPoint, Study } from '../../study/index.ts'
import type { StudiedCell } from './StudyTable.ts'
import { chart, leftOut, plotWidth, type Specification } from '../charts/Chart.ts'

// model

interface Point {
  readonly who: string
  readonly from: 'ours' | 'published'
  readonly bytes: number
  readonly error: number
  readonly high: number
}

// combinators

/** Okabe & Ito 2008, without yellow, which is too light on white; then a grey and a brown. */
const colours = [
  '#0072B2',
  '#D55E00',
  '#009E73',
  '#CC79A7',
  '#E69F00',
  '#56B4E9',
  '#000000',
  '#999999',
  '#8B4513'
]

const ours = ({ cell: { method, setting }, outcome }: StudiedCell): ReadonlyArray<Point> => {
  const file = outcome?.file
  const error = file?.tested.errorPercent ?? file?.tested.nats ?? null
  return file === undefined || file === null || error === null
    ? []
    : [
        {
          who: setting === '' ? method : `${method}, ${setting}`,
          from: 'ours',
          bytes: file.sizeBytes,
          error,
          high: error
        }
      ]
}

/** Where it says bytes, or a rate of a network whose weights are known. */
const others = (p: PublishedPoint, weights: number | undefined): ReadonlyArray<Point> => {
  const bytes =
    p.bytes ??
    (p.maximumCompression === undefined || weights === undefined
      ? undefined
      : (4 * weights) / p.maximumCompression)
  const [low, high] =
    typeof p.errorPercent === 'number' ? [p.errorPercent, p.errorPercent] : p.errorPercent
  return bytes === undefined ? [] : [{ who: p.method, from: 'published', bytes, error: low, high }]
}

const x = { field: 'bytes', type: 'quantitative', title: 'bytes of the file' }
const y = { field: 'error', type: 'quantitative', scale: { zero: false } }

const panel = (
  network: string,
  measure: string,
  points: ReadonlyArray<Point>,
  names: ReadonlyArray<string>
): Specification => ({
  title: { text: network, anchor: 'start', fontSize: 12, fontWeight: 'normal' },
  data: { values: points.map((p) => ({ ...p })) },
  width: plotWidth,
  height: 240,
  encoding: {
    x: { ...x, scale: { type: 'log', nice: true }, axis: { format: '~s' } },
    color: {
      field: 'who',
      type: 'nominal',
      scale: { domain: [...names], range: names.map((_, i) => colours[i % colours.length]) },
      legend: { columns: 2, labelLimit: 400, symbolType: 'circle', symbolSize: 70 }
    }
  },
  layer: [
    {
      transform: [{ filter: 'datum.high > datum.error' }],
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { y: { ...y, title: measure }, y2: { field: 'high' } }
    },
    {
      transform: [{ filter: "datum.from === 'ours'" }],
      mark: { type: 'point', filled: true, size: 60, opacity: 0.9 },
      encoding: { y: { ...y, title: measure } }
    },
    {
      transform: [{ filter: "datum.from === 'published'" }],
      mark: { type: 'point', filled: false, shape: 'diamond', size: 90, strokeWidth: 2 },
      encoding: { y: { ...y, title: measure } }
    }
  ]
})

// destructors

/** Errors against bytes; cells that are not pressed, or not done, have no point. */
export const studyChart = (s: Study, cells: ReadonlyArray<StudiedCell>): Specification => {
  const pointsOf = (network: string): ReadonlyArray<Point> => [
    ...cells.filter(({ cell }) => cell.network === network).flatMap(ours),
    ...(s.published ?? [])
      .filter((p) => p.network === network)
      .flatMap((p) => others(p, s.networks[network]?.weights))
  ]
  const panels = Object.keys(s.networks).map((name) => ({ name, points: pointsOf(name) }))
  const names = [...new Set(panels.flatMap(({ points }) => points.map(({ who }) => who)))]
  const isError = cells.every(
    ({ outcome }) => outcome === undefined || outcome.unpruned.errorPercent !== null
  )
  const bare = cells.filter(({ outcome }) => outcome === undefined).length
  const held = cells.find(({ outcome }) => outcome !== undefined)?.outcome?.heldOut ?? 0
  return chart(
    s.name,
    [
      'filled: ours, a point for every seed; hollow: published',
      held === 0 ? '' : `ours: on ${held} rows held out of training`,
      bare === 0 ? '' : `${bare} of ${cells.length} cells have not run`,
      leftOut(
        panels.flatMap(({ points }) => points).filter((p) => !Number.isFinite(p.error)).length,
        'point'
      )
    ],
    {
      spacing: 16,
      vconcat: panels.map(({ name, points }) =>
        panel(name, isError ? 'error %' : 'nats a value', points, names)
      )
    }
  )
}
