/** Labelled images, and how they are made of pairs of IDX files. */
import * as E from 'fp-ts/lib/Either.js'
import type { Problem } from '../ir/Problem.ts'
import { refuse } from '../ir/Problem.ts'
import type { Idx } from './Idx.ts'

/**
 * - `images` [count, height · width], row-major, within the `range` asked for
 * - `labels` [count], 0 ≤ label < classes
 */
export interface LabelledImages {
  readonly images: Float32Array
  readonly labels: Int32Array
  readonly count: number
}

/** - `shape` [height, width] of every image of both parts. */
export interface DataSet {
  readonly name: string
  readonly shape: readonly [height: number, width: number]
  readonly classes: number
  readonly train: LabelledImages
  readonly test: LabelledImages
}

/** Options of a loader. `range` is what bytes 0 and 255 become, [0, 1] unless said; `classes` is the largest training label + 1 unless said. */
export interface DataOptions {
  readonly range?: readonly [low: number, high: number]
  readonly classes?: number
}

/** An IDX file with its path. */
export interface IdxFile extends Idx {
  readonly path: string
}

/** The four files of a data set. */
export interface IdxFiles {
  readonly trainImages: IdxFile
  readonly trainLabels: IdxFile
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
  if (images.shape.length !== 3)
    return refuse(images.path, `expected images × height × width, found ${images.shape.length} axes`, 'an image is a grid of bytes', 'name a file of images (idx3)')
  if (labels.shape.length !== 1)
    return refuse(labels.path, `expected one axis of labels, found ${labels.shape.length} axes`, 'an image has one label', 'name a file of labels (idx1)')
  if (images.values.length === 0) return refuse(images.path, `expected images, found ${images.shape.join(' × ')}`, 'nothing can be learnt from an empty set', 'name a file with images')
  if (images.shape[0] !== labels.shape[0])
    return refuse(labels.path, `expected ${images.shape[0]} labels, found ${labels.shape[0]}`, `${images.path} has ${images.shape[0]} images, and each has one label`, 'name files that belong together')
  return E.right(undefined)
}

const checkLabels = (labels: IdxFile, classes: number, reason: string): E.Either<Problem, void> => {
  const at = labels.values.findIndex((label) => label >= classes)
  return at < 0
    ? E.right(undefined)
    : refuse(labels.path, `expected labels 0 to ${classes - 1}, found ${labels.values[at]} at position ${at}`, reason, 'check that the files belong together and are not damaged')
}

const largest = (bytes: Uint8Array): number => bytes.reduce((most, byte) => Math.max(most, byte), 0)

/** Checks that the four files belong together, and makes a data set of them. Errors: see the messages of `checkPair` and `checkLabels`. */
export const dataSetOf =
  (name: string, options: DataOptions = {}) =>
  ({ trainImages, trainLabels, testImages, testLabels }: IdxFiles): E.Either<Problem, DataSet> => {
    const part = (images: IdxFile, labels: IdxFile): LabelledImages => ({
      images: scaled(images.values, options.range ?? [0, 1]),
      labels: Int32Array.from(labels.values),
      count: labels.values.length,
    })
    const classes = options.classes ?? largest(trainLabels.values) + 1
    const reason = options.classes === undefined ? `the training labels end at ${classes - 1}` : `${name} has ${classes} classes`
    const [, height = 0, width = 0] = trainImages.shape
    const checks: ReadonlyArray<() => E.Either<Problem, void>> = [
      () => checkPair(trainImages, trainLabels),
      () => checkPair(testImages, testLabels),
      () =>
        testImages.shape[1] === height && testImages.shape[2] === width
          ? E.right(undefined)
          : refuse(testImages.path, `expected images of ${height} × ${width}, found ${testImages.shape.slice(1).join(' × ')}`, 'training and test images have one shape', 'name files that belong together'),
      () => checkLabels(trainLabels, classes, reason),
      () => checkLabels(testLabels, classes, reason),
    ]
    const failed = checks.map((check) => check()).find(E.isLeft)
    return failed ?? E.right({ name, shape: [height, width], classes, train: part(trainImages, trainLabels), test: part(testImages, testLabels) })
  }

/** The values themselves, if all of them are finite. Errors: names the first NaN or infinity and its position. */
export const validateFinite =
  (where: string) =>
  <A extends Float32Array | Float64Array>(values: A): E.Either<Problem, A> => {
    for (let i = 0; i < values.length; i++)
      if (!Number.isFinite(values[i]))
        return refuse(where, `expected finite numbers, found ${values[i]} at position ${i}`, 'one such number makes the loss and every gradient NaN', 'remove or replace these entries of the data')
    return E.right(values)
  }
