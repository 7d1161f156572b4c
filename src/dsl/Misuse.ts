/**
 * Mistakes found while a model is being written. A word of the language cannot return an `Either`
 * and still read as a formula, so it throws; `build` catches what is thrown and returns it, with
 * the site it happened at, as a `Problem`.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Problem, problem, showProblem } from '../ir/Problem.ts'
import { thrownText } from '../ir/Thrown.ts'

// model

/** Carries the `Problem`; its message is the `Problem` as people read it. */
export class Misuse extends Error {
  readonly problem: Problem
  constructor(p: Problem) {
    super(showProblem(p))
    this.name = 'Misuse'
    this.problem = p
  }
}

// constructors

export const misuse = (where: string, what: string, why: string, tryNext: string): never => {
  throw new Misuse(problem(where, what, why, tryNext))
}

// destructors

/** What was found in the place of something else, as messages name it. */
export const showFound = (x: unknown): string =>
  x === undefined
    ? 'nothing'
    : x === null
      ? 'null'
      : typeof x === 'object'
        ? 'another value'
        : `a ${typeof x}`

/** Runs the user's code; a mistake comes back as a `Problem` at `where`, a bug of ours goes on. */
export const attempt = <T>(where: string, f: () => T): E.Either<Problem, T> => {
  try {
    return E.right(f())
  } catch (thrown) {
    if (thrown instanceof Misuse) {
      const { problem: p } = thrown
      return E.left({
        ...p,
        where: p.where === '' || p.where === where ? where : `${where}: ${p.where}`
      })
    }
    if (thrown instanceof Error && thrown.message.startsWith('internal:')) throw thrown
    return E.left(
      problem(
        where,
        `the model's own code threw ${thrownText(thrown)}`,
        'this line is run once, while the model is being written',
        'correct that line'
      )
    )
  }
}
