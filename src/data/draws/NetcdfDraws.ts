/**
 * Draws in a NetCDF file, as ArviZ (`to_netcdf`, of InferenceData and of DataTree) leaves them: HDF5, whose
 * groups are those of a Zarr store. Dimensions of a variable are the scales that are attached to it. Read
 * by h5wasm, an optional package: HDF5 itself as WebAssembly, 4 MB.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { drawsAmong, mostNumbers, numbersIn, type ReadDraws, type Variable } from './ZarrDraws.ts'

// model

/** As much of h5wasm as is used: our declarations stand without its own. */
interface Entity {
  readonly type: string
  readonly shape?: ReadonlyArray<number> | null
  readonly value?: Iterable<unknown> | number | bigint | null
  readonly keys?: () => ReadonlyArray<string>
  readonly get?: (name: string) => Entity | null
  readonly get_attached_scales?: (dimension: number) => ReadonlyArray<string>
}
interface Hdf5 {
  readonly ready: Promise<{
    readonly FS: {
      readonly writeFile: (path: string, bytes: Uint8Array) => void
      readonly unlink: (path: string) => void
    }
    /** What is wrong is thrown, and not printed. */
    readonly activate_throwing_error_handler: () => number
  }>
  readonly File: new (path: string, mode: 'r') => Entity & { readonly close: () => unknown }
}

// combinators

const signatures = {
  hdf5: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a],
  classic: [0x43, 0x44, 0x46]
}

const beginsWith = (bytes: Uint8Array, signature: ReadonlyArray<number>): boolean =>
  signature.every((b, i) => bytes[i] === b)

const again = 'write the file again, by to_netcdf of ArviZ'

/** Errors: another kind of file, by what its first bytes say. */
const isHdf5 =
  (where: string) =>
  (bytes: Uint8Array): E.Either<Problem, Uint8Array> =>
    beginsWith(bytes, signatures.hdf5)
      ? E.right(bytes)
      : E.left(
          problem(
            where,
            beginsWith(bytes, signatures.classic)
              ? 'this is a NetCDF file of the classic kind, which has no groups'
              : 'expected a NetCDF file, found something else',
            'ArviZ keeps draws in NetCDF-4, which is HDF5',
            again
          )
        )

/** By a name that is not known before: what bundles a page need not have it. */
const load = (where: string): TaskEither<Problem, Hdf5> => {
  const name = 'h5wasm'
  return TE.tryCatch(
    async (): Promise<Hdf5> => import(/* @vite-ignore */ name),
    () =>
      problem(
        where,
        'expected the package h5wasm, did not find it',
        'NetCDF files are read by it, and it is not installed with us',
        'npm install h5wasm@0.10.3'
      )
  )
}

/** `/posterior/school` → `school`. */
const lastName = (path: string): string => path.replace(/^.*\//, '')

/** Numbers of any kind, or texts; one alone of what has no dimensions. */
const itemsIn = (value: Entity['value']): ReadonlyArray<unknown> =>
  typeof value === 'object' && value !== null ? Array.from(value) : [value]

/** Read when there is room for it: few bytes may stand for many numbers. */
const variableIn = (group: Entity, name: string): ReadonlyArray<Variable> => {
  const entity = group.get?.(name) ?? undefined
  if (entity?.type !== 'Dataset') return []
  const shape = entity.shape ?? []
  const count = shape.reduce((a, b) => a * b, 1)
  if (!(count <= mostNumbers))
    throw new Error(`${name} has ${count} numbers, and at most ${mostNumbers} are read`)
  const items = itemsIn(entity.value)
  return [
    {
      name,
      // what is a scale itself has none attached, and is called as its dimension
      dimensions: shape.map((_, d) => lastName(entity.get_attached_scales?.(d)[0] ?? name)),
      shape,
      numbers: numbersIn(items),
      texts: items.map(String)
    }
  ]
}

const groupIn = (file: Entity, name: string): ReadonlyArray<Variable> => {
  const group = file.keys?.().includes(name) === true ? file.get?.(name) : undefined
  return group?.type === 'Group'
    ? (group.keys?.() ?? []).flatMap((variable) => variableIn(group, variable))
    : []
}

const groups = ['posterior', 'prior', 'prior_predictive', 'sample_stats'] as const
type Groups = { readonly [G in (typeof groups)[number]]: ReadonlyArray<Variable> }

/** Files of this process's own, in the memory of h5wasm. */
let opened = 0

const groupsIn = async ({ ready, File }: Hdf5, bytes: Uint8Array): Promise<Groups> => {
  const { FS, activate_throwing_error_handler } = await ready
  activate_throwing_error_handler()
  const path = `/draws-${(opened += 1)}.nc`
  FS.writeFile(path, bytes)
  try {
    const file = new File(path, 'r')
    try {
      const [posterior, prior, prior_predictive, sample_stats] = groups.map((g) => groupIn(file, g))
      return {
        posterior: posterior ?? [],
        prior: prior ?? [],
        prior_predictive: prior_predictive ?? [],
        sample_stats: sample_stats ?? []
      }
    } finally {
      file.close()
    }
  } finally {
    FS.unlink(path)
  }
}

/** HDF5 has a line for each of its functions on the way; the last of them is where it began. */
const innermost = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error)
  return [...text.matchAll(/#\d+: .* in \w+\(\): (.*)/g)].at(-1)?.[1] ?? text.split('\n')[0] ?? ''
}

const notRead = (where: string, error: unknown): Problem =>
  problem(
    where,
    `this file cannot be read: ${innermost(error)}`,
    'it is damaged, or written by what HDF5 in h5wasm does not know',
    again
  )

// destructors

/**
 * The draws of a NetCDF file: of its posterior, or of a file that has none the priors' with what they
 * predicted. Errors: another kind of file; h5wasm that is not installed; what it cannot read; those of
 * `readZarrDraws`.
 */
export const readNetcdfDraws = (files: FileSystem, path: string): TaskEither<Problem, ReadDraws> =>
  pipe(
    files.read(path),
    TE.chainEitherK(isHdf5(path)),
    TE.bindTo('bytes'),
    TE.bind('hdf5', () => load(path)),
    TE.chain(({ hdf5, bytes }) =>
      TE.tryCatch(
        async () => groupsIn(hdf5, bytes),
        (error) => notRead(path, error)
      )
    ),
    TE.chainEitherK(({ posterior, prior, prior_predictive, sample_stats }) =>
      posterior.length > 0
        ? drawsAmong(path, posterior, sample_stats, undefined)
        : drawsAmong(path, [...prior, ...prior_predictive], sample_stats, 'prior')
    )
  )
