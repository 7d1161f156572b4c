/**
 * Which models settle: those whose steps see batches and whose curvature can be looked at whole, unless
 * somebody says something of a schedule.
 *
 * @since 0.2.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { isScored, type Variational } from '../../ir/Variational.ts'
import { trained } from '../../lower/steps/TrainStep.ts'
import type { Bound } from '../host/BoundData.ts'
import { elements } from '../host/Tensors.ts'
import { type Settings, standardSettings } from '../variational/Settings.ts'
import { standardSettling } from './SettleRule.ts'

/** Parameters of a model that settles, at most. */
const mostSettled = 128

/**
 * Does a model on its data settle, unless somebody wants a schedule? It does where its curvature can be
 * looked at whole in little time, no parameter has a bound, and nothing could leave on the way, as
 * groups of networks do.
 */
export const isSettlable = (program: Variational, { sizes }: Bound): boolean => {
  const parameters = trained(program)
  const count = parameters.reduce((n, p) => n + elements(p.axes.map((a) => sizes.get(a) ?? 1)), 0)
  return (
    !isScored(program) &&
    count > 0 &&
    count <= mostSettled &&
    parameters.every((p) => p.upper === undefined) &&
    program.gates.length === 0
  )
}

/** What only a schedule has: `epochs` are the budget of both. */
const ofSchedules: ReadonlyArray<keyof Settings> = [
  'steps',
  'recordEvery',
  'schedule',
  'shrink',
  'complexityWeight',
  'solve'
]

/** `{ settle }` where the model is to settle. */
export const settlingOf = (
  program: Variational,
  bound: Bound,
  given: Partial<Settings>
): Pick<Settings, 'settle'> =>
  given.settle === undefined &&
  Object.keys(given.batch ?? {}).length > 0 &&
  ofSchedules.every((name) => given[name] === undefined) &&
  isSettlable(program, bound)
    ? { settle: standardSettling }
    : {}

/** Errors: `settle` is asked for, and beside it something that it would ignore. */
export const besideSettling = (given: Partial<Settings>): Either<Problem, void> => {
  const said = ofSchedules.filter(
    (name) =>
      given[name] !== undefined &&
      JSON.stringify(given[name]) !== JSON.stringify(standardSettings[name])
  )
  return given.settle === undefined || said.length === 0
    ? right(undefined)
    : refuse(
        'settings',
        `expected settle or a schedule, found settle and ${said.join(', ')}`,
        'what settles finds its rates itself, and counts complexity in full',
        'leave one of the two out'
      )
}
