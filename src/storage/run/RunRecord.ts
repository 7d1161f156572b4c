/** What a run is: everything that decides its result, and how far it is. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'

const texts = t.readonly(t.record(t.string, t.string))

/** A whole number; 0 in records of a time before there was this field. */
const countOrNone = new t.Type<number, number>(
  'count',
  t.number.is,
  (u, context) =>
    u === undefined
      ? t.success(0)
      : typeof u === 'number' && Number.isSafeInteger(u) && u >= 0
        ? t.success(u)
        : t.failure(u, context),
  (n) => n
)

/**
 * - `model` where it was read, its settings, the hash of its graph
 * - `data` the name (`mnist` or a folder), what bytes 0 and 255 became, how many of the last
 *   training images were held out
 * - `options` as they were given on the command line, from which `compile` and `training` came
 * - `steps` done, of how many
 */
const RunRecordC = t.readonly(
  t.type({
    format: t.literal(1),
    farrier: t.string,
    model: t.readonly(t.type({ path: t.string, settings: texts, hash: t.string })),
    data: t.readonly(
      t.type({
        name: t.string,
        range: t.readonly(t.tuple([t.number, t.number])),
        holdOut: countOrNone
      })
    ),
    options: t.readonly(t.UnknownRecord),
    compile: texts,
    training: t.readonly(t.UnknownRecord),
    backend: t.string,
    outcome: t.union([t.literal('running'), t.literal('stopped'), t.literal('finished')]),
    steps: t.readonly(t.type({ done: t.number, of: t.number })),
    epoch: t.number
  })
)

/** What a run is: everything that decides its result, and how far it is. */
export type RunRecord = t.TypeOf<typeof RunRecordC>

export const runFormat = 1

const Versioned = t.type({ format: t.number })
const AGAIN = 'train again into another folder'

/** Indented JSON, so that a person can read it. */
export const writeRunRecord = (r: RunRecord): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(r, undefined, 2)}\n`)

/** The first field that does not decode: `steps/done`. */
const fieldOf = ([first]: t.Errors): string =>
  (first?.context ?? [])
    .map((c) => c.key)
    .filter((key) => key !== '')
    .join('/')

/** Errors: not JSON, another format version, a missing or ill-typed field (named). */
export const readRunRecord =
  (where: string) =>
  (bytes: Uint8Array): E.Either<Problem, RunRecord> => {
    const json = E.tryCatch(
      (): unknown => JSON.parse(new TextDecoder().decode(bytes)),
      () => undefined
    )
    if (E.isLeft(json))
      return refuse(where, 'expected the JSON record of a run', 'it does not parse', AGAIN)
    const version = Versioned.decode(json.right)
    if (E.isLeft(version))
      return refuse(
        where,
        'expected the record of a run, found no format number',
        'this file is something else',
        'name the folder of a run'
      )
    if (version.right.format !== runFormat)
      return refuse(
        where,
        `expected format ${runFormat}, found ${version.right.format}`,
        'another version of farrier made this run',
        'use that version, or train again with this one'
      )
    const decoded = RunRecordC.decode(json.right)
    return E.isRight(decoded)
      ? decoded
      : refuse(
          where,
          `the record of the run is damaged at ${fieldOf(decoded.left)}`,
          'a field is missing or of another type',
          AGAIN
        )
  }
