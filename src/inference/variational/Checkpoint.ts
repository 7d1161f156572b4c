/**
 * A state as named tensors and numbers, ready to be stored, and back.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { bind, bindTo, isLeft, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { refuse, type Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { momentOf, type Optimiser } from '../../lower/steps/Optimiser.ts'
import { trained } from '../../lower/steps/TrainStep.ts'
import { masksOfFile } from '../cutting/StoredMasks.ts'
import { shrunkOf, shrunkScalars, shrunkTensors } from './StoredShrunk.ts'
import {
  settlingOfFile,
  SettlingScalars,
  settlingScalars,
  settlingTensors
} from '../settling/StoredSettling.ts'
import type { SolverState, State } from './State.ts'
import { elements, type Tensors } from '../host/Tensors.ts'

/** Numbers beside the tensors; as decimal text they come back to the last bit. */
const Scalars = t.intersection([
  t.type({ step: t.number, errorCostSumNats: t.number }),
  t.partial({ solverDraws: t.number, solverHasArrived: t.number }),
  SettlingScalars
])

/** What a solver adds to them. */
const solverScalars = (solver: SolverState | undefined): Readonly<Record<string, number>> =>
  solver === undefined
    ? {}
    : { solverDraws: solver.draws, solverHasArrived: solver.hasArrived ? 1 : 0 }

/**
 * Parameters and moments under their names in a plan: `fc1/w/location`, `m:fc1/w/location`, where
 * weights were cut `mask:fc1/w/location`; of what
 * has shrunk `kept:h1` (the size it had as a number, the indices as a tensor), `gone:h1←fc2/w` and
 * `noisyEpochs:h1←fc2/w`.
 */
export interface Checkpoint {
  readonly tensors: Tensors
  readonly scalars: Readonly<Record<string, number>>
}

/** A state as tensors and numbers, for a file. */
export const toCheckpoint = ({
  parameters,
  moments,
  step,
  errorCostSumNats,
  shrunk,
  solver,
  settling
}: State): Checkpoint => ({
  tensors: new Map([
    ...parameters,
    ...moments,
    ...shrunkTensors(shrunk),
    ...settlingTensors(settling)
  ]),
  scalars: {
    step,
    errorCostSumNats,
    ...shrunkScalars(shrunk),
    ...solverScalars(solver),
    ...settlingScalars(settling)
  }
})

const shapeOf = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>): string =>
  axes.map((a, i) => `${a} ${sizes[i]}`).join(', ')

const DAMAGED = 'the file was changed since it was written'
const RESUME = 'start a new run, or `--init-from` this one'

/** A fit of so many steps can be after this one, at this cost so far. */
const checkNumbers = (
  { step, errorCostSumNats }: t.TypeOf<typeof Scalars>,
  totalSteps: number
): Either<Problem, void> =>
  !Number.isSafeInteger(step) || step < 0 || step > totalSteps
    ? refuse(
        'checkpoint',
        `expected a step from 0 to ${Number.isFinite(totalSteps) ? totalSteps : 'the last'}, found ${step}`,
        'it says after how many steps the state was kept',
        RESUME
      )
    : Number.isFinite(errorCostSumNats)
      ? right(undefined)
      : refuse('checkpoint', `the error cost so far is ${errorCostSumNats}`, DAMAGED, RESUME)

/** Numbers that a fit can have left: finite, and where they are sums of squares not negative. */
const checkValues = (
  name: string,
  { values }: NamedTensor,
  least: number
): Either<Problem, void> => {
  const at = values.findIndex((v) => !(Number.isFinite(v) && v >= least))
  return at < 0
    ? right(undefined)
    : refuse(
        name,
        `expected finite numbers${least === 0 ? ' of 0 or more' : ''}, found ${values[at]} at position ${at}`,
        DAMAGED,
        RESUME
      )
}

/**
 * Refuses a checkpoint whose tensors or numbers are not those that the program's state has, naming
 * the first that differs: other shapes, numbers that no fit leaves, a step beyond `totalSteps`.
 */
export const fromCheckpoint =
  (program: Variational, optimiser: Optimiser, sizes: AxisSizes, totalSteps = Infinity) =>
  ({ tensors, scalars }: Checkpoint): Either<Problem, State> => {
    const decoded = Scalars.decode(scalars)
    if (isLeft(decoded))
      return refuse(
        'checkpoint',
        'the step or the cost so far is missing',
        'without them training cannot go on where it stopped',
        'start a new run, or `--init-from` this one'
      )
    const numbers = checkNumbers(decoded.right, totalSteps)
    if (isLeft(numbers)) return numbers
    const moved = new Set(trained(program).map((p) => p.name))
    const momentsOf = (name: string): ReadonlyArray<string> =>
      moved.has(name) ? optimiser.moments : []
    for (const { name: parameter, axes } of program.parameters)
      for (const moment of [undefined, ...momentsOf(parameter)]) {
        const name = moment === undefined ? parameter : momentOf(moment, parameter)
        const found = tensors.get(name)
        const needs = shapeOf(
          axes,
          axes.map((a) => sizes.get(a) ?? 1)
        )
        const has = found === undefined ? 'nothing' : `[${shapeOf(found.axes, found.sizes)}]`
        if (found === undefined || has !== `[${needs}]`)
          return refuse(
            name,
            `the model has [${needs}], the checkpoint ${has}`,
            'it was written by another model',
            'resume it with its own model, or `--init-from` it'
          )
        const isSquare = moment !== undefined && optimiser.squares.includes(moment)
        const values = checkValues(name, found, isSquare ? 0 : -Infinity)
        if (isLeft(values)) return values
      }
    const { solverDraws: draws, solverHasArrived } = decoded.right
    if (draws !== undefined && !(Number.isSafeInteger(draws) && draws >= 64))
      return refuse('checkpoint', `expected draws from 64 on, found ${draws}`, DAMAGED, RESUME)
    const names = program.parameters.map((p) => p.name)
    const trainedNumbers = trained(program).reduce(
      (n, p) => n + elements(p.axes.map((a) => sizes.get(a) ?? 1)),
      0
    )
    const pick = (wanted: ReadonlyArray<string>): Tensors =>
      new Map([...tensors].filter(([name]) => wanted.includes(name)))
    return pipe(
      shrunkOf(program.gates, sizes, tensors, scalars),
      bindTo('shrunk'),
      bind('masks', () => masksOfFile(program, sizes, tensors)),
      bind('settling', () => settlingOfFile(tensors, decoded.right, trainedNumbers)),
      map(({ shrunk, masks, settling }) => ({
        step: decoded.right.step,
        errorCostSumNats: decoded.right.errorCostSumNats,
        parameters: pick(names),
        moments: new Map([
          ...pick(names.flatMap((name) => momentsOf(name).map((m) => momentOf(m, name)))),
          ...masks
        ]),
        shrunk,
        ...(draws === undefined ? {} : { solver: { draws, hasArrived: solverHasArrived === 1 } }),
        ...(settling === undefined ? {} : { settling })
      }))
    )
  }
