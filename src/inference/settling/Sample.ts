/**
 * What a fit that settles looks at before its first step, and wherever its curvature may have changed:
 * some rows, the same ones always, which stand for all of them.
 *
 * @since 0.2.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { rows } from '../../lower/Slices.ts'
import { permutation } from '../../runtime/Noise.ts'
import type { Batching } from '../host/Batches.ts'
import type { Bound } from '../host/BoundData.ts'
import type { Tensors } from '../host/Tensors.ts'
import { coordinatesIn, reachOf, unitsAt } from '../solving/Coordinates.ts'
import { type DrawnLoss, openDrawnLoss } from '../solving/DrawnObjective.ts'
import { deviationsBy, factored, hessian } from '../solving/Newton.ts'
import type { Pausing } from '../solving/Pausing.ts'
import { scaled } from '../solving/SolverRound.ts'
import type { Settings } from '../variational/Settings.ts'
import { type Matrix, solveWith } from '../solving/Vectors.ts'

// model

/**
 * The neighbourhood of a place: `units` along each coordinate, in them the factor of the Hessian, how
 * many units a deviation of the posterior is (by linear response; 1 where coordinates do not depend
 * on each other), and how many a step may be long.
 */
export interface Ground {
  readonly units: Float64Array
  readonly factor: Matrix
  /** Was the Hessian positive definite as it was? */
  readonly isExact: boolean
  readonly deviations: Float64Array
  readonly reach: Float64Array
}

const fewest = 256
const perCoordinate = 4
/** Draws over which curvature is looked at, where coordinates are few and where they are many. */
const [closely, roughly, few] = [64, 16, 100]
export const curvatureDraws = (coordinates: number): number =>
  coordinates <= few ? closely : roughly
/** A step number of its own, for the choice of rows. */
const keyOfRows = 2 ** 29 + 2 ** 21

// constructors

/** How many rows. */
export const sampleSizeOf = (total: number, batchSize: number, coordinates: number): number =>
  Math.min(total, Math.max(fewest, batchSize, perCoordinate * coordinates))

/** Some rows of the data, and of how many they are. */
const sampleOf = (bound: Bound, plate: string, seed: number, count: number): Bound => {
  const total = bound.sizes.get(plate) ?? 0
  const chosen = permutation({ seed, step: keyOfRows }, `sample:${plate}`, total).subarray(0, count)
  return {
    ...bound,
    data: new Map([...bound.data].map(([name, t]) => [name, rows(plate, chosen)(t)])),
    sizes: new Map([...bound.sizes, [plate, count]]),
    totals: new Map([[plate, total]])
  }
}

/** The rows that a model is looked at on before it settles. */
export const sampledBound = (program: Variational, bound: Bound, settings: Settings): Bound => {
  const [[plate, batchSize] = ['', 0]] = Object.entries(settings.batch)
  const total = bound.sizes.get(plate) ?? 0
  const { size } = coordinatesIn(program, bound.sizes)
  return sampleOf(bound, plate, settings.seed, sampleSizeOf(total, batchSize, size))
}

/** The loss of the sample, scaled to all data. */
export const openSample = (
  program: Variational,
  bound: Bound,
  { plate = '' }: Batching,
  seed: number,
  start: Tensors,
  count: number
): Either<Problem, DrawnLoss> =>
  openDrawnLoss(program, sampleOf(bound, plate, seed, count), seed, start)

// destructors

/** Undefined where the loss has no finite slopes. Pauses on its way. */
export const groundAt = function* (
  sample: DrawnLoss,
  x: Float64Array
): Pausing<Ground | undefined> {
  const units = unitsAt(sample.coordinates, x)
  const f = scaled(sample.over(curvatureDraws(x.length), [0]), x, units)
  const found = factored(yield* hessian(f, new Float64Array(x.length)))
  return found === undefined
    ? undefined
    : {
        units,
        ...found,
        deviations: deviationsBy(found.factor),
        reach: reachOf(sample.coordinates, x).map((far) => far / 2)
      }
}

/** Newton's step, in units, of a gradient there. */
export const newtonStep = ({ units, factor }: Ground): ((g: Float64Array) => Float64Array) => {
  const solve = solveWith(factor)
  return (g) => solve(g.map((v, i) => v * (units[i] ?? NaN)))
}
