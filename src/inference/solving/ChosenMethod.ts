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

/**
 * Errors: a solver, or what settles, is asked for, and a guide of the program has draws that jump: with
 * draws that are fixed the loss has steps then, and its gradient is the slope of nothing.
 */
export const checkScored = (
  program: Variational,
  { solve, settle }: Pick<Settings, 'solve' | 'settle'>
): Either<Problem, void> => {
  const scored = program.complexity.find((c) => c.estimator === 'score function')
  return scored === undefined || (solve === undefined && settle === undefined)
    ? right(undefined)
    : refuse(
        'method',
        `${solve === undefined ? 'settle' : 'solve'}, and draws of the guide of ${scored.declared} jump`,
        'with draws that are fixed the loss has steps: its gradient is an estimate, and the slope of nothing',
        'follow a schedule (--method schedule; in code, neither solve nor settle)'
      )
}
