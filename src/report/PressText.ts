/**
 * What pressing did, in words: choices, layers, the row of the table.
 *
 * @since 0.1.0
 */
import {
  aliveCount,
  type GateChoice,
  type Ledger,
  type Precision,
  type PressReport,
  showAxes,
  type TableRow
} from '../compress/index.ts'
import { grouped, percent, table } from './Numbers.ts'

const rounded = (x: number, digits: number): string =>
  Number.isFinite(x) ? x.toFixed(digits) : x > 0 ? '∞' : x < 0 ? '−∞' : '—'

const gateRow = ({
  scores,
  mask,
  rule,
  threshold,
  split,
  nats,
  savedNats
}: GateChoice): ReadonlyArray<string> => [
  `${showAxes(scores.gate)}←${scores.gate.target}`,
  `${aliveCount(mask)}/${mask.alive.length}`,
  rule,
  rounded(threshold, 2),
  split.unimodal ? 'one' : 'two',
  nats.toFixed(4),
  savedNats === undefined ? '—' : savedNats.toFixed(1)
]

const showPrecision = (p: Precision): string =>
  p._tag === 'Bits'
    ? `${p.totalBits} bits for every weight`
    : p._tag === 'Codebook'
      ? `at most 2^${p.bits} levels for the weights of a tensor, ` +
        (p.rule === 'kMeans' ? 'by k-means' : 'entropy-constrained')
      : `rounding error at most ${p.rho.toPrecision(3)} of the posterior variance`

/**
 * Gates with what survives and what of the complexity cost its mask saves, the training loss before
 * and after, the precision.
 */
export const showPressed = (r: PressReport): string =>
  [
    r.gates.length === 0
      ? 'no gates, so nothing is pruned'
      : table(
          ['gate', 'kept', 'rule', 'threshold', 'modes', 'nats per datum', 'cost saved, nats'],
          r.gates.map(gateRow)
        ),
    ...r.reported.map(
      (g) =>
        `not masked: ${showAxes(g) === '' ? 'the whole tensor' : showAxes(g)}←${g.target} (${g.factors.join(', ')})`
    ),
    `training loss ${r.baselineNats.toFixed(4)} nats per datum, ${r.slimNats.toFixed(4)} ` +
      `pruned, ${r.finalNats.toFixed(4)} pruned and rounded`,
    `precision: ${showPrecision(r.precision)}`
  ].join('\n')

/** A line for each weight tensor. */
export const showLayers = ({ layers }: TableRow): string =>
  table(
    ['weights', 'before', 'left', 'not zero', 'bits as stored', 'bits as published'],
    layers.map((l) => [
      l.name,
      grouped(l.dense),
      grouped(l.left),
      grouped(l.nonZero),
      String(l.fixedPointBits),
      String(l.publishedBits)
    ])
  )

/** The row of the literature's table; `errorRate` where it has been measured. */
export const showTableRow = (
  r: TableRow,
  facts: { readonly errorRate: number; readonly seed: number } | undefined
): string =>
  table(
    [
      ...(facts === undefined ? [] : ['error']),
      'non-zero',
      'pruning',
      'fast prediction',
      'max. compression',
      'architecture',
      'bits per layer',
      'bytes',
      ...(facts === undefined ? [] : ['seed'])
    ],
    [
      [
        ...(facts === undefined
          ? []
          : [Number.isNaN(facts.errorRate) ? '–' : percent(facts.errorRate)]),
        ...(r.dense === 0
          ? Array.from({ length: 6 }, () => '–')
          : [
              `${r.nonZeroPercent.toFixed(2)} %`,
              `${rounded(r.pruningRate, 1)}×`,
              `${rounded(r.fastPredictionRate, 1)}×`,
              `${rounded(r.maximumCompressionRate, 1)}×`,
              r.architecture,
              r.publishedBits
            ]),
        grouped(r.sizeBytes),
        ...(facts === undefined ? [] : [String(facts.seed)])
      ]
    ]
  )

/** Three aligned columns: bytes, part, detail; the last line is the sum. */
export const showLedger = ({ rows, sizeBytes }: Ledger): string => {
  const all = [...rows, { part: 'the file', sizeBytes, detail: '' }]
  const [digits, width] = [
    Math.max(...all.map((r) => String(r.sizeBytes).length)),
    Math.max(...all.map((r) => r.part.length))
  ]
  return all
    .map((r) =>
      `${String(r.sizeBytes).padStart(digits)}  ${r.part.padEnd(width)}  ${r.detail}`.trimEnd()
    )
    .join('\n')
}
