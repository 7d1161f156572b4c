/**
 * Solver or schedule: a model whose steps see all data is solved, unless somebody asks for a
 * schedule by saying anything about one.
 *
 * @since 0.2.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { type Problem, refuse } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { Bound } from '../host/BoundData.ts'
import { type Settings, standardSettings } from '../variational/Settings.ts'
import { isSolvable, standardSolving } from './SolverRule.ts'

/** What only a schedule has. */
const ofSchedules: ReadonlyArray<keyof Settings> = [
  'epochs',
  'steps',
  'recordEvery',
  'schedule',
  'shrink',
  'complexityWeight',
  'thrift'
]

/** `{ solve }` where the model is to be solved. */
export const solvingOf = (
  program: Variational,
  bound: Bound,
  given: Partial<Settings>
): Pick<Settings, 'solve'> =>
  given.solve === undefined &&
  Object.keys(given.batch ?? {}).length === 0 &&
  ofSchedules.every((name) => given[name] === undefined) &&
  isSolvable(program, bound)
    ? { solve: standardSolving }
    : {}

/**
 * Errors: a solver is asked for, and beside it something that it would ignore. What is as it stands
 * in the standard settings says nothing, so that the settings of another fit may be given whole.
 */
export const besideSolver = (given: Partial<Settings>): Either<Problem, void> => {
  const said = ofSchedules.filter(
    (name) =>
      given[name] !== undefined &&
      JSON.stringify(given[name]) !== JSON.stringify(standardSettings[name])
  )
  return given.solve === undefined || said.length === 0
    ? right(undefined)
    : refuse(
        'settings',
        `expected solve or a schedule, found solve and ${said.join(', ')}`,
        'a solver follows no schedule, and counts complexity in full',
        'leave one of the two out'
      )
}
