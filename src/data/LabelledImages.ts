/** Labelled images, and how they are made of pairs of IDX files. */
import * as E from 'fp-ts/lib/Either.js'
import type { Problem } from '../ir/Problem.ts'
import { refuse } from '../ir/Problem.ts'
import type { Idx } from './Idx.ts'

/**
 * - `images` [count, height · width] or [count, channels · height · width], row-major, within the
 *   `range` asked for
 * - `labels` [count], 0 ≤ label < classes
 */
export interface LabelledImages {
  readonly images: Float32Array
  readonly labels: Int32Array
  readonly count: number
}

/** Of one image. */
export type ImageShape =
  | readonly [height: number, width: number]
  | readonly [channels: number, height: number, width: number]

/**
 * - `shape` of every image of both parts; - `heldOut` how many of the training images make up
 *   `test`, 0 where it has files of its own.
 */
export interface DataSet {
  readonly name: string
  readonly heldOut: number
  readonly shape: ImageShape
  readonly classes: number
  readonly train: LabelledImages
  readonly test: LabelledImages
}

/**
 * Options of a loader. `range` is what bytes 0 and 255 become, [0, 1] unless said; `classes` is the
 * largest training label + 1 unless said, or `outcomes` where a model tells more apart. Where
 * `holdOut` is not 0 the last so many training images are the test part, and the files of the test
 * part are not read.
 */
export interface DataOptions {
  readonly range?: readonly [low: number, high: number]
  readonly classes?: number
  readonly outcomes?: number
  readonly holdOut?: number
}

/** An IDX file with its path. */
export interface IdxFile extends Idx {
  readonly path: string
}

/** The files of the training part. */
export interface TrainFiles {
  readonly trainImages: IdxFile
  readonly trainLabels: IdxFile
}

/** The four files of a data set. */
export interface IdxFiles extends TrainFiles {
  readonly testImages: IdxFile
  readonly testLabels: IdxFile
}

const scaled = (bytes: Uint8Array, [low, high]: readonly [number, number]): Float32Array => {
  const values = Float32Array.from({ length: 256 }, (_, byte) => low + ((high - low) * byte) / 255)
  const images = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) images[i] = values[bytes[i] ?? 0] ?? 0
  return images
}

const checkPair = (images: IdxFile, labels: IdxFile): E.Either<Problem, void> => {
  if (images.shape.length !== 3 && images.shape.length !== 4)
    return refuse(
      images.path,
      `expected images × height × width, found ${images.shape.length} axes`,
      'an image is a grid of bytes, or one for each channel',
      'name a file of images (idx3)'
    )
  if (labels.shape.length !== 1)
    return refuse(
      labels.path,
      `expected one axis of labels, found ${labels.shape.length} axes`,
      'an image has one label',
      'name a file of labels (idx1)'
    )
  if (images.values.length === 0)
    return refuse(
      images.path,
      `expected images, found ${images.shape.join(' × ')}`,
      'nothing can be learnt from an empty set',
      'name a file with images'
    )
  if (images.shape[0] !== labels.shape[0])
    return refuse(
      labels.path,
      `expected ${images.shape[0]} labels, found ${labels.shape[0]}`,
      `${images.path} has ${images.shape[0]} images, and each has one label`,
      'name files that belong together'
    )
  return E.right(undefined)
}

const checkLabels = (labels: IdxFile, classes: number, reason: string): E.Either<Problem, void> => {
  const at = labels.values.findIndex((label) => label >= classes)
  return at < 0
    ? E.right(undefined)
    : refuse(
        labels.path,
        `expected labels 0 to ${classes - 1}, found ${labels.values[at]} at position ${at}`,
        labels.values.includes(0) ? reason : `${reason}, and labels here begin at 1`,
        labels.values.includes(0)
          ? 'check that the files belong together and are not damaged'
          : 'count labels from 0: subtract 1 from every one'
      )
}

const largest = (bytes: Uint8Array): number => bytes.reduce((most, byte) => Math.max(most, byte), 0)

/** The classes of a data set, and why they are so many. */
const classesOf = (
  name: string,
  { classes, outcomes = 0 }: DataOptions,
  { trainLabels }: TrainFiles
): { readonly classes: number; readonly reason: string } => {
  const last = largest(trainLabels.values)
  const found = classes ?? Math.max(last + 1, outcomes)
  return {
    classes: found,
    reason:
      classes === undefined
        ? last + 1 < found
          ? `the training labels end at ${last}, and the model has ${found} outcomes`
          : `the training labels end at ${last}`
        : `${name} has ${found} classes`
  }
}

