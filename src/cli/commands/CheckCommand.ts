/**
 * `farrier check`: whether the posterior of a run can be trusted.
 *
 * @since 0.3.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { positiveInteger, wholeNumber } from '../../dsl/index.ts'
import type { Problems } from '../../ir/Problem.ts'
import { checkLearnt, standardCheckDraws } from '../../library/checking/CheckLearnt.ts'
import { leaveOneOutLearnt, type LeftOneOut } from '../../library/checking/LeaveOneOutOf.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { readByCheck } from '../../library/TrainingDataRead.ts'
import { checkedJson, showChecked } from '../../report/CheckText.ts'
import { leaveOneOutJson, showLeaveOneOut } from '../../report/LeaveOneOutText.ts'
import type { IndexNames } from '../../report/SummaryText.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { fittedRun } from '../../library/run/LoadLearnt.ts'
import { type Command, fromMany, fromOne, type Report } from '../Command.ts'
import { decodeOptions, onOff, perhaps, value } from '../options/OptionTable.ts'
import { posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'

export const checkTable = {
  draws: value('<N>', positiveInteger(standardCheckDraws, 'draws of the guide that are weighed')),
  seed: perhaps('<N>', wholeNumber(1, 'the seed of the draws; that of the run unless said')),
  loo: onOff('leave-one-out too: what the model says of observations it has not seen'),
  rows: value('<N>', positiveInteger(10, 'at most so many elements of each site, the first ones')),
  changedModel: changedModelRow
}

type Left = E.Either<Problems, LeftOneOut>

/** A guide that cannot be corrected has a verdict all the same. */
const looLines = (left: Left, names: IndexNames): ReadonlyArray<string> =>
  E.isLeft(left)
    ? [`leave-one-out: not known: ${left.left[0].what}`]
    : showLeaveOneOut(left.right, names)

const looJson = (left: Left, names: IndexNames): unknown =>
  E.isLeft(left) ? null : leaveOneOutJson(left.right, names)

export const checkCommand = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier check', checkTable)(given)),
    RTE.bindTo('options'),
    RTE.bind('run', ({ options }) => posteriorOfRun(folder, options, readByCheck)),
    RTE.tap(({ run: { record } }) =>
      fromOne(
        fittedRun(
          folder,
          'farrier check',
          `farrier summary ${shellWord(folder)}: what chains say of themselves`
        )(record)
      )
    ),
    RTE.bind('checked', ({ options, run: { model, learnt, record } }) =>
      fromMany(checkLearnt(model, learnt, options.draws, options.seed ?? seedOf(record)))
    ),
    RTE.let('left', ({ options, run: { model, learnt, record } }) =>
      options.loo
        ? leaveOneOutLearnt(model, learnt, options.draws, options.seed ?? seedOf(record))
        : undefined
    ),
    RTE.map(({ options, run: { names }, checked, left }) => ({
      text: [
        showChecked(checked, options.rows, names.indices),
        ...(left === undefined ? [] : looLines(left, names.indices))
      ].join('\n'),
      json: {
        ...checkedJson(checked, names.indices),
        ...(left === undefined ? {} : { loo: looJson(left, names.indices) })
      },
      untrusted: checked.verdict.trust === 'do not trust'
    }))
  )
