/**
 * What is to be fitted, to what, and how.
 *
 * @since 0.1.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { refuse, type Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { Optimiser } from '../../lower/Optimiser.ts'
import type { Bound } from '../host/BoundData.ts'
import { plateOfRows } from '../evaluate/Evaluate.ts'
import type { Settings } from './Settings.ts'
import type { State } from './State.ts'

/** What is fitted to what, how, and from where on. */
export interface FitRequest {
  readonly program: Variational
  readonly optimiser: Optimiser
  readonly settings: Settings
  readonly train: Bound
  readonly test?: Bound
  /** Where to begin; it is as `fromCheckpoint`, `stateOf` or another fit made it. */
  readonly start: State
}

/** Test data cannot be predicted by latents that belong to the rows of the training data. */
export const checkTest = ({ program, train, test }: FitRequest): Either<Problem, void> => {
  const plate = plateOfRows(program, train.plates)
  const local = program.moments.filter((m) => plate !== undefined && m.axes.includes(plate))
  return test === undefined || local.length === 0
    ? right(undefined)
    : refuse(
        'test data',
        `${local.map((m) => m.site).join(', ')} run over ${plate}`,
        'each row of the training data has latents of its own, and other rows have none',
        'fit without test data'
      )
}
