/**
 * A pressed network in words and as JSON: what is in it, where its bytes went, how it does.
 *
 * @since 0.2.0
 */
import type { Artifact, Ledger, Pressed, TableRow } from '../compress/index.ts'
import type { EpochMetrics, Evaluation } from '../inference/index.ts'
import { visible } from '../ir/Visible.ts'
import { errorRateOf } from '../library/EvaluateModel.ts'
import { showEpoch, showEvaluation } from './EpochText.ts'
import { grouped } from './Numbers.ts'
import { showLayers, showLedger, showPressed, showTableRow } from './PressText.ts'

// model

/** A file, what is in it, and how every choice came about. */
export interface PressedNet {
  readonly path: string
  readonly ledger: Ledger
  readonly pressed: Pressed
  readonly row: TableRow
}

/** A network as its file has it, and how it does. */
export interface TestedArtifact {
  readonly artifact: Artifact
  readonly row: TableRow
  readonly evaluations: ReadonlyArray<Evaluation>
}

// combinators

/** Paragraphs, an empty line between two. */
const paragraphs = (...parts: ReadonlyArray<string>): string => parts.join('\n\n')

const settingsText = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => visible(`, ${name} ${value}`))
    .join('')

/** A model may have no tensor of weights: then there is no rate of what is left of them. */
const hasWeights = ({ layers }: TableRow): boolean => layers.length > 0

/** A line for each tensor of weights, and the row of the literature's table, where there is any. */
const showWeights = (row: TableRow): ReadonlyArray<string> =>
  hasWeights(row) ? [showLayers(row), showTableRow(row, undefined)] : []

// destructors

/** `lenet.ts, seed 1, 12 epochs`. */
export const showProvenance = ({ provenance: { model, seed, epochs } }: Artifact): string =>
  `${visible(model)}, seed ${seed}, ${epochs} epochs`

/** Where it comes from, its axes, what it reads and predicts; the ledger, layers, the row. */
export const showContents = (
  path: string,
  artifact: Artifact,
  ledger: Ledger,
  row: TableRow
): string => {
  const { provenance, network } = artifact
  const sizes = [...network.sizes].map(([axis, size]) => `${axis} ${size}`)
  const predictions = network.predictions.map(
    (p) => `${p.site} over [${p.axes.join(', ')}], ${p.family}`
  )
  return paragraphs(
    [
      `${path}: ${showProvenance(artifact)}${settingsText(provenance.settings)}`,
      `axes ${sizes.join(', ')}`,
      ...[...network.kept].map(
        ([axis, { size, indices }]) => `${axis}: reads ${indices.length} of ${size}`
      ),
      `predicts ${predictions.join('; ')}`
    ].join('\n'),
    showLedger(ledger),
    ...showWeights(row)
  )
}

/** The same for programs. */
export const contentsJson = (
  path: string,
  { provenance, network }: Artifact,
  ledger: Ledger,
  row: TableRow
): Readonly<Record<string, unknown>> => ({
  file: path,
  provenance,
  sizes: Object.fromEntries(network.sizes),
  kept: Object.fromEntries(network.kept),
  ledger: ledger.rows,
  row,
  predictions: network.predictions.map(({ site, family, axes }) => ({ site, family, axes }))
})

/** What pressing `from` did: choices, the ledger, layers, the row. */
export const showPressedNet = (from: string, { path, ledger, pressed, row }: PressedNet): string =>
  paragraphs(
    `pressed ${from} into ${path}`,
    showPressed(pressed.report),
    showLedger(ledger),
    ...showWeights(row)
  )

/** The same for programs. */
export const pressedJson = ({
  path,
  ledger,
  pressed: { artifact, report },
  row
}: PressedNet): Readonly<Record<string, unknown>> => ({
  file: path,
  sizeBytes: ledger.sizeBytes,
  ledger: ledger.rows,
  row,
  provenance: artifact.provenance,
  nats: { baseline: report.baselineNats, slim: report.slimNats, final: report.finalNats },
  precision: report.precision,
  gates: report.gates.map((g) => ({
    axes: g.scores.gate.axes,
    target: g.scores.gate.target,
    rule: g.rule,
    threshold: g.threshold,
    alive: g.mask.alive.reduce((a, b) => a + b, 0),
    of: g.mask.alive.length,
    nats: g.nats,
    savedNats: g.savedNats ?? null,
    unimodal: g.split.unimodal
  })),
  notMasked: report.reported.map(({ target, factors }) => ({ target, factors }))
})

/** The row of the literature's table with the error that was measured. */
export const showTestedRow = ({ artifact, row, evaluations }: TestedArtifact): string =>
  showTableRow(row, {
    errorRate: errorRateOf(evaluations),
    seed: artifact.provenance.seed
  })

/** `on` what it was tested, `notes` what is to be said of that. */
export const showTestedNet = (
  path: string,
  on: string,
  notes: ReadonlyArray<string>,
  tested: TestedArtifact
): string =>
  paragraphs(
    [
      `${path}: ${showProvenance(tested.artifact)}, on ${on}`,
      ...notes,
      ...tested.evaluations.map(showEvaluation)
    ].join('\n'),
    ...(hasWeights(tested.row) ? [showTestedRow(tested)] : [])
  )

/**
 * `pressing runs/a: effects on 20,000 training images, tolerance 0.006 nats per datum`; `rows` are
 * of images, or of tables.
 */
export const showPressing = (
  from: string,
  rows: number,
  kind: 'images' | 'tables',
  toleranceNats: number,
  budget: string | undefined
): string => {
  const until =
    budget === undefined ? `tolerance ${toleranceNats} nats per datum` : `at most ${budget}`
  return `pressing ${from}: effects on ${grouped(rows)} training ${kind === 'images' ? 'images' : 'rows'}, ${until}`
}

/** All of it once: trained, pressed, read back and tested on the test part of a data set. */
export const showMainJob = (
  epochs: number,
  last: EpochMetrics | undefined,
  { path, ledger, pressed }: PressedNet,
  set: string,
  tested: TestedArtifact
): string =>
  paragraphs(
    `trained for ${epochs} epochs${last === undefined ? '' : `: ${showEpoch(last)}`}`,
    showPressed(pressed.report),
    `where the ${ledger.sizeBytes} bytes of ${path} went\n${showLedger(ledger)}`,
    showLayers(tested.row),
    `the file, read back, on the test part of ${set}: ${tested.evaluations.map(showEvaluation).join('; ')}`,
    showTestedRow(tested)
  )
