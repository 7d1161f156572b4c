/**
 * A model on its way through passes: what the last one made, or all that it refused, and what can
 * be printed after each.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Pass, Result } from './Pass.ts'

// model

/**
 * Its text is made when it is first asked for: what is written out in full can be far longer than
 * what is computed.
 */
export interface Stage {
  readonly pass: string
  readonly text: string
}

export interface Trail<A> {
  readonly result: Result<A>
  readonly stages: ReadonlyArray<Stage>
}

/** What is printed of a result, a line each. */
export type Shown<A> = (a: A) => ReadonlyArray<string>

// constructors

const stage = (pass: string, lines: () => ReadonlyArray<string>): Stage => {
  let text: string | undefined
  return {
    pass,
    get text() {
      return (text ??= lines().join('\n'))
    }
  }
}

export const trailOf = <A>(a: A): Trail<A> => ({ result: E.right(a), stages: [] })

// combinators

/** Runs a pass, and remembers how its result is shown. */
export const through =
  <A, B>(pass: Pass<A, B>, show: Shown<B>) =>
  ({ result, stages }: Trail<A>): Trail<B> => {
    const next = pipe(result, E.chain(pass.run))
    return {
      result: next,
      stages: E.isLeft(next) ? stages : [...stages, stage(pass.name, () => show(next.right))]
    }
  }

/** A pass that may be left out. */
export const perhaps = <A>(isOn: boolean, pass: Pass<A, A>, show: Shown<A>) =>
  isOn ? through(pass, show) : (trail: Trail<A>): Trail<A> => trail
