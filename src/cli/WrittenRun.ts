/**
 * The form in which a model is trained: as its data have it, as somebody says, or as the run that goes
 * on has it already.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { Problems } from '../ir/Problem.ts'
import { boundFor, sampledBound, type Settings, standardSolving } from '../inference/index.ts'
import { chosenForm } from '../library/forms/ChosenForm.ts'
import type { RunRecord } from '../storage/run/RunRecord.ts'
import { type Command, fromMany } from './Command.ts'
import type { ModelRun } from './ModelRun.ts'
import { compileOptionsOf, compileTable } from './options/CompileTable.ts'
import { decodeOptions } from './options/OptionTable.ts'
import type { TrainOptions } from './options/TrainOptions.ts'

/**
 * The model in the form that its data want, with the options that say so. A run that goes on has its
 * form already (`formOf`), and so has one whose form somebody gives.
 */
export const inForm = ({
  options,
  run,
  settings,
  all,
  before
}: {
  readonly options: TrainOptions
  readonly run: ModelRun
  readonly settings: Settings
  readonly all: Readonly<Record<string, unknown>>
  readonly before: RunRecord | undefined
}): Command<{ readonly options: TrainOptions; readonly run: ModelRun }> => {
  const isOpen =
    before === undefined &&
    options.initFrom === undefined &&
    all['halfCauchy'] === undefined &&
    all['centred'] === undefined
  const { solve, settle, seed } = settings
  if (!isOpen || (solve === undefined && settle === undefined)) return RTE.right({ options, run })
  const { train, test } = run.bound
  const looked = settle === undefined ? train : sampledBound(run.model.program, train, settings)
  const { halfCauchy: _, centred: __, ...others } = compileOptionsOf(options)
  return pipe(
    fromMany(chosenForm(others, looked, seed, solve ?? standardSolving)(run.model.graph)),
    RTE.map((model) => {
      const there = boundFor(model.program)
      return {
        options:
          model.written === undefined
            ? options
            : {
                ...options,
                halfCauchy: model.written.form.halfCauchy,
                centred: model.written.form.centred.join(',')
              },
        run: {
          ...run,
          model,
          bound: { ...run.bound, train: there(train), test: test && there(test) }
        }
      }
    })
  )
}

/** Options of the form that a run began with, where nobody gives others. */
export const formOf =
  (given: Readonly<Record<string, unknown>>, before: RunRecord | undefined) =>
  (options: TrainOptions): E.Either<Problems, TrainOptions> =>
    before === undefined || given['halfCauchy'] !== undefined || given['centred'] !== undefined
      ? E.right(options)
      : pipe(
          decodeOptions('farrier train', compileTable)(before.compile),
          E.map(({ halfCauchy, centred }) => ({ ...options, halfCauchy, centred }))
        )
