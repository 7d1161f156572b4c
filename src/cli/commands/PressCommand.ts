/**
 * `farrier press`: the network of a run, pruned, quantised and coded into one file.
 *
 * @since 0.1.0
 */
import { basename } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { encodeNet } from '../../storage/net/NetFile.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import { type Provenance, tableRow, toleranceOf } from '../../compress/index.ts'
import { pressInput, pressOn } from '../../library/PressModel.ts'
import type { Problems } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { fittedRun } from '../../library/run/LoadLearnt.ts'
import { runEnded, seedOf, thriftOf, trainedArrays } from '../../library/run/RunIdentity.ts'
import {
  attempt,
  type Command,
  fromMany,
  fromOne,
  onExecutor,
  type Report,
  say
} from '../Command.ts'
import { writingAlone } from '../Locks.ts'
import { type LearntRun, learntRun, modelOfRun } from '../ModelRun.ts'
import { choiceOfRun, unchangedFiles } from '../options/DataChoice.ts'
import { decodeOptions } from '../options/OptionTable.ts'
import { tableNames } from '../options/TableSource.ts'
import { type PressChoice, pressChoicesOf, pressTable } from '../options/PressOptions.ts'
import { type PressedNet, pressedJson, showPressedNet, showPressing } from '../../report/NetText.ts'

// model

/** A written file, and the run that it was pressed from. */
export interface PressedRun extends PressedNet {
  readonly record: RunRecord
}

// combinators

/** Of tables, what a file needs to take the same columns for the same numbers. */
const dataWords = (data: RunRecord['data']): Readonly<Record<string, string>> =>
  data.kind === 'images'
    ? { data: basename(data.name), range: data.range.join('..') }
    : {
        data: tableNames(data),
        bind: JSON.stringify(data.bind),
        labels: JSON.stringify(data.labels)
      }

/** Data and range are kept, so that the file is tested on the same numbers it was trained on. */
const provenanceOf = (record: RunRecord, o: PressChoice, toleranceNats: number): Provenance => ({
  model: basename(record.model.path),
  seed: seedOf(record),
  epochs: record.epoch,
  settings: {
    ...record.model.settings,
    ...dataWords(record.data),
    ...(record.data.holdOut === 0 ? {} : { holdOut: String(record.data.holdOut) }),
    tolerance: String(toleranceNats),
    ...(o.threshold.length === 0 ? {} : { threshold: o.threshold.join(' ') }),
    ...(o.foldMeans ? { means: 'folded' } : {}),
    ...(o.compensate ? {} : { rounding: 'plain' })
  }
})

/** Errors: the data are not those that the run was trained on. */
const trainedData = (
  folder: string,
  record: RunRecord,
  { data, bound: { train } }: LearntRun
): E.Either<Problems, void> =>
  pipe(
    unchangedFiles(record.data, data),
    E.chain(() =>
      trainedArrays(
        folder,
        record,
        train,
        'restore the data, or --other-data to measure effects on these'
      )
    )
  )

const budgetWords = ({ nonZero, targetBytes }: PressChoice): string | undefined =>
  targetBytes !== undefined
    ? `${targetBytes} bytes`
    : nonZero === undefined
      ? undefined
      : `${nonZero} % of the weights`

// constructors

const pressAs = (folder: string, o: PressChoice): Command<PressedRun> =>
  pipe(
    RTE.Do,
    RTE.bind('choices', () => fromMany(pressChoicesOf(o))),
    RTE.bind('opened', () => modelOfRun(folder, o)),
    RTE.tap(({ opened }) => fromOne(fittedRun(folder, 'farrier press')(opened.record))),
    RTE.bind('record', ({ opened }) => fromOne(runEnded(folder)(opened.record))),
    RTE.let('toleranceNats', ({ record }) => o.tolerance ?? toleranceOf(thriftOf(record))),
    RTE.bind('run', ({ opened, record }) => learntRun(folder, opened, choiceOfRun(record.data))),
    RTE.tap(({ record, run }) =>
      fromMany(o.otherData ? E.right(undefined) : trainedData(folder, record, run))
    ),
    RTE.bind('input', ({ record, run, toleranceNats }) =>
      fromOne(pressInput(run.learnt, provenanceOf(record, o, toleranceNats)))
    ),
    RTE.tap(({ run, toleranceNats }) =>
      say(
        showPressing(
          folder,
          Math.min(o.rows, run.set.rows),
          run.data.kind,
          toleranceNats,
          budgetWords(o)
        )
      )
    ),
    RTE.bind('pressed', ({ choices, run: { learnt, bound }, input, toleranceNats }) =>
      onExecutor(
        o,
        pressOn(learnt, {
          ...choices,
          toleranceNats,
          rows: bound.plate === undefined ? {} : { [bound.plate]: o.rows }
        })(input)
      )
    ),
    RTE.let('file', ({ pressed }) => encodeNet(pressed.artifact)),
    RTE.tap(({ file }) => attempt(({ files }) => files.writeWhole(o.out, file.bytes))),
    RTE.map(({ file, pressed, record }) => ({
      path: o.out,
      ledger: file.ledger,
      pressed,
      record,
      row: tableRow(pressed.artifact, file.bytes.length)
    }))
  )

/**
 * The file is on the disk afterwards, whole. Effects are measured on training data; test data are
 * never looked at.
 */
export const pressRun = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<PressedRun> =>
  pipe(
    fromMany(decodeOptions('farrier press', pressTable)(given)),
    RTE.chain((o) => writingAlone(o.out)(pressAs(folder, o)))
  )

// destructors

/** On what its run was tested on. */
const evalCommand = ({ path, record: { data } }: PressedRun): string =>
  [
    `farrier eval ${shellWord(path)}`,
    ...(data.kind === 'images' ? [data.name] : data.files.map((file) => file.path)).map(
      (name) => `--data ${shellWord(name)}`
    ),
    ...(data.holdOut === 0 ? [] : [`--hold-out ${data.holdOut}`])
  ].join(' ')

export const press = (folder: string, given: Readonly<Record<string, unknown>>): Command<Report> =>
  pipe(
    pressRun(folder, given),
    RTE.map((done) => ({
      text: `${showPressedNet(folder, done)}\n\ntest it: ${evalCommand(done)}`,
      json: pressedJson(done)
    }))
  )
