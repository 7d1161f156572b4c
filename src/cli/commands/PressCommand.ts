/**
 * `farrier press`: the network of a run, pruned, quantised and coded into one file.
 *
 * @since 0.1.0
 */
import { basename } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { encodeNet, type NetFile } from '../../storage/net/NetFile.ts'
import { loadPosterior, type StoredPosterior } from '../../storage/run/RunFolder.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import {
  networkOf,
  press as pressNetwork,
  pressWithin,
  type Pressed,
  type PressInput,
  type PressOptions,
  type Provenance,
  showLedger,
  tableRow,
  type TableRow
} from '../../compress/index.ts'
import { problem } from '../../ir/Problem.ts'
import { effectOn, firstRows, meanOn, savingsOn } from '../../library/index.ts'
import type { Executor } from '../../runtime/index.ts'
import { means } from '../../inference/index.ts'
import { attempt, type Command, fromMany, fromOne, type Report, say } from '../Command.ts'
import { type ModelRun, modelOfRun, withData } from '../ModelRun.ts'
import { grouped } from '../../report/Numbers.ts'
import { decodeOptions } from '../options/OptionTable.ts'
import { budgetOf, type PressChoice, pressOptionsOf, pressTable } from '../options/PressOptions.ts'
import { showLayers, showPressed, showTableRow } from '../../report/PressText.ts'

// model

/** A written file, what is in it, and how every choice came about. */
export interface PressedFile {
  readonly path: string
  readonly file: NetFile
  readonly pressed: Pressed
  readonly row: TableRow
  readonly record: RunRecord
}

// combinators

const whole = (folder: string, record: RunRecord): Command<RunRecord> =>
  record.outcome !== 'running'
    ? RTE.right(record)
    : RTE.left(
        of(
          problem(
            folder,
            `this run has not ended (epoch ${record.epoch}, ${record.steps.done} of ${record.steps.of} steps)`,
            'it is training now, or it was cut off without saving',
            `wait for it, or go on with it: farrier train ${record.model.path} --out ${folder} --resume`
          )
        )
      )

/** Data and range are kept, so that the file is tested on the same numbers it was trained on. */
const provenanceOf = ({ model, training, epoch, data }: RunRecord, o: PressChoice): Provenance => ({
  model: basename(model.path),
  seed: typeof training['seed'] === 'number' ? training['seed'] : 0,
  epochs: epoch,
  settings: {
    ...model.settings,
    data: basename(data.name),
    range: data.range.join('..'),
    ...(data.holdOut === 0 ? {} : { holdOut: String(data.holdOut) }),
    tolerance: String(o.tolerance),
    ...(o.threshold.length === 0 ? {} : { threshold: o.threshold.join(' ') }),
    ...(o.foldMeans ? { means: 'folded' } : {})
  }
})

const inputOf = (
  { model: { program } }: ModelRun,
  posterior: StoredPosterior,
  provenance: Provenance
): Command<PressInput> =>
  pipe(
    fromOne(networkOf(program)(means(posterior.sites))),
    RTE.map((network) => ({
      network,
      gates: program.gates,
      posterior: posterior.sites,
      provenance
    }))
  )

const pressOn =
  (
    o: PressChoice,
    options: PressOptions,
    budget: number | undefined,
    { bound, model: { program } }: ModelRun,
    { parameters }: StoredPosterior,
    input: PressInput
  ): Command<Pressed> =>
  (c) =>
    c.withExecutor(o, <B>(executor: Executor<B>) => {
      const seen = firstRows(bound.plate, o.rows)(bound.train)
      return pipe(
        savingsOn(executor, program, bound.train)(parameters, input.provenance.seed),
        TE.chain((savedNats) => {
          const all = {
              ...options,
              savedNats,
              meanOf: o.foldMeans ? meanOn(executor, seen) : undefined
            },
            effect = effectOn(executor, seen)
          return budget === undefined
            ? pressNetwork(all, effect)(input)
            : pipe(
                pressWithin(budget)(all, effect)(input),
                TE.map((found) => found.pressed)
              )
        }),
        TE.mapLeft(of)
      )
    })

// constructors

/**
 * The file is on the disk afterwards, whole. Effects are measured on training data; test data are
 * never looked at.
 */
export const pressRun = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<PressedFile> =>
  pipe(
    RTE.Do,
    RTE.bind('o', () => fromMany(decodeOptions('farrier press', pressTable)(given))),
    RTE.bind('options', ({ o }) => fromMany(pressOptionsOf(o))),
    RTE.bind('budget', ({ o }) => fromMany(budgetOf(o))),
    RTE.bind('run', () => modelOfRun(folder)),
    RTE.bind('record', ({ run }) => whole(folder, run.record)),
    RTE.bind('posterior', () => attempt(({ files }) => loadPosterior(files, folder))),
    RTE.bind('model', ({ run: { record, model } }) => withData(record.data)(model)),
    RTE.bind('input', ({ o, record, model, posterior }) =>
      inputOf(model, posterior, provenanceOf(record, o))
    ),
    RTE.tap(({ o, model }) =>
      say(
        `pressing ${folder}: effects on ${grouped(Math.min(o.rows, model.set.train.count))} training images, ${o.nonZero === undefined ? `tolerance ${o.tolerance} nats per datum` : `at most ${o.nonZero} % of the weights`}`
      )
    ),
    RTE.bind('pressed', ({ o, options, budget, model, posterior, input }) =>
      pressOn(o, options, budget, model, posterior, input)
    ),
    RTE.let('file', ({ pressed }) => encodeNet(pressed.artifact)),
    RTE.tap(({ o, file }) => attempt(({ files }) => files.writeWhole(o.out, file.bytes))),
    RTE.map(({ o, file, pressed, record }) => ({
      path: o.out,
      file,
      pressed,
      record,
      row: tableRow(pressed.artifact, file.bytes.length)
    }))
  )

// destructors

/** The ledger as programs read it. */
export const pressedJson = ({
  path,
  file,
  pressed: { artifact, report },
  row
}: PressedFile): Readonly<Record<string, unknown>> => ({
  file: path,
  sizeBytes: file.bytes.length,
  ledger: file.ledger.rows,
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

/** On what its run was tested on. */
const evalCommand = ({
  path,
  record: {
    data: { name, holdOut }
  }
}: PressedFile): string =>
  `farrier eval ${path} --data ${name}${holdOut === 0 ? '' : ` --hold-out ${holdOut}`}`

export const press = (folder: string, given: Readonly<Record<string, unknown>>): Command<Report> =>
  pipe(
    pressRun(folder, given),
    RTE.map((done) => ({
      text: [
        `pressed ${folder} into ${done.path}`,
        '',
        showPressed(done.pressed.report),
        '',
        showLedger(done.file.ledger),
        '',
        showLayers(done.row),
        '',
        showTableRow(done.row, undefined),
        '',
        `test it: ${evalCommand(done)}`
      ].join('\n'),
      json: pressedJson(done)
    }))
  )
