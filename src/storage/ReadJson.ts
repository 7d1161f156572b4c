/**
 * JSON of a file as a value, read as `ir/JsonText.ts` does; bytes that are no UTF-8 are refused too.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type * as t from 'io-ts'
import { PathReporter } from 'io-ts/lib/PathReporter.js'
import { readJsonText, type TextBudget } from '../ir/JsonText.ts'

/** The value of bytes within a budget, or why they are none. */
export const readJson =
  (budget: TextBudget) =>
  (bytes: Uint8Array): E.Either<string, unknown> =>
    bytes.length > budget.textBytes
      ? E.left(`it is longer than ${budget.textBytes} bytes, the budget of such a text`)
      : pipe(
          E.tryCatch(
            () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
            () => 'it is not UTF-8'
          ),
          E.chain(readJsonText(budget))
        )

const mostLetters = 200

/** The first thing that does not decode, in a line; a text that goes on and on is cut. */
export const firstError = (errors: t.Errors): string => {
  const [line = 'it does not decode'] = PathReporter.report(E.left(errors.slice(0, 1)))
  return line.length > mostLetters ? `${line.slice(0, mostLetters)}…` : line
}
