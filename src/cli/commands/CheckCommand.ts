/**
 * `farrier check`: whether the posterior of a run can be trusted.
 *
 * @since 0.3.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { positiveInteger, wholeNumber } from '../../dsl/index.ts'
import { checkLearnt, standardCheckDraws } from '../../library/checking/CheckLearnt.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { readByCheck } from '../../library/TrainingDataRead.ts'
import { checkedJson, showChecked } from '../../report/CheckText.ts'
import { type Command, fromMany, type Report } from '../Command.ts'
import { decodeOptions, perhaps, value } from '../options/OptionTable.ts'
import { posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'

export const checkTable = {
  draws: value('<N>', positiveInteger(standardCheckDraws, 'draws of the guide that are weighed')),
  seed: perhaps('<N>', wholeNumber(1, 'the seed of the draws; that of the run unless said')),
  rows: value('<N>', positiveInteger(10, 'at most so many elements of each site, the first ones')),
  changedModel: changedModelRow
}

export const checkCommand = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier check', checkTable)(given)),
    RTE.bindTo('options'),
    RTE.bind('run', ({ options }) => posteriorOfRun(folder, options, readByCheck)),
    RTE.bind('checked', ({ options, run: { model, learnt, record } }) =>
      fromMany(checkLearnt(model, learnt, options.draws, options.seed ?? seedOf(record)))
    ),
    RTE.map(({ options, run: { names }, checked }) => ({
      text: showChecked(checked, options.rows, names.indices),
      json: checkedJson(checked, names.indices),
      untrusted: checked.verdict.trust === 'do not trust'
    }))
  )
