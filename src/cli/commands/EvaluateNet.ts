/**
 * A pressed network tested on test data; no model is needed.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { DataSet } from '../../data/LabelledImages.ts'
import { decodeNet } from '../../storage/net/NetFile.ts'
import { type Artifact, tableRow, type TableRow } from '../../compress/index.ts'
import { problem } from '../../ir/Problem.ts'
import { dataProgram, evaluateNetwork } from '../../library/index.ts'
import type { Executor } from '../../runtime/index.ts'
import type { Evaluation } from '../../inference/index.ts'
import { bindDataSet } from '../options/BindDataSet.ts'
import { attempt, type Command, type Engine, fromMany, type Report } from '../Command.ts'
import {
  loadDataSet,
  type Range,
  showTested,
  showTrainedOn,
  trainedOn
} from '../options/DataSource.ts'
import { showEvaluation } from '../../report/EpochText.ts'
import { showTableRow } from '../../report/PressText.ts'
import { parseRange } from '../options/TrainOptions.ts'

// model

/**
 * What is asked: `range` undefined is the one that the network was trained with; without `holdOut`
 * the test files are meant.
 */
export interface NetQuestion {
  readonly path: string
  readonly data: string | undefined
  readonly range: Range | undefined
  readonly holdOut: number | undefined
  readonly engine: Engine
}

/** A network as its file has it, and how it does. */
export interface TestedNet {
  readonly artifact: Artifact
  readonly row: TableRow
  readonly set: DataSet
  readonly evaluations: ReadonlyArray<Evaluation>
}

// combinators

export const loadNet = (
  path: string
): Command<{ readonly artifact: Artifact; readonly row: TableRow }> =>
  pipe(
    attempt(({ files }) =>
      pipe(
        files.read(path),
        TE.chainEitherK((bytes) =>
          pipe(
            decodeNet(path)(bytes),
            E.map((artifact) => ({ artifact, row: tableRow(artifact, bytes.length) }))
          )
        )
      )
    )
  )

const dataOf = ({ path, data }: NetQuestion): Command<string> =>
  data !== undefined
    ? RTE.right(data)
    : RTE.left(
        of(
          problem(
            'farrier eval --data',
            'this option is needed',
            'a pressed network does not hold data',
            `farrier eval ${path} --data mnist`
          )
        )
      )

const rangeOf = ({ range }: NetQuestion, artifact: Artifact): Command<Range> =>
  range !== undefined
    ? RTE.right(range)
    : fromMany(parseRange(artifact.provenance.settings['range'] ?? '0..1'))

// constructors

export const testNet = (q: NetQuestion): Command<TestedNet> =>
  pipe(
    loadNet(q.path),
    RTE.bind('data', () => dataOf(q)),
    RTE.bind('range', ({ artifact }) => rangeOf(q, artifact)),
    RTE.bind('set', ({ data, range }) =>
      loadDataSet({ name: data, range, holdOut: q.holdOut ?? 0 })
    ),
    RTE.bind('bound', ({ artifact, set }) =>
      fromMany(bindDataSet(dataProgram(artifact.network))(set))
    ),
    RTE.bind(
      'evaluations',
      ({ artifact, bound }): Command<ReadonlyArray<Evaluation>> =>
        (c) =>
          c.withExecutor(q.engine, <B>(executor: Executor<B>) =>
            pipe(evaluateNetwork(executor, bound.test)(artifact.network), TE.mapLeft(of))
          )
    ),
    RTE.map(({ artifact, row, set, evaluations }) => ({ artifact, row, set, evaluations }))
  )

// destructors

/** The share of wrong predictions, over all discrete observations. */
export const errorRateOf = (evaluations: ReadonlyArray<Evaluation>): number => {
  const discrete = evaluations.flatMap((e) =>
    e.errorRate === null ? [] : [{ wrong: e.errorRate * e.count, count: e.count }]
  )
  return (
    discrete.reduce((sum, d) => sum + d.wrong, 0) / discrete.reduce((sum, d) => sum + d.count, 0)
  )
}

/** How many of the images tested on the network was trained on, as far as its file says. */
const trainedOnBy = ({ provenance: { settings } }: Artifact, set: DataSet): number =>
  trainedOn({ name: settings['data'] ?? '', holdOut: Number(settings['holdOut'] ?? 0) }, set)

export const evaluateNet = (q: NetQuestion): Command<Report> =>
  pipe(
    testNet(q),
    RTE.map(({ artifact, row, set, evaluations }) => ({
      text: [
        `${q.path}: ${artifact.provenance.model}, seed ${artifact.provenance.seed}, ${artifact.provenance.epochs} epochs, on ${showTested(set)}`,
        ...showTrainedOn(trainedOnBy(artifact, set)),
        ...evaluations.map(showEvaluation),
        '',
        showTableRow(row, { errorRate: errorRateOf(evaluations), seed: artifact.provenance.seed })
      ].join('\n'),
      json: {
        file: q.path,
        data: set.name,
        heldOut: set.heldOut,
        trainedOn: trainedOnBy(artifact, set),
        backend: q.engine.backend,
        evaluations,
        row,
        provenance: artifact.provenance
      }
    }))
  )
