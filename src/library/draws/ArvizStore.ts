/**
 * Draws and data as a folder that ArviZ opens: a Zarr store.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { arvizGroups } from '../../export/arviz/ArvizGroups.ts'
import { type StoredFile, zarrFiles } from '../../export/arviz/ZarrFiles.ts'
import type { Derived } from '../../ir/Derived.ts'
import {
  chainAxis,
  drawAxisName,
  type PosteriorDraws,
  type WideTensor
} from '../../ir/Posterior.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { type Bound, drawnValues, pointwiseLikelihood, withGaps } from '../../inference/index.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'

/** `labels` of axes by the axis, in the order of their numbers; `version` of this package. */
export interface StoreOptions {
  readonly labels?: ReadonlyMap<string, ReadonlyArray<string>>
  readonly version?: string
}

/** Draws, and the data that they were drawn on. */
export interface DrawsOnData {
  readonly draws: PosteriorDraws
  readonly program: Pick<Derived, 'data' | 'observed'>
  readonly bound: Pick<Bound, 'data'>
  /** `likelihoodOf` makes it; ArviZ's leave-one-out asks for it. */
  readonly logLikelihood?: ReadonlyMap<string, WideTensor>
}

const among = (
  { data }: Pick<Bound, 'data'>,
  slots: ReadonlyArray<{ readonly name: string }>
): Bound['data'] =>
  new Map(
    slots.flatMap(({ name }) => {
      const found = withGaps(data, name)
      return found === undefined ? [] : [[name, found] as const]
    })
  )

/**
 * ln p of every observed value in nats, over chains, draws and the axes of its site. Errors: more
 * numbers than are kept at once.
 */
export const likelihoodOf = ({
  draws: drawn,
  program,
  bound
}: {
  readonly draws: PosteriorDraws
  readonly program: Pick<Derived, 'axes' | 'predictions'>
  readonly bound: Bound
}): E.Either<Problem, ReadonlyMap<string, WideTensor>> => {
  const { chains, draws } = drawn
  return pipe(
    pointwiseLikelihood(program, bound, drawnValues(drawn), chains * draws),
    E.map(
      (found) =>
        new Map(
          found.map(({ site, axes, sizes, nats, isSeen }) => {
            const values = new Float64Array(chains * draws * nats.length)
            nats.forEach((own, i) =>
              own.forEach((l, d) => (values[d * nats.length + i] = isSeen(i) ? l : NaN))
            )
            return [
              site,
              { axes: [chainAxis, drawAxisName, ...axes], sizes: [chains, draws, ...sizes], values }
            ] as const
          })
        )
    )
  )
}

/**
 * The files of a store that ArviZ opens as its own (`az.from_zarr`), by their paths in it; the last one
 * makes it one. Sites are variables over `chain`, `draw` and their axes, with labels as coordinates.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { arvizStore, normal, observe, program, sample, sampleModel } from 'farrier'
 *
 *   const model = pipe(
 *     program,
 *     sample('mu', normal(0, 10)),
 *     observe('y', ({ mu }) => normal(mu, 1))
 *   )
 *   const y = { axes: [], sizes: [], values: Float32Array.of(3) }
 *   const settings = { chains: 2, draws: 100, warmUp: 100 }
 *   const store = await pipe(
 *     model,
 *     sampleModel({ data: new Map([['y', y]]), settings }),
 *     TE.map((sampled) => arvizStore({ ...sampled, program: sampled.density.density }))
 *   )()
 *   assert(store._tag === 'Right')
 *   assert(store.right.some(({ path }) => path === 'posterior/mu/zarr.json'))
 */
export const arvizStore = (
  { draws, program, bound, logLikelihood = new Map() }: DrawsOnData,
  { labels = new Map(), version = '' }: StoreOptions = {}
): ReadonlyArray<StoredFile> =>
  zarrFiles(
    arvizGroups({
      draws,
      predicted: draws.from === 'prior' ? program.observed.map(({ name }) => name) : undefined,
      logLikelihood,
      observed: among(bound, program.observed),
      constants: among(bound, program.data),
      labels,
      version
    })
  )

const taken = (folder: string, found: string): Problem =>
  problem(
    folder,
    `${found} is in this folder already`,
    'a store is a folder of files, and would be mixed with what is there',
    'another folder, or empty this one'
  )

/** What may be there: part of a store whose writing was cut off, and the lock of who writes it. */
const isOwn =
  (store: ReadonlyArray<StoredFile>) =>
  (name: string): boolean => {
    const root = store.at(-1)?.path ?? ''
    return store.some(
      ({ path }) =>
        path.startsWith(`${name}/`) ||
        name.startsWith(`${path}.`) ||
        (name === path && path !== root)
    )
  }

/**
 * Writes a store into a folder that is new or empty, or holds part of such a store without its end, which
 * is its last file.
 * Errors: there is something else, or a store.
 */
export const saveStore =
  (files: FileSystem, folder: string) =>
  (store: ReadonlyArray<StoredFile>): TaskEither<Problem, void> =>
    pipe(
      files.exists(folder),
      TE.chain((there) => (there ? files.list(folder) : TE.right([]))),
      TE.chain((names) => {
        const other = names.find((name) => !isOwn(store)(name))
        return other === undefined ? TE.right(undefined) : TE.left(taken(folder, other))
      }),
      TE.chain(() =>
        pipe(
          store,
          TE.traverseSeqArray(({ path, bytes }) =>
            pipe(
              files.makeFolder(`${folder}/${path}`.replace(/\/[^/]*$/, '')),
              TE.chain(() => files.writeWhole(`${folder}/${path}`, bytes))
            )
          )
        )
      ),
      TE.map(() => undefined)
    )
