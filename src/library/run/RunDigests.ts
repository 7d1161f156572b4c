/**
 * What went into a run, by its content: digests of its arrays, and from them and everything else that
 * decides its bytes the name of the run.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { type Bound } from '../../inference/index.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import { fileBytes } from '../../storage/ByteOrder.ts'
import { digestOf } from '../../storage/Checksum.ts'
import type { ArrayDigests, Digests, RunRecord } from '../../storage/run/RunRecord.ts'

// combinators

const utf8 = new TextEncoder()

/** Of axes, sizes and values. The values may come in parts, as rows that follow one another. */
const arrayDigest = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  parts: ReadonlyArray<Float32Array>
): string => digestOf([utf8.encode(JSON.stringify([axes, sizes])), ...parts.map(fileBytes)])

const sorted = (digests: ReadonlyArray<readonly [string, string]>): ArrayDigests =>
  Object.fromEntries([...digests].sort(([a], [b]) => (a < b ? -1 : 1)))

/** The first `rows` of an array whose rows go on in another: of an axis that both begin with. */
const rowDigest = (rows: number, t: NamedTensor, more: NamedTensor | undefined): string => {
  const [total = 0, ...others] = t.sizes
  const width = others.reduce((a, b) => a * b, 1)
  const rest = more?.values.subarray(0, Math.max(0, rows - total) * width)
  return arrayDigest(
    t.axes,
    [rows, ...others],
    [t.values.subarray(0, rows * width), ...(rest === undefined ? [] : [rest])]
  )
}

// constructors

/** Of all arrays as they are bound. */
export const boundDigests = (bound: Pick<Bound, 'data'> | undefined): ArrayDigests =>
  sorted(
    [...(bound?.data ?? [])].map(([name, { axes, sizes, values }]) => [
      name,
      arrayDigest(axes, sizes, [values])
    ])
  )

/**
 * Of the data that are left where `rows` of the plate are trained on, in whatever way the rows are
 * parted now: in `train` all of them, or in `rest` those behind.
 */
export const digestsOfRows = (
  train: Bound,
  rest: Bound | undefined,
  plate: string,
  rows: number
): ArrayDigests =>
  sorted(
    [...train.data].map(([name, t]) => [
      name,
      t.axes[0] === plate
        ? rowDigest(rows, t, rest?.data.get(name))
        : arrayDigest(t.axes, t.sizes, [t.values])
    ])
  )

/** What went into a training. */
export const digestsOf = (
  train: Bound,
  test: Bound | undefined,
  initFrom: string | null
): Digests => ({ train: boundDigests(train), test: boundDigests(test), initFrom })

/** Values whose order does not matter. */
const inOrder = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(inOrder)
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([name, part]) => [name, inOrder(part)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1))
      : value

/** Epochs of a fit that settles are a budget: with more of them it goes on as it would have. */
export const withoutBudget = (training: RunRecord['training']): RunRecord['training'] => {
  const { epochs: _, ...rest } = training
  return rest['settle'] === undefined ? training : rest
}

/**
 * The name of a run: of the graph of its model, of how it is compiled and trained, the seed among it,
 * where it runs and what goes into it. Neither of its place, nor of where its data lie, nor of what it
 * is tested on, which decides nothing.
 */
export const runIdOf = ({
  model: { hash },
  compile,
  training,
  backend,
  digests
}: Omit<RunRecord, 'id'>): string => {
  const into = { train: digests?.train, initFrom: digests?.initFrom }
  return digestOf([
    utf8.encode(
      JSON.stringify(inOrder({ hash, compile, training: withoutBudget(training), backend, into }))
    )
  ])
}

/** The record of a run with its name. */
export const nameRun = (record: Omit<RunRecord, 'id'>): RunRecord => ({
  ...record,
  id: runIdOf(record)
})

// destructors

/** Names whose arrays are others than they were, or are there only once. */
export const changedArrays = (was: ArrayDigests, is: ArrayDigests): ReadonlyArray<string> =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => was[name] !== is[name])

/**
 * Errors: arrays that are others than those of the training, by name; `next` is what to try. A run of
 * an earlier format does not know its arrays.
 */
export const sameArrays = (
  folder: string,
  was: ArrayDigests | undefined,
  is: ArrayDigests,
  next: string
): E.Either<Problems, void> => {
  const problems = (was === undefined ? [] : changedArrays(was, is)).map((name) =>
    problem(
      `${folder}: ${name}`,
      `these data are not those of the training (digest ${was?.[name] ?? 'none'} then, ${is[name] ?? 'none'} now)`,
      'what a run learnt belongs to the data as they were, row by row',
      next
    )
  )
  return isNonEmpty(problems) ? E.left(problems) : E.right(undefined)
}
