/**
 * One pass, one file: a pure function with a name, whose refusals are all reported at once.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { isNonEmpty } from 'fp-ts/lib/Array.js'
import type { Problem } from '../../ir/Problem.ts'

export type Refusals = NonEmptyArray<Problem>
export type Result<B> = E.Either<Refusals, B>

export interface Pass<A, B> {
  readonly name: string
  readonly run: (a: A) => Result<B>
}

export const pass = <A, B>(name: string, run: (a: A) => Result<B>): Pass<A, B> => ({ name, run })

/** `value`, unless there are problems. */
export const unless =
  (problems: ReadonlyArray<Problem>) =>
  <B>(value: () => B): Result<B> => {
    const all = [...problems]
    return isNonEmpty(all) ? E.left(all) : E.right(value())
  }
