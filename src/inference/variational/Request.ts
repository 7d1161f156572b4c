/**
 * What is to be fitted, to what, and how.
 *
 * @since 0.1.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Derived } from '../../ir/Derived.ts'
import { refuse, type Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { onData } from '../../lower/ends/OnData.ts'
import type { Optimiser } from '../../lower/steps/Optimiser.ts'
import type { Bound } from '../host/BoundData.ts'
import { otherGapProblems } from '../host/MissingValues.ts'
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

/** Data that lie where their law is centred leave a deviation with density 1/z nothing to learn. */
export const checkProper = ({
  program,
  train: { data, sizes }
}: {
  readonly program: Pick<Derived, 'observed'>
  readonly train: Bound
}): Either<Problem, void> => {
  const value = onData(data, sizes)
  for (const { name, residual } of program.observed) {
    const found = residual === undefined ? undefined : value(residual.value).values
    const at = found?.indexOf(0) ?? -1
    if (residual !== undefined && found !== undefined && at >= 0)
      return refuse(
        residual.of,
        `${found.length === 1 ? 'all data' : `the data of its element ${at + 1}`} of ${name} ` +
          'lie exactly where their law is centred',
        'their density is 1/z then, and its prior too: the posterior has no total mass, and z goes to 0',
        'give it a proper prior (halfCauchy, halfNormal), or leave out what does not vary'
      )
  }
  return right(undefined)
}

/** Test data cannot be predicted by latents that belong to the rows of the training data. */
export const checkTest = ({ program, train, test }: FitRequest): Either<Problem, void> => {
  const plate = plateOfRows(program, train.plates)
  const local = program.moments.filter((m) => plate !== undefined && m.axes.includes(plate))
  const [gap] = test === undefined ? [] : otherGapProblems(program, train.data, test.data)
  if (gap !== undefined) return left(gap)
  return test === undefined || local.length === 0
    ? right(undefined)
    : refuse(
        'test data',
        `${local.map((m) => m.site).join(', ')} run over ${plate}`,
        'each row of the training data has latents of its own, and other rows have none',
        'fit without test data'
      )
}
