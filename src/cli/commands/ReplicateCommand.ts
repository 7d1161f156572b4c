/**
 * `farrier replicate`: the data of a run, drawn again.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { posteriorQuestion } from '../../library/PosteriorQuestion.ts'
import {
  type Replicated,
  replicatedPrior,
  replicateOn,
  replicationOf
} from '../../library/checking/ReplicateData.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { readByCheck } from '../../library/TrainingDataRead.ts'
import { replicatedChart } from '../../report/charts/ReplicatedChart.ts'
import { replicatedJson, showReplicated } from '../../report/ReplicatedText.ts'
import { type Command, fromMany, onExecutor, type Report } from '../Command.ts'
import { engineTable } from '../options/EngineOptions.ts'
import { type Chosen, decodeOptions, onOff, perhapsText } from '../options/OptionTable.ts'
import { posteriorRows } from '../options/PosteriorRows.ts'
import { writingAlone } from '../Locks.ts'
import { type PosteriorOfRun, posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'
import { nameOfModel, writeChart } from '../pictures/WriteChart.ts'

export const replicateTable = {
  prior: onOff('latents from their priors, not from what was learnt'),
  out: perhapsText('<FILE>', 'a picture, .svg; or .json: its Vega-Lite specification'),
  draws: posteriorRows.draws,
  seed: posteriorRows.seed,
  changedModel: changedModelRow,
  ...engineTable
}

/** Of draws of the priors that are there: those of its observed sites. */
const fromDraws = (
  folder: string,
  { learnt: { program, train }, record }: PosteriorOfRun,
  draws: PosteriorDraws
): E.Either<Problems, Replicated> => {
  const replicated = replicatedPrior({
    program,
    bound: train,
    draws,
    settings: { seed: seedOf(record) }
  })
  return replicated.statistics.length > 0
    ? E.right(replicated)
    : E.left(
        of(
          problem(
            folder,
            'nothing was observed that its draws could be compared with',
            'the data of this run have no observed columns',
            `farrier sample ${shellWord(record.model.path)} --prior with them, or farrier summary`
          )
        )
      )
}

const anew = (run: PosteriorOfRun, options: Chosen<typeof replicateTable>): Command<Replicated> =>
  pipe(
    fromMany(
      pipe(
        posteriorQuestion({ draws: options.draws, seed: options.seed }, seedOf(run.record)),
        E.chain((question) =>
          replicationOf(run.learnt, run.model.graph, {
            ...question,
            from: options.prior ? 'prior' : 'posterior'
          })
        )
      )
    ),
    RTE.chain((task) => onExecutor(options, replicateOn(task)))
  )

const replicateAs = (folder: string, options: Chosen<typeof replicateTable>): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('run', () => posteriorOfRun(folder, options, readByCheck)),
    RTE.bind('replicated', ({ run }) =>
      run.learnt.draws?.from === 'prior'
        ? fromMany(fromDraws(folder, run, run.learnt.draws))
        : anew(run, options)
    ),
    RTE.tap(({ run: { record }, replicated: { statistics, question } }) =>
      options.out === undefined
        ? RTE.right(undefined)
        : writeChart(
            'farrier replicate --out',
            options.out,
            replicatedChart(
              `The data of ${nameOfModel(record.model.path)}, drawn again`,
              [question.from === 'prior' ? 'from the priors' : 'from what was learnt'],
              statistics
            )
          )
    ),
    RTE.map(({ run: { names }, replicated }) => ({
      text: showReplicated(replicated, names),
      json: replicatedJson(replicated, names)
    }))
  )

export const replicateCommand = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier replicate', replicateTable)(given)),
    RTE.chain((options) =>
      options.out === undefined
        ? replicateAs(folder, options)
        : writingAlone(options.out)(replicateAs(folder, options))
    )
  )
