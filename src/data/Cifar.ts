/**
 * CIFAR-10 in its binary format (Krizhevsky 2009): a record is one byte of label and 3,072 of
 * pixels, the red, green and blue planes of 32 × 32, rows first. `data_batch_1.bin` and those
 * that follow it are the training part, `test_batch.bin` the test part.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Problem, refuse } from '../ir/Problem.ts'
import type { FileSystem } from '../storage/FileSystem.ts'
import {
  type DataOptions,
  type DataSet,
  dataSetOf,
  heldOutSetOf,
  type IdxFile
} from './LabelledImages.ts'

const shape = [3, 32, 32]
const pixels = 3 * 32 * 32
const recordBytes = 1 + pixels
const classes = 10

/** What the ten labels stand for. */
export const cifar10Labels: ReadonlyArray<string> = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck'
]

const trainPattern = /^data_batch_\d+\.bin$/
const testName = 'test_batch.bin'

/** Does a folder with these entries hold CIFAR-10? */
export const isCifarFolder = (entries: ReadonlyArray<string>): boolean =>
  entries.some((entry) => trainPattern.test(entry))

interface Part {
  readonly images: IdxFile
  readonly labels: IdxFile
}

const whole = (path: string, bytes: Uint8Array): E.Either<Problem, Uint8Array> =>
  bytes.length > 0 && bytes.length % recordBytes === 0
    ? E.right(bytes)
    : refuse(
        path,
        `expected records of ${recordBytes} bytes, found ${bytes.length} bytes`,
        bytes.length === 0 ? 'the file is empty' : 'the last record is cut off',
        'download the file again: the binary version of CIFAR-10'
      )

/** The records of one file after another, images and labels apart. */
const partOf = (path: string, files: ReadonlyArray<Uint8Array>): Part => {
  const count = files.reduce((sum, bytes) => sum + bytes.length / recordBytes, 0)
  const images = new Uint8Array(count * pixels)
  const labels = new Uint8Array(count)
  let row = 0
  for (const bytes of files)
    for (let at = 0; at < bytes.length; at += recordBytes, row++) {
      labels[row] = bytes[at] ?? 0
      images.set(bytes.subarray(at + 1, at + recordBytes), row * pixels)
    }
  return {
    images: { path, shape: [count, ...shape], values: images },
    labels: { path, shape: [count], values: labels }
  }
}

const load = (
  files: FileSystem,
  folder: string,
  names: ReadonlyArray<string>
): TaskEither<Problem, Part> => {
  const inFolder = `${folder.replace(/\/+$/, '')}/`
  const byNumber = [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return pipe(
    byNumber.map((name) => inFolder + name),
    TE.traverseSeqArray((path) =>
      pipe(
        files.read(path),
        TE.chainEitherK((bytes) => whole(path, bytes))
      )
    ),
    TE.map((parts) => partOf(inFolder + (byNumber[0] ?? ''), parts))
  )
}

/** The images of a folder with the files of CIFAR-10. Errors: damaged files, labels above 9. */
export const loadCifar10 = (
  files: FileSystem,
  folder: string,
  options: DataOptions = {}
): TaskEither<Problem, DataSet> => {
  const { holdOut = 0 } = options
  const all = { classes, ...options }
  const name = folder.split('/').findLast((part) => part !== '') ?? folder
  return pipe(
    files.list(folder),
    TE.bindTo('entries'),
    TE.bind('train', ({ entries }) =>
      load(
        files,
        folder,
        entries.filter((entry) => trainPattern.test(entry))
      )
    ),
    TE.chain(({ train: { images: trainImages, labels: trainLabels } }) =>
      holdOut !== 0
        ? TE.fromEither(heldOutSetOf(name, holdOut, all)({ trainImages, trainLabels }))
        : pipe(
            load(files, folder, [testName]),
            TE.chainEitherK(({ images: testImages, labels: testLabels }) =>
              dataSetOf(name, all)({ trainImages, trainLabels, testImages, testLabels })
            )
          )
    )
  )
}
