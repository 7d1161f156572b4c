/**
 * A set of labelled images bound to a program: its data slot and its observed site are found by
 * their axes.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { DataSet, ImageShape, LabelledImages } from '../../data/LabelledImages.ts'
import type { DataSlot } from '../../ir/Graph.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import type { Prediction, Variational } from '../../ir/Variational.ts'
import { isDiscrete, outcomeCount } from '../../lower/PredictPlan.ts'
import { bindData, type Bound, type BoundData } from '../../inference/index.ts'

// model

/**
 * Both parts of the data, bound; `plate` is the axis of their rows, none where all axes are fixed,
 * and `test` what is held out.
 */
export interface BoundSet {
  readonly plate: string | undefined
  readonly train: Bound
  readonly test: Bound | undefined
}

/** Images always have both. */
export interface BoundImages extends BoundSet {
  readonly plate: string
  readonly test: Bound
}

interface Images {
  readonly slot: DataSlot
  readonly plate: string
  readonly others: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
}

// combinators

const sizeIn = (program: Variational, axis: string): number | 'data' =>
  program.axes.find((a) => a.name === axis)?.size ?? 'data'
const fixedSizes = (program: Variational): ReadonlyMap<string, number> =>
  new Map(program.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const])))

/** A slot over one plate and fixed axes: what images may be bound to. */
const imagesOf =
  (program: Variational) =>
  (slot: DataSlot): ReadonlyArray<Images> => {
    const [plate, ...more] = slot.axes.filter((a) => sizeIn(program, a) === 'data')
    const others = slot.axes.filter((a) => a !== plate)
    const sizes = others.flatMap((a) => {
      const size = sizeIn(program, a)
      return size === 'data' ? [] : [size]
    })
    return plate === undefined || more.length > 0 ? [] : [{ slot, plate, others, sizes }]
  }

const numbersIn = (shape: ReadonlyArray<number>): number => shape.reduce((a, b) => a * b, 1)

/** Flat numbers, or height × width behind the channels; axes of size 1 do not matter. */
const holds =
  (shape: ImageShape) =>
  ({ sizes }: Images): boolean => {
    const long = sizes.filter((s) => s !== 1).join()
    return [[numbersIn(shape)], shape].some((held) => held.filter((s) => s !== 1).join() === long)
  }

const show =
  (program: Variational) =>
  ({ name, axes }: DataSlot): string => {
    const sized = axes.map((a) => {
      const size = sizeIn(program, a)
      return size === 'data' ? a : `${a} ${size}`
    })
    return `${name} over [${sized.join(', ')}]`
  }

/** What each side has, so that a person can see which does not fit. */
const bothSides = (program: Variational, set: DataSet): string => {
  const outcomes = (p: Prediction): string =>
    isDiscrete(p) ? ` of ${outcomeCount(p, fixedSizes(program))} outcomes` : ''
  const wants = [
    ...program.data.map(show(program)),
    ...program.predictions.map(
      (p) => `${show(program)({ name: p.site, axes: p.axes })}, ${p.family}${outcomes(p)}`
    )
  ]
  const images = `[${set.train.count}, ${numbersIn(set.shape)}] (${set.shape.join(' × ')})`
  return [
    `the model wants ${wants.join('; ')}`,
    `${set.name} has images over ${images}, labels over [${set.train.count}] of ${set.classes} classes`
  ].join('; ')
}

const imagesIn = (into: Images | undefined, { images, count }: LabelledImages): BoundData =>
  into === undefined
    ? new Map()
    : new Map([
        [
          into.slot.name,
          { axes: [into.plate, ...into.others], sizes: [count, ...into.sizes], values: images }
        ]
      ])

const labelsIn = (plate: string, { labels, count }: LabelledImages): NamedTensor => ({
  axes: [plate],
  sizes: [count],
  values: Float32Array.from(labels)
})

/** As many as labels may be told apart. */
export const mostOutcomes = (program: Variational): number =>
  Math.max(
    0,
    ...program.predictions.filter(isDiscrete).map((p) => outcomeCount(p, fixedSizes(program)))
  )

// destructors

/**
 * Images go to the one data slot over a plate and axes of their size, labels to the one discrete
 * observation over that plate. A program without data slots (a network that pruning has made
 * constant) takes the labels alone.
 *
 * Errors: either side is missing, is there twice or has another size (both sides are listed);
 * labels beyond the classes.
 */
export const bindDataSet =
  (program: Variational) =>
  (set: DataSet): E.Either<Problems, BoundImages> => {
    const refuse = (why: string): E.Either<Problems, never> =>
      E.left(
        of(
          problem(
            `data set '${set.name}'`,
            bothSides(program, set),
            why,
            'give the axes of the model the sizes of the data, or bind the data in code: bindData'
          )
        )
      )
    const [images, ...moreImages] = program.data.flatMap(imagesOf(program)).filter(holds(set.shape))
    if (images === undefined && program.data.length > 0)
      return refuse('no data slot has the size of the images')
    const [labels, ...moreLabels] = program.predictions.filter(
      (p) => isDiscrete(p) && p.axes.length === 1 && p.axes[0] === (images?.plate ?? p.axes[0])
    )
    if (labels === undefined) return refuse('no discrete observation runs over the images alone')
    if (moreImages.length + moreLabels.length > 0)
      return refuse('it is not clear which slot or observation is meant')
    if (program.data.length > 1 || program.observed.length > 1)
      return refuse('the data set has images and labels, and the model wants more')
    const plate = labels.axes[0] ?? ''
    const outcomes = outcomeCount(labels, fixedSizes(program))
    if (set.classes > outcomes)
      return refuse(
        `a label is as large as ${set.classes - 1}, and the outcomes of ${labels.site} are 0 to ${outcomes - 1}` +
          (set.train.labels.includes(0)
            ? ''
            : '; the labels begin at 1, and outcomes are counted from 0: subtract 1 from every label')
      )
    const bind = (part: LabelledImages): E.Either<Problems, Bound> =>
      bindData(
        program,
        new Map([...imagesIn(images, part), [labels.site, labelsIn(plate, part)] as const])
      )
    const train = bind(set.train)
    const test = bind(set.test)
    return E.isLeft(train)
      ? train
      : E.isLeft(test)
        ? test
        : E.right({ plate, train: train.right, test: test.right })
  }
