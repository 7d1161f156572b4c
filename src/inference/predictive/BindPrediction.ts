/**
 * Data bound for a prediction: the new rows' own where they lie over a predicted plate, those of the
 * training elsewhere. Observed values are not asked for, and not read if they are there.
 *
 * Errors: those of `bindData`; new data for a model that predicts its own cells; no rows; a site that
 * has no draws.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { bindData, type Bound } from '../host/BoundData.ts'
import type { Tensors } from '../host/Tensors.ts'
import {
  predictedPlates,
  predictionScope,
  type PredictionScope,
  type PredictiveModel
} from './PredictionScope.ts'

/**
 * - `data` arrays by the name of the slot they fill
 * - `rows` of the new plate, where no slot lies over it
 */
export interface NewRows {
  readonly data: Tensors
  readonly rows?: number | undefined
}

/** A prediction that can be made. */
export interface PredictionTask {
  readonly model: PredictiveModel
  readonly scope: PredictionScope
  readonly bound: Bound
}

type Bindings = E.Either<Problems, Bound>

const refuse = (...parts: readonly [string, string, string, string]): Bindings =>
  E.left(of(problem(...parts)))

const withoutDraws = ({ stages }: PredictionScope): ReadonlyArray<Problem> =>
  stages.flatMap(({ drawn }) =>
    drawn.flatMap(({ site, role, sample }) =>
      E.isRight(sample)
        ? []
        : [
            problem(
              site,
              role === 'latent'
                ? 'new rows need a draw of it from its prior, and there are none'
                : 'a prediction is a draw of it, and there are none',
              sample.left,
              'give it a proper distribution'
            )
          ]
    )
  )

const ownCells = ({ predictions }: Variational): Bindings =>
  refuse(
    'new data',
    `${predictions[0]?.site ?? 'the model'} lies over axes of fixed sizes, and new data are given`,
    'such a model predicts its own cells, from its own data: there is no plate with new members',
    'leave the new data out, or declare the axis of the rows as a plate'
  )

/** May there be new rows of a model? Errors: it predicts its own cells. */
export const hasNewRows = (program: Variational): E.Either<Problems, unknown> =>
  predictedPlates(program).length === 0 ? ownCells(program) : E.right(undefined)

/**
 * The program with the slots that are read alone. A plate that no slot tells of has `rows` if it is
 * new; any other one is not bound here.
 */
const reading = (
  program: Variational,
  { data, plates }: PredictionScope,
  rows: number
): Variational => ({
  ...program,
  data,
  observed: [],
  predictions: [],
  axes: program.axes.flatMap((a) =>
    a.size !== 'data' || data.some((s) => s.axes.includes(a.name))
      ? [a]
      : plates.includes(a.name)
        ? [{ ...a, size: rows }]
        : []
  )
})

const boundRows = (
  program: Variational,
  scope: PredictionScope,
  trained: Tensors,
  given: NewRows | undefined
): Bindings => {
  const site = scope.predicted[0]?.site ?? ''
  const [plate] = scope.plates
  if (plate === undefined && given !== undefined && given.data.size > 0) return ownCells(program)
  const isNew = scope.data.filter((s) => s.axes.some((a) => scope.plates.includes(a)))
  const rows = given?.rows ?? 0
  if (plate !== undefined && given === undefined)
    return refuse(
      plate,
      `${site} lies over the plate ${plate}, and no new rows are given`,
      'predictions are made for new members of that plate',
      isNew.length === 0
        ? 'say how many rows, or give a table that has as many (--data new.csv)'
        : `give data for ${isNew.map((s) => s.name).join(', ')} (--data new.csv)`
    )
  const isEmpty = isNew.some((s) => given?.data.get(s.name)?.sizes.includes(0))
  if (plate !== undefined && (isEmpty || (isNew.length === 0 && rows === 0)))
    return refuse(
      plate,
      'the new data have no rows',
      'there is nothing to predict',
      'give data with at least one row'
    )
  const merged = new Map(
    scope.data.flatMap(({ name }) => {
      const own = given?.data.get(name)
      const before = isNew.some((s) => s.name === name) ? undefined : trained.get(name)
      const t = own ?? before
      return t === undefined ? [] : [[name, t] as const]
    })
  )
  return bindData(reading(program, scope, rows), merged)
}

/** - `trained` the data of the training; - `given` undefined where the model predicts its own cells */
export const bindPrediction = (
  model: PredictiveModel,
  trained: Tensors,
  given: NewRows | undefined
): E.Either<Problems, PredictionTask> => {
  const scope = predictionScope(model)
  const refused = withoutDraws(scope)
  if (isNonEmpty(refused)) return E.left(refused)
  const bound = boundRows(model.program, scope, trained, given)
  return E.isLeft(bound) ? bound : E.right({ model, scope, bound: bound.right })
}
