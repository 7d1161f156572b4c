/**
 * `search.json`, in the folder of a search: what it looks for, the options of its runs, and what its
 * trials have come to so far. The runs themselves are in folders beside it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import { standardBudget } from '../Budget.ts'
import { count } from '../Codecs.ts'
import { type FileSystem, readIfThere } from '../FileSystem.ts'
import { firstError, readJson } from '../ReadJson.ts'

const positive = t.refinement(t.number, (x) => x > 0, 'number above 0')
const share = t.refinement(t.number, (x) => x >= 0 && x <= 1, 'share')

const TrialC = t.readonly(t.type({ thrift: positive, sizeBytes: count, errorRate: share }))

const SearchC = t.readonly(
  t.type({
    format: t.literal(1),
    target: t.readonly(t.type({ what: t.keyof({ bytes: null, error: null }), most: positive })),
    /** The model file. */
    model: t.string,
    /** Complete runs at most. */
    runs: count,
    /** Of each run, as they were given. */
    options: t.readonly(t.UnknownRecord),
    trials: t.readonlyArray(TrialC)
  })
)

/** A search as far as it has come. */
export type SearchRecord = t.TypeOf<typeof SearchC>

export const searchFormat = 1

const pathIn = (folder: string): string => `${folder.replace(/\/+$/, '')}/search.json`

/** Indented JSON, so that a person can read it. */
export const writeSearch = (record: SearchRecord): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(record, undefined, 2)}\n`)

/** Errors: what is no record of a search, with the first thing that is wrong. */
export const readSearch =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, SearchRecord> =>
    pipe(
      readJson(budget)(bytes),
      E.chain((json) => pipe(SearchC.decode(json), E.mapLeft(firstError))),
      E.mapLeft((why) =>
        problem(where, 'expected the record of a search', why, 'search again with --force')
      )
    )

export const saveSearch =
  (files: FileSystem, folder: string) =>
  (record: SearchRecord): TaskEither<Problem, void> =>
    files.writeWhole(pathIn(folder), writeSearch(record))

/** The search in a folder, if there is one. Errors: a file that is none. */
export const loadSearch = (
  files: FileSystem,
  folder: string
): TaskEither<Problem, SearchRecord | undefined> => {
  const path = pathIn(folder)
  return readIfThere(files)(path, readSearch(path))
}
