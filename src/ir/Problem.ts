/**
 * The one shape of every message a person reads when something is wrong.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { left } from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { visible } from './Visible.ts'

/**
 * - `where` the file, site, axis or option concerned
 * - `what`  what was expected and what was found
 * - `why`   why that cannot work
 * - `try`   what to do next
 */
export interface Problem {
  readonly where: string
  readonly what: string
  readonly why: string
  readonly try: string
}

/** Everything that is wrong, at once. */
export type Problems = ReadonlyNonEmptyArray<Problem>

export const problem = (where: string, what: string, why: string, tryNext: string): Problem => ({
  where,
  what,
  why,
  try: tryNext
})

/** A refusal: `problem` as the left of an `Either`. */
export const refuse = (
  where: string,
  what: string,
  why: string,
  tryNext: string
): Either<Problem, never> => left(problem(where, what, why, tryNext))

/** The message as a person reads it, one line a part, whatever the parts quote. */
export const showProblem = (p: Problem): string =>
  `${visible(p.where)}: ${visible(p.what)}\n  why: ${visible(p.why)}\n  try: ${visible(p.try)}`
