/**
 * What `--data` names: images (mnist, a folder), or tables by the endings of their files.
 *
 * @since 0.2.0
 */
import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { Labels } from '../../data/binding/ColumnKinds.ts'
import { isTablePath } from '../../data/tables/OpenTable.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import type { ImageData, RunRecord, TableData } from '../../storage/run/RunRecord.ts'
import type { Range } from './DataSource.ts'

// model

/** - `trained` the labels of a run, to which new data must keep. */
export interface TableChoice {
  readonly kind: 'tables'
  readonly paths: ReadonlyArray<string>
  readonly bind: ReadonlyArray<string>
  readonly holdOut: number
  readonly trained: Labels | undefined
}

export type DataChoice = ImageData | TableChoice

/** As they are given. */
export interface DataWords {
  readonly data: ReadonlyArray<string>
  readonly bind: ReadonlyArray<string>
  readonly range: Range
  readonly holdOut: number | undefined
}

// constructors

const tableEndings = '.csv, .tsv, .json, .npy, .safetensors'

const refuse = (...parts: Parameters<typeof problem>): E.Either<Problems, never> =>
  E.left(of(problem(...parts)))

/** Errors: tables and images at once, several sets of images, `--bind` for images. */
export const dataChoice = ({
  data,
  bind,
  range,
  holdOut = 0
}: DataWords): E.Either<Problems, DataChoice> => {
  const [first = '', ...more] = data
  const tables = data.filter(isTablePath)
  return tables.length === data.length
    ? E.right({
        kind: 'tables',
        paths: data.map((path) => resolve(path)),
        bind,
        holdOut,
        trained: undefined
      })
    : more.length > 0
      ? refuse(
          '--data',
          `expected files of tables, found ${data.filter((path) => !tables.includes(path)).join(', ')}`,
          'several files are tables of one model; images are one folder, or mnist',
          `give the tables their endings (${tableEndings}), or one folder`
        )
      : bind.length > 0
        ? refuse(
            '--bind',
            `expected tables, found the images of ${first}`,
            'columns are bound by their names, images by their sizes; the ending of a file says that ' +
              `it is a table: ${tableEndings}`,
            /\.(csv|tsv|json)\.gz$/i.test(first)
              ? `unpack it: gunzip -k ${first}`
              : 'give the file the ending of its format, or leave --bind out'
          )
        : E.right({
            kind: 'images',
            name: first === 'mnist' ? first : resolve(first),
            range,
            holdOut
          })
}

const bound = String.raw`(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`
const rangeForm = new RegExp(`^${bound}\\.\\.${bound}$`)

/** `0..1` as a pair. */
export const parseRange = (given: string): E.Either<Problems, Range> => {
  const isUnclear = given.includes('...')
  const [, low = '', high = ''] = isUnclear ? [] : (rangeForm.exec(given) ?? [])
  const range: Range = [Number(low), Number(high)]
  return low !== '' && range.every(Number.isFinite) && range[0] < range[1]
    ? E.right(range)
    : E.left(
        of(
          problem(
            '--range',
            `expected LOW..HIGH with LOW < HIGH, found '${given}'`,
            isUnclear
              ? 'of three dots in a row it is not clear which is the point of a number'
              : 'bytes 0 to 255 become numbers between the two',
            isUnclear
              ? 'write a digit on both sides of a point: 0..0.5'
              : '--range 0..1 or --range -1..1'
          )
        )
      )
}

/** As they are given on a command line, the range as text. */
export const writtenChoice = (
  words: Omit<DataWords, 'range'> & { readonly range: string }
): E.Either<Problems, DataChoice> =>
  pipe(
    parseRange(words.range),
    E.chain((range) => dataChoice({ ...words, range }))
  )

/** Labels as a record keeps them. */
export const keptLabels = ({ axes, outcomes }: Labels): TableData['labels'] => ({
  axes: Object.fromEntries(axes),
  outcomes: Object.fromEntries(outcomes)
})

/** The labels that a record keeps. */
export const labelsIn = ({ axes, outcomes }: TableData['labels']): Labels => ({
  axes: new Map(Object.entries(axes)),
  outcomes: new Map(Object.entries(outcomes))
})

/** The data of a run, as it was trained on them. */
export const choiceOfRun = (data: RunRecord['data']): DataChoice =>
  data.kind === 'images'
    ? data
    : {
        kind: 'tables',
        paths: data.files.map(({ path }) => path),
        bind: data.bind,
        holdOut: data.holdOut,
        trained: labelsIn(data.labels)
      }

/** New data for a run: with its range, or its bindings and labels, unless others are given. */
export const choiceForRun = (
  trained: RunRecord['data'],
  words: Omit<DataWords, 'range'> & { readonly range: Range | undefined }
): E.Either<Problems, DataChoice> => {
  const { data, holdOut } = words
  const own = choiceOfRun(trained)
  if (data.length === 0)
    return E.right(
      own.kind === 'images'
        ? { ...own, range: words.range ?? own.range, holdOut: holdOut ?? own.holdOut }
        : { ...own, holdOut: holdOut ?? own.holdOut }
    )
  const range = words.range ?? (trained.kind === 'images' ? trained.range : ([0, 1] as const))
  return pipe(
    dataChoice({ ...words, range }),
    E.map((choice) =>
      choice.kind === 'tables' && own.kind === 'tables'
        ? {
            ...choice,
            bind: words.bind.length > 0 ? words.bind : own.bind,
            trained: own.trained
          }
        : choice
    )
  )
}

/** Errors: a file of a run that is no longer what it was trained on. */
export const unchangedFiles = (
  trained: RunRecord['data'],
  now: RunRecord['data']
): E.Either<Problems, void> => {
  const changed =
    trained.kind === 'images' || now.kind === 'images'
      ? undefined
      : trained.files.find(({ path, md5 }) =>
          now.files.some((file) => file.path === path && file.md5 !== md5)
        )
  return changed === undefined
    ? E.right(undefined)
    : refuse(
        changed.path,
        `this file has changed since the run was trained (MD5 ${changed.md5} then)`,
        'what the run learnt belongs to the data as they were',
        'restore the file, or train again'
      )
}
