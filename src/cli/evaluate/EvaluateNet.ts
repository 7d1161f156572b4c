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
import { raisedBudget } from '../../storage/Budget.ts'
import { decodeNet } from '../../storage/net/NetFile.ts'
import { type Artifact, tableRow, type TableRow } from '../../compress/index.ts'
import { positiveNumber } from '../../dsl/index.ts'
import { EvaluationC } from '../../inference/evaluate/PredictionScore.ts'
import { problem } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { dataProgram, evaluateNetwork } from '../../library/NetworkEvaluation.ts'
import type { Executor } from '../../runtime/index.ts'
import type { DataFacts } from '../ModelRun.ts'
import { dataChoice, parseRange } from '../options/DataChoice.ts'
import {
  attempt,
  type Command,
  type Engine,
  fromMany,
  onExecutor,
  type Report
} from '../Command.ts'
import { type Range, showTrainedOn, trainedOn } from '../options/DataSource.ts'
import { boundTo, likeTrained } from '../options/NetData.ts'
import { showTestedNet, type TestedArtifact } from '../../report/NetText.ts'
import { value } from '../options/OptionTable.ts'

// model

/**
 * What is asked: `range` undefined is the one that the network was trained with; without `holdOut`
 * the test files are meant.
 */
export interface NetQuestion {
  readonly path: string
  readonly data: ReadonlyArray<string>
  readonly bind: ReadonlyArray<string>
  readonly range: Range | undefined
  readonly holdOut: number | undefined
  readonly engine: Engine
  /** How many times the standard budget reading may cost. */
  readonly budget: number
}

export interface TestedNet extends TestedArtifact {
  readonly set: Pick<DataFacts, 'name' | 'heldOut' | 'tested'>
}

// combinators

/** `--budget`, the same wherever a network is read. */
export const budgetRow = value(
  '<N>',
  positiveNumber(1, 'what a network file may ask for: N times the memory and work that is usual')
)

export const loadNet = (
  path: string,
  budget: number
): Command<{ readonly artifact: Artifact; readonly row: TableRow }> =>
  attempt(({ files }) =>
    pipe(
      files.read(path),
      TE.chainEitherK((bytes) =>
        pipe(
          decodeNet(path, raisedBudget(budget))(bytes),
          E.map((artifact) => ({ artifact, row: tableRow(artifact, bytes.length) }))
        )
      )
    )
  )

/** Files of the names that it was trained on, where those were tables. */
const trainedOnFiles = ({ provenance: { settings } }: Artifact): ReadonlyArray<string> =>
  'bind' in settings ? (settings['data'] ?? 'table.csv').split(', ') : ['mnist']

const needed = ({ path, data }: NetQuestion, files: ReadonlyArray<string>): Command<void> =>
  data.length > 0
    ? RTE.right(undefined)
    : RTE.left(
        of(
          problem(
            'farrier eval --data',
            'this option is needed',
            'a pressed network does not hold data',
            [
              'farrier eval',
              ...[path, ...files.flatMap((file) => ['--data', file])].map(shellWord)
            ].join(' ')
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
    loadNet(q.path, q.budget),
    RTE.tap(({ artifact }) => needed(q, trainedOnFiles(artifact))),
    RTE.bind('range', ({ artifact }) => rangeOf(q, artifact)),
    RTE.bind('choice', ({ artifact, range }) =>
      fromMany(
        pipe(
          dataChoice({ ...q, range }),
          E.chain((choice) => likeTrained(artifact, choice))
        )
      )
    ),
    RTE.bind('bound', ({ artifact, choice }) => boundTo(dataProgram(artifact.network), choice)),
    RTE.let('set', ({ bound }) => bound.set),
    RTE.bind('evaluations', ({ artifact, bound }) =>
      onExecutor(q.engine, <B>(executor: Executor<B>) =>
        evaluateNetwork(executor, bound.test)(artifact.network)
      )
    ),
    RTE.map(({ artifact, row, set, evaluations }) => ({ artifact, row, set, evaluations }))
  )

// destructors

/** How many of the images tested on the network was trained on, as far as its file says. */
const trainedOnBy = (
  { provenance: { settings } }: Artifact,
  set: Pick<DataFacts, 'name' | 'heldOut'>
): number =>
  trainedOn({ name: settings['data'] ?? '', holdOut: Number(settings['holdOut'] ?? 0) }, set)

/** A network file has the name of its data, not their digests: that is said. */
const showSeen = (count: number): ReadonlyArray<string> =>
  count === 0
    ? []
    : [...showTrainedOn(count), '(by the name of the data: a network file knows no more of them)']

export const evaluateNet = (q: NetQuestion): Command<Report> =>
  pipe(
    testNet(q),
    RTE.map((tested) => {
      const { artifact, row, set, evaluations } = tested
      const seen = trainedOnBy(artifact, set)
      return {
        text: showTestedNet(q.path, set.tested, showSeen(seen), tested),
        json: {
          file: q.path,
          data: set.name,
          heldOut: set.heldOut,
          trainedOn: seen,
          backend: q.engine.backend,
          evaluations: evaluations.map(EvaluationC.encode),
          row,
          provenance: artifact.provenance
        }
      }
    })
  )
