/**
 * The words as JavaScript has them: whatever is given, types aside.
 */
import * as farrier from '../../src/index.ts'
import type { Problem } from '../../src/index.ts'

/** Of a call: what is wrong, or not. */
export interface Answer {
  readonly _tag: string
  readonly left?: Problem | ReadonlyArray<Problem>
}

type Task = () => Promise<Answer>
type Ask = (...options: ReadonlyArray<unknown>) => (of: unknown) => Task
/** A line of a model, whose symbol may be anything. */
interface AnyLine {
  readonly [Symbol.iterator]: () => Iterator<never, unknown, unknown>
}
type Word<R> = (...args: ReadonlyArray<unknown>) => R

interface Words {
  readonly draw: Word<AnyLine>
  readonly observe: Word<AnyLine>
  readonly data: Word<AnyLine>
  readonly include: Word<AnyLine>
  readonly normal: Word<unknown>
  readonly axis: Word<unknown>
  readonly model: Word<unknown>
  readonly withOptions: Word<Word<unknown>>
  readonly boundVariance: Word<unknown>
  readonly dense: Word<Word<unknown>>
  readonly normalPrior: Word<Word<unknown>>
  readonly gamma: Word<unknown>
  readonly log: Word<unknown>
  readonly compileModel: Word<(m: unknown) => Answer>
  readonly networkOf: Word<(m: unknown) => Answer>
  readonly fitModel: Ask
  readonly pressFitted: Ask
  readonly summariseFitted: Ask
  readonly predictFitted: Ask
  readonly evaluateFitted: Ask
  readonly evaluateOn: Ask
}

// cast: JavaScript has no types; this is the one place where the words lose theirs
// oxlint-disable-next-line typescript/consistent-type-assertions
export const untyped = farrier as unknown as Words

/** `where: what | try` of the first problem; `accepted` where there is none. */
export const said = ({ left }: Answer): string => {
  const [p] = left === undefined ? [] : 'where' in left ? [left] : left
  return p === undefined ? 'accepted' : `${p.where}: ${p.what} | ${p.try}`
}