/** The images from one index up to another. */
const partOf = (
  { range }: DataOptions,
  images: IdxFile,
  labels: IdxFile,
  from = 0,
  to = labels.values.length
): LabelledImages => {
  const pixels = images.values.length / labels.values.length
  return {
    images: scaled(images.values.subarray(from * pixels, to * pixels), range ?? [0, 1]),
    labels: Int32Array.from(labels.values.subarray(from, to)),
    count: to - from
  }
}

const shapeOf = ({ shape: [, first = 0, second = 0, third] }: IdxFile): ImageShape =>
  third === undefined ? [first, second] : [first, second, third]

type Check = () => E.Either<Problem, void>

const firstFailure = (checks: ReadonlyArray<Check>): E.Either<Problem, void> =>
  checks.map((check) => check()).find(E.isLeft) ?? E.right(undefined)

/**
 * Checks that the four files belong together, and makes a data set of them. Errors: see the
 * messages of `checkPair` and `checkLabels`.
 */
export const dataSetOf =
  (name: string, options: Omit<DataOptions, 'holdOut'> = {}) =>
  (files: IdxFiles): E.Either<Problem, DataSet> => {
    const { trainImages, trainLabels, testImages, testLabels } = files
    const { classes, reason } = classesOf(name, options, files)
    const [shape, testShape] = [shapeOf(trainImages), shapeOf(testImages)]
    return E.Functor.map(
      firstFailure([
        () => checkPair(trainImages, trainLabels),
        () => checkPair(testImages, testLabels),
        () =>
          shape.join() === testShape.join()
            ? E.right(undefined)
            : refuse(
                testImages.path,
                `expected images of ${shape.join(' × ')}, found ${testShape.join(' × ')}`,
                'training and test images have one shape',
                'name files that belong together'
              ),
        () => checkLabels(trainLabels, classes, reason),
        () => checkLabels(testLabels, classes, reason)
      ]),
      () => ({
        name,
        heldOut: 0,
        shape,
        classes,
        train: partOf(options, trainImages, trainLabels),
        test: partOf(options, testImages, testLabels)
      })
    )
  }

const checkHeldOut = (name: string, count: number, total: number): E.Either<Problem, void> =>
  Number.isSafeInteger(count) && count > 0 && count < total
    ? E.right(undefined)
    : refuse(
        `data set '${name}'`,
        `expected to hold out from 1 to ${total - 1} of its ${total} training images, found ${count}`,
        'what is held out is tested on, and the rest is trained on',
        'hold out fewer'
      )

/**
 * The last `count` training images are the test part. Errors: those of `dataSetOf`; a count that
 * leaves either part empty.
 */
export const heldOutSetOf =
  (name: string, count: number, options: Omit<DataOptions, 'holdOut'> = {}) =>
  (files: TrainFiles): E.Either<Problem, DataSet> => {
    const { trainImages, trainLabels } = files
    const { classes, reason } = classesOf(name, options, files)
    const total = trainLabels.values.length
    return E.Functor.map(
      firstFailure([
        () => checkPair(trainImages, trainLabels),
        () => checkLabels(trainLabels, classes, reason),
        () => checkHeldOut(name, count, total)
      ]),
      () => ({
        name,
        heldOut: count,
        shape: shapeOf(trainImages),
        classes,
        train: partOf(options, trainImages, trainLabels, 0, total - count),
        test: partOf(options, trainImages, trainLabels, total - count)
      })
    )
  }

/**
 * The values themselves, if all of them are finite. Errors: names the first NaN or infinity and its
 * position.
 */
export const validateFinite =
  (where: string) =>
  <A extends Float32Array | Float64Array>(values: A): E.Either<Problem, A> => {
    for (let i = 0; i < values.length; i++)
      if (!Number.isFinite(values[i]))
        return refuse(
          where,
          `expected finite numbers, found ${values[i]} at position ${i}`,
          'one such number makes the loss and every gradient NaN',
          'remove or replace these entries of the data'
        )
    return E.right(values)
  }
