/**
 * The cells of a study: each a network trained, pressed and tested under one method, setting and
 * seed. A cell is data, and its name is a digest of all that decides it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as t from 'io-ts'
import { problem, type Problems } from '../ir/Problem.ts'
import { digestOf } from '../storage/Checksum.ts'
import { firstError } from '../storage/ReadJson.ts'
import { isNotRun, type Study, type StudyMethod } from './StudyParts.ts'

// model

const options = t.readonly(
  t.record(t.string, t.union([t.string, t.number, t.boolean, t.readonlyArray(t.string)]))
)

const CellC = t.readonly(
  t.type({
    network: t.string,
    method: t.string,
    /** Empty in a study without settings. */
    setting: t.string,
    seed: t.number,
    /** The model file, as seen from the folder of the study, and its options as text. */
    path: t.string,
    model: t.readonly(t.record(t.string, t.string)),
    data: t.readonlyArray(t.string),
    /** Options of `farrier train`, round by round. */
    rounds: t.readonlyArray(options),
    /** Of `farrier press`; null: it is not pressed. */
    press: t.union([options, t.null]),
    /** The digest of the model file, where there is one. */
    file: t.union([t.string, t.null])
  })
)

/** A cell as it stands in the records of a study, and in a queue. */
export type Cell = t.TypeOf<typeof CellC>

// combinators

const asTexts = (
  given: Readonly<Record<string, string | number | boolean>>
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(given).map(([name, x]) => [name, String(x)]))

/** Names in one order, so that the same cell has the same text. */
const sorted = (x: unknown): unknown =>
  Array.isArray(x)
    ? x.map(sorted)
    : typeof x === 'object' && x !== null
      ? Object.fromEntries(
          Object.entries(x)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, part]) => [name, sorted(part)])
        )
      : x

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

// constructors

/** All of them, network by network, method by method; `fileOf` is the digest of a model file. */
export const cellsOf = (
  s: Study,
  fileOf: (path: string) => string | null = () => null
): ReadonlyArray<Cell> =>
  Object.entries(s.networks).flatMap(([network, n]) =>
    Object.entries(s.methods)
      .flatMap(([method, m]): ReadonlyArray<readonly [string, StudyMethod]> =>
        isNotRun(m) || m.networks?.includes(network) === false ? [] : [[method, m]]
      )
      .flatMap(([method, m]) =>
        Object.entries(s.settings ?? { '': {} }).flatMap(([setting, o]) =>
          (m.seeds ?? s.seeds).map((seed) => ({
            network,
            method,
            setting,
            seed,
            path: n.path,
            model: asTexts({ ...n.model, ...m.model, ...o.model }),
            data: n.data,
            rounds: m.rounds.map((round) => ({ ...n.train, ...round, ...o.train })),
            press: m.press === undefined ? null : { ...m.press, ...o.press },
            file: fileOf(n.path)
          }))
        )
      )
  )

/** Errors: what is no cell. */
export const readCell = (value: unknown): E.Either<Problems, Cell> =>
  pipe(
    CellC.decode(value),
    E.mapLeft((errors) =>
      of(
        problem(
          'a job of the queue',
          'expected a cell of a study',
          firstError(errors),
          'let workers and study be of one version of farrier'
        )
      )
    )
  )

// destructors

/** A digest of all that decides a cell. */
export const cellId = (cell: Cell): string =>
  digestOf([new TextEncoder().encode(JSON.stringify(sorted(cell)))])

/** `BC-GHS, lenet-5, seed 2`. */
export const showCell = ({ method, network, setting, seed }: Cell): string =>
  [method, network, setting, `seed ${seed}`].filter((part) => part !== '').join(', ')

/** Its folder in the folder of the study: changed, it is another cell with another folder. */
export const cellFolder = (out: string, cell: Cell): string =>
  [
    `${out.replace(/\/+$/, '')}/cells/${plain(cell.network)}`,
    plain(cell.method),
    ...(cell.setting === '' ? [] : [plain(cell.setting)]),
    `seed${cell.seed}`,
    cellId(cell).slice(0, 8)
  ].join('.')
