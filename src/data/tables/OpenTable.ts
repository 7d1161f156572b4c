/**
 * Tables by the ending of their file.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { readSafetensors } from '../../storage/tensors/Safetensors.ts'
import { idxLength, readIdx } from '../Idx.ts'
import { openCsv } from './Csv.ts'
import { openJson } from './Json.ts'
import type { NamedTable, OpenTable, Wanted } from './NamedTable.ts'
import { npyLength, readNpy } from './Npy.ts'
import { openWhole, stemOf } from './WholeArrays.ts'

type Open = (files: FileSystem, path: string) => TaskEither<Problem, OpenTable>

/** A new format is a row here. */
const formats: Readonly<Record<string, Open>> = {
  csv: openCsv,
  tsv: openCsv,
  json: openJson,
  npy: openWhole(
    (path) => (bytes) =>
      pipe(
        readNpy(path)(bytes),
        E.map((array) => new Map([[stemOf(path), array]]))
      ),
    npyLength
  ),
  safetensors: openWhole(
    (path) => (bytes) =>
      pipe(
        readSafetensors(path)(bytes),
        E.map(
          ({ tensors }) =>
            new Map(
              [...tensors].map(([name, { shape, values }]) => [
                name,
                { shape, values: new Float32Array(values) }
              ])
            )
        )
      )
  ),
  idx: openWhole(
    (path) => (bytes) =>
      pipe(
        readIdx(path)(bytes),
        E.map(
          ({ shape, values }) =>
            new Map([[stemOf(path), { shape, values: new Float32Array(values) }]])
        )
      ),
    idxLength
  )
}

/** The files of IDX are named `…-idx3-ubyte`; those that are read whole may be gzipped. */
const formatOf = (path: string): string => {
  const plain = path.replace(/(?<=npy|safetensors|ubyte)\.gz$/, '')
  return /idx\d-ubyte$/.test(plain) ? 'idx' : (/\.([^./]*)$/.exec(plain)?.[1]?.toLowerCase() ?? '')
}

/** Is this the path of a file whose format is known here? */
export const isTablePath = (path: string): boolean => Object.hasOwn(formats, formatOf(path))

/** The columns of a file, without their values where its format allows that. */
export const openTable = (files: FileSystem, path: string): TaskEither<Problem, OpenTable> => {
  const open = isTablePath(path) ? formats[formatOf(path)] : undefined
  return open === undefined
    ? TE.left(
        problem(
          path,
          `expected a file of data, found the ending '${formatOf(path)}'`,
          `the ending says how a file is read: ${Object.keys(formats).join(', ')}`,
          'give the file the ending of its format'
        )
      )
    : open(files, path)
}

/**
 * Columns of a file by name: those that are `wanted`, each read as numbers or labels, or all of
 * them by their first rows.
 *
 * @example
 * import { asLabels, asNumbers, type FileSystem, nodeFileSystem, readTable } from 'farrier'
 *
 * // a file system with one file; `nodeFileSystem` has those of the disk
 * const text = 'age,group,note\n31,b,-\n47.5,a,-\n'
 * const files: FileSystem = {
 *   ...nodeFileSystem,
 *   async *chunks() {
 *     yield { _tag: 'Right', right: new TextEncoder().encode(text) }
 *   }
 * }
 * const wanted = new Map([['age', asNumbers], ['group', asLabels()]] as const)
 * const table = await readTable(files, 'people.csv', wanted)()
 * assert(table._tag === 'Right')
 * assert.deepEqual(table.right.arrays.get('age')?.values, Float32Array.of(31, 47.5))
 * assert.deepEqual(table.right.arrays.get('group')?.labels, ['a', 'b'])
 */
export const readTable = (
  files: FileSystem,
  path: string,
  wanted?: Wanted
): TaskEither<Problems, NamedTable> =>
  pipe(
    openTable(files, path),
    TE.mapLeft((p): Problems => of(p)),
    TE.chain((table) =>
      table.read(wanted ?? new Map(table.columns.map(({ name }) => [name, undefined])))
    )
  )
