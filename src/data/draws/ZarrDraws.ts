/**
 * Draws in a Zarr store, as ArviZ (`to_zarr`, of InferenceData and of DataTree) and `farrier draws` leave
 * them: the group `posterior` holds a variable for each site over chain, draw and named dimensions,
 * `sample_stats` the numbers of the sampler. Zarr formats 2 and 3, read by zarrita.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type * as zarr from 'zarrita'
import {
  chainAxis,
  drawAxisName,
  type IndependentSource,
  type PosteriorDraws,
  type WideTensor
} from '../../ir/Posterior.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { LETTERS, type Store, storeIn, textsIn } from './ZarrStore.ts'

// model

/** Draws that somebody made, and what the indices of their axes are called. */
export interface ReadDraws {
  readonly draws: PosteriorDraws
  readonly labels: ReadonlyMap<string, ReadonlyArray<string>>
}

/** A variable as it is stored; `numbers` where it has such. */
export interface Variable {
  readonly name: string
  readonly dimensions: ReadonlyArray<string>
  readonly shape: ReadonlyArray<number>
  readonly numbers: Float64Array | undefined
  readonly texts: ReadonlyArray<string>
}

/** ArviZ's names of the numbers of a sampler. */
const statistics: Readonly<Record<string, string>> = {
  acceptance_rate: 'acceptance',
  step_size: 'step size',
  tree_depth: 'tree depth',
  n_steps: 'leapfrogs',
  diverging: 'divergent',
  energy: 'energy',
  lp: 'log density'
}

/** Of one variable: half a gigabyte in float64. */
export const mostNumbers = 2 ** 26

const descriptions = ['zarr.json', '.zarray', '.zgroup'] as const

// combinators

