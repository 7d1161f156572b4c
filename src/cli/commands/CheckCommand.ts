/**
 * `farrier check`: whether the posterior of a run can be trusted, a guide's or a sampler's.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { type ReadDraws, readOthersDraws } from '../../data/index.ts'
import { positiveInteger, wholeNumber } from '../../dsl/index.ts'
import {
  type ApproximationFacts,
  checkChains,
  verdictOnApproximation
} from '../../inference/index.ts'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import { problem, type Problem, type Problems, refuse } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { checkLearnt, standardCheckDraws } from '../../library/checking/CheckLearnt.ts'
import {
  heldSites,
  leaveOneOutDraws,
  predictionsOfChains,
  leaveOneOutLearnt,
  type LeftOneOut
} from '../../library/checking/LeaveOneOutOf.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { readByCheck } from '../../library/TrainingDataRead.ts'
import { isApproximation, showApproximation } from '../../report/ApproximationText.ts'
import { chainCheckJson, showChainCheck } from '../../report/checking/ChainCheckText.ts'
import { checkedJson, showChecked } from '../../report/checking/CheckText.ts'
import { leaveOneOutJson, showLeaveOneOut } from '../../report/checking/LeaveOneOutText.ts'
import type { IndexNames } from '../../report/SummaryText.ts'
import { attempt, type Command, fromMany, fromOne, type Report } from '../Command.ts'
import { type Chosen, decodeOptions, onOff, perhaps, value } from '../options/OptionTable.ts'
import { type PosteriorOfRun, posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'

export const checkTable = {
  draws: value('<N>', positiveInteger(standardCheckDraws, 'draws of the guide that are weighed')),
  seed: perhaps('<N>', wholeNumber(1, 'the seed of the draws; that of the run unless said')),
  loo: onOff('leave-one-out too: what the model says of observations it has not seen'),
  rows: value('<N>', positiveInteger(10, 'at most so many elements of each site, the first ones')),
  changedModel: changedModelRow
}

type Left = E.Either<Problems, LeftOneOut>
type Json = Readonly<Record<string, unknown>>

/** A guide that cannot be corrected has a verdict all the same. */
const looLines = (left: Left, names: IndexNames): ReadonlyArray<string> =>
  E.isLeft(left)
    ? [`leave-one-out: not known: ${left.left[0].what}`]
    : showLeaveOneOut(left.right, names)

const looJson = (left: Left, names: IndexNames): unknown =>
  E.isLeft(left) ? null : leaveOneOutJson(left.right, names)

type Options = Chosen<typeof checkTable>

/** What is said beside a verdict. */
const withLeft = (
  report: Report,
  left: Left | undefined,
  json: Readonly<Record<string, unknown>>,
  names: IndexNames
): Report => ({
  ...report,
  text: [report.text, ...(left === undefined ? [] : looLines(left, names))].join('\n'),
  json: { ...json, ...(left === undefined ? {} : { loo: looJson(left, names) }) }
})

/** Of a guide, by draws that are weighed. */
const guideReport = (
  { draws, seed: asked, rows, loo }: Options,
  { model, learnt, record, names: { indices } }: PosteriorOfRun
): E.Either<Problems, Report> => {
  const seed = asked ?? seedOf(record)
  return pipe(
    checkLearnt(model, learnt, draws, seed),
    E.map((checked) => {
      const json = checkedJson(checked, indices)
      const report = {
        text: showChecked(checked, rows, indices),
        json,
        untrusted: checked.verdict.trust === 'do not trust'
      }
      const left = loo ? leaveOneOutLearnt(model, learnt, draws, seed) : undefined
      return withLeft(report, left, json, indices)
    })
  )
}

/** Of an approximation, by the weights of its draws. */
const approximationReport = (facts: ApproximationFacts): Report & { readonly json: Json } => {
  const verdict = verdictOnApproximation(facts)
  return {
    text: showApproximation(facts).join('\n'),
    json: { ...facts, ...verdict },
    untrusted: verdict.trust === 'do not trust'
  }
}

/** Of a sampler, by what its chains say of each other. */
const chainReport = (
  drawn: PosteriorDraws,
  indices: IndexNames
): Report & { readonly json: Json } => {
  const check = checkChains(drawn)
  return {
    text: showChainCheck(check, indices),
    json: chainCheckJson(check, indices),
    untrusted: check.trust === 'do not trust'
  }
}

/** Of draws that are there, however they came about. */
const drawsReport = (
  drawn: PosteriorDraws,
  { loo }: Options,
  { model, learnt: { program, train }, record, names: { indices } }: PosteriorOfRun
): Report => {
  const { sampled } = record
  const report =
    sampled !== undefined && isApproximation(sampled)
      ? approximationReport(sampled)
      : chainReport(drawn, indices)
  const left = loo
    ? leaveOneOutDraws(predictionsOfChains(model), train, drawn, heldSites(program), seedOf(record))
    : undefined
  return withLeft(report, left, report.json, indices)
}

/** Errors: draws of the priors, which nothing was learnt for. */
const ofPosterior = (folder: string, { learnt }: PosteriorOfRun): E.Either<Problem, void> =>
  learnt.draws?.from === 'prior'
    ? refuse(
        folder,
        'this run was drawn from the priors',
        'a check asks whether the posterior was found, and nothing was looked for',
        `farrier replicate ${shellWord(folder)}, which compares what the priors hold possible with the data`
      )
    : E.right(undefined)

const ofRun = (folder: string, options: Options): Command<Report> =>
  pipe(
    posteriorOfRun(folder, options, (model, { sampled }) =>
      sampled === undefined || options.loo ? readByCheck(model) : []
    ),
    RTE.tap((run) => fromOne(ofPosterior(folder, run))),
    RTE.chain((run) =>
      run.learnt.draws === undefined
        ? fromMany(guideReport(options, run))
        : RTE.right(drawsReport(run.learnt.draws, options, run))
    )
  )

/** Draws that another program made, of a model that is not known. */
const ofOthers = (
  path: string,
  { draws, labels }: ReadDraws,
  { loo }: Options
): E.Either<Problems, Report> => {
  if (loo)
    return E.left(
      of(
        problem(
          path,
          'there is no model that could say what an observation costs',
          'leave-one-out asks for the log likelihood of each',
          'leave --loo out, or sample the model here'
        )
      )
    )
  return E.right(chainReport(draws, labels))
}

export const checkCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier check', checkTable)(given)),
    RTE.bindTo('options'),
    RTE.bind('others', () => attempt(({ files }) => readOthersDraws(files, path))),
    RTE.chain(({ options, others }) =>
      others === undefined ? ofRun(path, options) : fromMany(ofOthers(path, others, options))
    )
  )
