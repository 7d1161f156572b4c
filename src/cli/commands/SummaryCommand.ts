/**
 * `farrier summary`: the posterior of a run as a table, or draws that another program made.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { type ReadDraws, readOthersDraws } from '../../data/index.ts'
import { positiveInteger } from '../../dsl/index.ts'
import { factsOfDraws } from '../../inference/index.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { posteriorQuestion } from '../../library/PosteriorQuestion.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { summariseOn, summaryOfDraws } from '../../library/Summarise.ts'
import { readBySummary } from '../../library/TrainingDataRead.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import { nullModelJson, showNullModel } from '../../report/NullModelText.ts'
import type { PosteriorNames } from '../../library/PosteriorNames.ts'
import { showKeptCheck } from '../../report/checking/CheckText.ts'
import { showForm, showSettled, showSolution } from '../../report/SolutionText.ts'
import { showSampler } from '../../report/SampledText.ts'
import { showSummary, summaryCsv, summaryJson } from '../../report/SummaryText.ts'
import { attempt, type Command, fromMany, onExecutor, type Report } from '../Command.ts'
import { engineTable } from '../options/EngineOptions.ts'
import { type Chosen, decodeOptions, onOff, value } from '../options/OptionTable.ts'
import { posteriorRows } from '../options/PosteriorRows.ts'
import { posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'

export const summaryTable = {
  ...posteriorRows,
  rows: value('<N>', positiveInteger(10, 'at most so many elements of each site, the first ones')),
  csv: onOff('print comma-separated values'),
  changedModel: changedModelRow,
  ...engineTable
}

/** Of a run that was solved or settled, whether it arrived; of one that was sampled, how it went. */
const ended = (
  {
    solution,
    settled,
    steps,
    epoch,
    form = [],
    nullModel,
    check,
    sampled,
    training: { maxDepth }
  }: RunRecord,
  names: PosteriorNames,
  folder: string
): ReadonlyArray<string> => [
  ...(sampled === undefined ? [] : showSampler({ sampled, maxDepth: Number(maxDepth) })),
  ...(solution === undefined ? [] : showSolution(solution, steps.done)),
  ...(settled === undefined ? [] : showSettled(settled, epoch)),
  ...(solution === undefined && settled === undefined ? [] : showForm(form)),
  ...showKeptCheck(check, names.indices),
  ...showNullModel(nullModel),
  // a fit that nothing has compared with the posterior: its intervals may be far too short
  ...(sampled === undefined && check === undefined
    ? [`next: farrier check ${shellWord(folder)}`]
    : [])
]

const solutionJson = ({
  solution,
  settled,
  outcome,
  form
}: RunRecord): Readonly<Record<string, unknown>> =>
  solution === undefined && settled === undefined
    ? {}
    : {
        outcome,
        ...(solution === undefined ? {} : { solution }),
        ...(settled === undefined ? {} : { settled }),
        ...(form === undefined ? {} : { form })
      }

type Options = Chosen<typeof summaryTable>

const ofRun = (folder: string, options: Options): Command<Report> =>
  pipe(
    posteriorOfRun(folder, options, (model, { sampled }) =>
      sampled === undefined ? readBySummary(model) : []
    ),
    RTE.bindTo('run'),
    RTE.bind('question', ({ run: { record } }) =>
      fromMany(posteriorQuestion(options, seedOf(record)))
    ),
    RTE.bind('summary', ({ run: { learnt }, question }) => {
      const asked = { ...question, rows: options.rows }
      return learnt.draws === undefined
        ? onExecutor(options, summariseOn(learnt, asked))
        : RTE.right(summaryOfDraws(learnt.draws, learnt.program, asked))
    }),
    RTE.map(({ run: { names, record }, summary: { sites, question } }) => ({
      text: options.csv
        ? summaryCsv(sites, question, names.indices).trimEnd()
        : [showSummary(sites, question, names.indices), ...ended(record, names, folder)].join('\n'),
      json: {
        ...summaryJson(sites, question, names.indices),
        ...solutionJson(record),
        ...(record.sampled === undefined ? {} : { sampled: record.sampled }),
        ...nullModelJson(record.nullModel),
        ...(record.check === undefined ? {} : { check: record.check })
      }
    }))
  )

/** There is no model: sites are those that were drawn, in their order. */
const ofOthers = ({ draws, labels }: ReadDraws, options: Options): Command<Report> =>
  pipe(
    fromMany(posteriorQuestion(options, 1)),
    RTE.map((question) => {
      const summary = summaryOfDraws(draws, { sites: [] }, { ...question, rows: options.rows })
      const sampled = factsOfDraws(draws)
      return {
        text: options.csv
          ? summaryCsv(summary.sites, summary.question, labels).trimEnd()
          : [
              showSummary(summary.sites, summary.question, labels),
              ...(sampled === undefined ? [] : showSampler({ sampled, maxDepth: 0 }))
            ].join('\n'),
        json: {
          ...summaryJson(summary.sites, summary.question, labels),
          ...(sampled === undefined ? {} : { sampled })
        }
      }
    })
  )

export const summaryCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier summary', summaryTable)(given)),
    RTE.bindTo('options'),
    RTE.bind('others', () => attempt(({ files }) => readOthersDraws(files, path))),
    RTE.chain(({ options, others }) =>
      others === undefined ? ofRun(path, options) : ofOthers(others, options)
    )
  )