const notRead = (where: string, error: unknown): Problem =>
  problem(
    where,
    `this variable cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    'a store has a description and chunks of numbers for each variable',
    'write the store again, by to_zarr of ArviZ or farrier draws'
  )

/** Numbers of any kind as they are in float64; undefined for texts. */
export const numbersIn = (data: Iterable<unknown>): Float64Array | undefined => {
  const all = Array.from(data)
  const isNumeric = all.every(
    (x) => typeof x === 'number' || typeof x === 'bigint' || typeof x === 'boolean'
  )
  return isNumeric ? Float64Array.from(all, Number) : undefined
}

const dimensionsOf = (array: zarr.Array<zarr.DataType>): ReadonlyArray<string> => {
  const named = array.attrs['_ARRAY_DIMENSIONS'] ?? array.dimensionNames
  return Array.isArray(named) ? named.map(String) : []
}

/** What is understood of a store: its rows row-major. */
const readVariable = async (
  { get, open, root }: typeof zarr,
  store: Store,
  path: string,
  name: string
): Promise<Variable> => {
  const array = await open(root(store).resolve(`${path}/${name}`), { kind: 'array' })
  const count = array.shape.reduce((a, b) => a * b, 1)
  if (!(count <= mostNumbers))
    throw new Error(`it has ${count} numbers, and at most ${mostNumbers} are read`)
  const found = await get(array)
  const data: Iterable<unknown> =
    typeof found === 'object' && found !== null && 'data' in found ? found.data : [found]
  const dimensions = dimensionsOf(array)
  const numbers = numbersIn(data)
  return dimensions.at(-1) === LETTERS
    ? {
        name,
        dimensions: dimensions.slice(0, -1),
        shape: array.shape.slice(0, -1),
        numbers: undefined,
        texts: textsIn(numbers ?? new Float64Array(), array.shape.at(-1) ?? 1)
      }
    : { name, dimensions, shape: array.shape, numbers, texts: Array.from(data, String) }
}

/** Names that have a description inside a group. */
const namesIn = (files: FileSystem, folder: string): TaskEither<Problem, ReadonlyArray<string>> =>
  pipe(
    files.exists(folder),
    TE.chain((there) => (there ? files.list(folder) : TE.right([]))),
    TE.chain(
      TE.traverseSeqArray((name) =>
        pipe(
          descriptions,
          TE.traverseSeqArray((d) => files.exists(`${folder}/${name}/${d}`)),
          TE.map((there) => (there.includes(true) ? [name] : []))
        )
      )
    ),
    TE.map((found) => found.flat())
  )

const readGroup = (
  files: FileSystem,
  folder: string,
  group: string
): TaskEither<Problem, ReadonlyArray<Variable>> =>
  pipe(
    namesIn(files, `${folder}/${group}`),
    TE.chain(
      TE.traverseSeqArray((name) =>
        TE.tryCatch(
          async () =>
            readVariable(await import('zarrita'), storeIn(files, folder), `/${group}`, name),
          (error) => notRead(`${folder}/${group}/${name}`, error)
        )
      )
    )
  )

/** Over chain, draw and the rest in their order: undefined where it is not over both. */
const drawn = ({ dimensions, shape, numbers }: Variable): WideTensor | undefined => {
  const isDrawn = dimensions[0] === 'chain' && dimensions[1] === 'draw'
  return isDrawn && numbers !== undefined
    ? { axes: [chainAxis, drawAxisName, ...dimensions.slice(2)], sizes: shape, values: numbers }
    : undefined
}

const drawnOf = (variables: ReadonlyArray<Variable>): ReadonlyMap<string, WideTensor> =>
  new Map(
    variables.flatMap((v) => {
      const tensor = drawn(v)
      return tensor === undefined ? [] : [[v.name, tensor] as const]
    })
  )

/** A dimension's own variable has its labels; numbers from 0 are none. */
const labelsIn = (variables: ReadonlyArray<Variable>): ReadonlyMap<string, ReadonlyArray<string>> =>
  new Map(
    variables.flatMap(({ name, dimensions, texts, numbers }) =>
      dimensions.length === 1 &&
      dimensions[0] === name &&
      !(numbers?.every((x, i) => x === i) ?? false)
        ? [[name, texts] as const]
        : []
    )
  )

/** ArviZ's groups as draws: `own` the sites, `stats` the numbers of the sampler. */
export const drawsAmong = (
  where: string,
  own: ReadonlyArray<Variable>,
  stats: ReadonlyArray<Variable>,
  from: IndependentSource | undefined
): E.Either<Problem, ReadDraws> => {
  const sites = drawnOf(own)
  const [first] = sites.values()
  const [chains = 0, draws = 0] = first?.sizes ?? []
  const other = [...sites].find(([, { sizes }]) => sizes[0] !== chains || sizes[1] !== draws)
  if (chains * draws === 0 || other !== undefined)
    return E.left(
      problem(
        where,
        other === undefined
          ? 'expected variables over chain and draw in a group posterior, found none'
          : `${other[0]} has other numbers of chains and draws than the rest`,
        'that is how ArviZ keeps draws',
        'write them again, by to_zarr of ArviZ or farrier draws'
      )
    )
  const known = [...drawnOf(stats)].flatMap(([name, tensor]) => {
    const ours = statistics[name]
    const isOwn =
      tensor.sizes.length === 2 && tensor.sizes[0] === chains && tensor.sizes[1] === draws
    return ours === undefined || !isOwn ? [] : [[ours, tensor] as const]
  })
  return E.right({
    draws: {
      ...(from === undefined ? {} : { from }),
      chains,
      draws,
      sites,
      statistics: new Map(known)
    },
    labels: labelsIn(own)
  })
}

// destructors

/**
 * The draws of a store: of its posterior, or of a store that has none the priors' with what they predicted.
 * Errors: a variable that cannot be read; no group `posterior` or `prior` with variables over chain and
 * draw, all of the same sizes.
 */
export const readZarrDraws = (files: FileSystem, folder: string): TaskEither<Problem, ReadDraws> =>
  pipe(
    TE.Do,
    TE.bind('posterior', () => readGroup(files, folder, 'posterior')),
    TE.bind('own', ({ posterior }) =>
      posterior.length > 0
        ? TE.right(posterior)
        : pipe(
            ['prior', 'prior_predictive'],
            TE.traverseSeqArray((group) => readGroup(files, folder, group)),
            TE.map((groups) => groups.flat())
          )
    ),
    TE.bind('stats', () => readGroup(files, folder, 'sample_stats')),
    TE.chainEitherK(({ posterior, own, stats }) =>
      drawsAmong(folder, own, stats, posterior.length > 0 ? undefined : 'prior')
    )
  )
