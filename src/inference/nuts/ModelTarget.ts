/**
 * A model on its data as a sampler sees it: a log density over one vector of coordinates, and the
 * values that declared sites have there. All of it is data until it is opened, so that it can be
 * sent to another thread.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { Coordinate, Density } from '../../ir/Density.ts'
import type { Plan } from '../../ir/Plan.ts'
import { type Problem, problem, type Problems } from '../../ir/Problem.ts'
import { densityPlan, valuesPlan } from '../../lower/sampling/DensityPlan.ts'
import { axisOrder } from '../../lower/Outputs.ts'
import { type Bound, totals } from '../host/BoundData.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { latentEnds } from '../variational/DataStarts.ts'

// model

/** Where a coordinate lies in the vector, over `axes` of `sizes`, in the order of plans. */
export interface CoordinateStretch extends Pick<Coordinate, 'name' | 'declared' | 'isProper'> {
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly from: number
  readonly to: number
}

/** `given` are the data, sizes of plates, and ends that data set. */
export interface ModelTarget {
  readonly size: number
  readonly stretches: ReadonlyArray<CoordinateStretch>
  readonly plan: Plan
  readonly values: Plan
  readonly given: Tensors
}

/** What of a target is the same for all data of the same sizes. */
export type TargetPlans = Omit<ModelTarget, 'given'>

/** Coordinates that are sampled at most. */
export const mostCoordinates = 2 ** 16

// constructors

const stretchesOf = (
  density: Density,
  sizes: Bound['sizes']
): { readonly size: number; readonly stretches: ReadonlyArray<CoordinateStretch> } => {
  const order = axisOrder(density)
  let size = 0
  const stretches = density.coordinates.map(({ name, declared, isProper, axes: own }) => {
    const axes = [...own].sort((a, b) => order.indexOf(a) - order.indexOf(b))
    const shape = axes.map((a) => sizes.get(a) ?? 1)
    const from = size
    size += elements(shape)
    return { name, declared, isProper, axes, sizes: shape, from, to: size }
  })
  return { size, stretches }
}

const largestOf = (stretches: ReadonlyArray<CoordinateStretch>): CoordinateStretch | undefined =>
  stretches.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0]

/** Errors: nothing to sample; more than a sampler is for, with the site that has most. */
const checkSize = (
  size: number,
  stretches: ReadonlyArray<CoordinateStretch>
): E.Either<Problem, void> => {
  const largest = largestOf(stretches)
  return largest === undefined
    ? E.left(
        problem(
          'the model',
          'it has no latent site',
          'there is nothing to sample',
          'declare what is unknown with draw or sample'
        )
      )
    : size <= mostCoordinates
      ? E.right(undefined)
      : E.left(
          problem(
            largest.declared,
            `its ${largest.to - largest.from} elements are too many: ` +
              `all sites have ${size}, and at most ${mostCoordinates} are sampled`,
            'each step of a chain takes a gradient over all data, and every draw is kept',
            'fit it: farrier train, fitModel'
          )
        )
}

/** Errors: nothing to sample, or too much. */
export const targetPlans =
  (density: Density) =>
  (sizes: Bound['sizes']): E.Either<Problems, TargetPlans> => {
    const { size, stretches } = stretchesOf(density, sizes)
    return pipe(
      checkSize(size, stretches),
      E.chain(() =>
        pipe(
          E.Do,
          E.bind('plan', () => densityPlan(density)(sizes)),
          E.bind('values', () => valuesPlan(density)(sizes))
        )
      ),
      E.map((plans) => ({ size, stretches, ...plans })),
      E.mapLeft((p): Problems => of(p))
    )
  }

/** Errors: data that leave a latent no values. */
export const targetOn =
  (density: Density, bound: Bound) =>
  (plans: TargetPlans): E.Either<Problems, ModelTarget> =>
    pipe(
      latentEnds(density, bound),
      E.map((ends) => ({
        ...plans,
        given: new Map([...bound.data, ...totals(bound), ...ends])
      }))
    )

/** Errors: nothing to sample, or too much; data that leave a latent no values. */
export const modelTarget = (density: Density, bound: Bound): E.Either<Problems, ModelTarget> =>
  pipe(targetPlans(density)(bound.sizes), E.chain(targetOn(density, bound)))
