/**
 * The images that `--data`, `--range` and `--hold-out` choose.
 *
 * @since 0.1.0
 */
import { basename } from 'node:path'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { DataSet } from '../../data/LabelledImages.ts'
import { loadImageFolder, loadMnist } from '../../data/LoadImages.ts'
import { positiveInteger } from '../../dsl/index.ts'
import type { Problem } from '../../ir/Problem.ts'
import { attempt, type Command, fromOne } from '../Command.ts'
import { grouped } from '../../report/Numbers.ts'
import { manyTexts, perhaps, type Row } from './OptionTable.ts'

// model

/** What bytes 0 and 255 become. */
export type Range = readonly [low: number, high: number]

/**
 * - `name` as `--data` has it; - `holdOut` how many of the last training images are the test part,
 *   0 where that has files of its own.
 */
export interface ImageChoice {
  readonly name: string
  readonly range: Range
  readonly holdOut: number
}

/** `--hold-out`, the same wherever data are read. */
export const holdOutRow: Row<number | undefined> = perhaps(
  '<N>',
  positiveInteger(
    10_000,
    'the last N rows are not trained on but tested on; ' +
      'of images they take the place of the test images, which are not read'
  )
)

/** `--bind`, the same wherever tables are read. */
export const bindRow: Row<ReadonlyArray<string>> = manyTexts(
  '<name=columns>',
  'of tables: the column of a slot, observation or axis (y=outcome), ' +
    'or the columns of a matrix (x=age,weight or x=measure_*); may be repeated'
)

// constructors

/** `mnist`, or a folder of images. */
export const loadDataSet = (
  { name, ...choice }: ImageChoice,
  outcomes: number
): Command<DataSet> => {
  const options = { ...choice, outcomes }
  return name === 'mnist'
    ? pipe(
        RTE.asks(
          ({ mnistFolder }: { readonly mnistFolder: Either<Problem, string> }) => mnistFolder
        ),
        RTE.chainW(fromOne),
        RTE.chainW((folder) => attempt(({ files }) => loadMnist(files, folder, options)))
      )
    : attempt(({ files }) => loadImageFolder(files, name, options))
}

// destructors

/** What is tested on, in words. */
export const showTested = ({ name, heldOut }: Pick<DataSet, 'name' | 'heldOut'>): string =>
  heldOut === 0
    ? `the test part of ${name}`
    : `the last ${grouped(heldOut)} training images of ${name}`

/**
 * How many of the images tested on were trained on: less had been held out of the same data then.
 */
export const trainedOn = (
  training: Pick<ImageChoice, 'name' | 'holdOut'>,
  tested: Pick<DataSet, 'name' | 'heldOut'>
): number =>
  basename(training.name) === tested.name ? Math.max(0, tested.heldOut - training.holdOut) : 0

/** A line that says so. */
export const showTrainedOn = (count: number): ReadonlyArray<string> =>
  count === 0 ? [] : [`${grouped(count)} of these images were trained on`]
