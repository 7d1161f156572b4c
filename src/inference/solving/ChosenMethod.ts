/**
 * Solver or schedule: a model whose steps see all data is solved, unless somebody asks for a
 * schedule by saying anything about one.
 *
 * @since 0.2.0
 */
import type { Variational } from '../../ir/Variational.ts'
import type { Bound } from '../host/BoundData.ts'
import type { Settings } from '../variational/Settings.ts'
import { isSolvable, standardSolving } from './SolverRule.ts'

/** What only a schedule has. */
const ofSchedules: ReadonlyArray<keyof Settings> = [
  'epochs',
  'steps',
  'recordEvery',
  'schedule',
  'shrink'
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
