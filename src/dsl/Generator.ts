/**
 * Generator notation: the same lines, with the symbols as constants of a generator function.
 *
 * ```ts
 * model(function* () {
 *   const mu = yield* draw('mu', normal(0, 5))
 *   yield* observe('y', normal(mu, 1))
 * })
 * ```
 *
 * A name used twice is not seen by the types here; `build` refuses it.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { problem } from '../ir/Problem.ts'
import { note, pathOf } from './Declared.ts'
import { collecting, forgotten, isGenerator, type Written } from './Forgotten.ts'
import { attempt, misuse, showFound } from './Misuse.ts'
import {
  type Instruction,
  type Nothing,
  type Performable,
  type Program,
  programOf
} from './Program.ts'

// model

type NamesIn<Y> = Y extends Instruction<infer Sites> ? keyof Sites : never
type AxesIn<Y, K> =
  Y extends Instruction<infer Sites> ? (K extends keyof Sites ? Sites[K] : never) : never
/** The sites of every instruction that a generator yields. */
export type YieldedSites<Y> = { readonly [K in NamesIn<Y>]: AxesIn<Y, K> }

// constructors

const isPerformable = (x: unknown): x is Performable =>
  typeof x === 'object' && x !== null && 'perform' in x

/** What a generator function gives; anything else is refused. */
const generatorOf = <G extends object>(lines: () => G): G => {
  const made = typeof lines === 'function' ? lines() : undefined
  if (made !== undefined && isGenerator(made)) return made
  const found = made === undefined ? showFound(lines) : `a function that gives ${showFound(made)}`
  return misuse(
    '',
    `model: expected a generator function, found ${found}`,
    'its lines are yielded one after the other',
    'model(function* () { yield* observe(…) }): with the star, and not async'
  )
}

/**
 * A program in generator notation; what the generator returns is its result.
 *
 * @example
 * model(function* () {
 *   yield* observe('b', normal(yield* draw('a', normal(0, 5)), 1))
 * })
 */
export const model = <Y extends Performable, R>(
  lines: () => Generator<Y, R, unknown>
): Program<Nothing, YieldedSites<Y>, R> =>
  programOf((scope, start) => {
    const begun = attempt(scope || 'the model', () => generatorOf(lines))
    if (E.isLeft(begun)) return E.left(note([begun.left])(start))
    const generator = begun.right
    const pending = new Set<Written>()
    for (let declared = start; ;) {
      const last = declared.names.at(-1)
      const where = last === undefined ? scope || 'the model' : `after '${last}'`
      const next = attempt(where, () => collecting(pending, () => generator.next()))
      if (E.isLeft(next)) return E.left(note([next.left])(declared))
      const { value, done } = next.right
      if (done === true) {
        const lost = forgotten((name) => pathOf(scope, name))(pending)
        return E.right([{ env: {}, result: value }, note(lost)(declared)])
      }
      if (!isPerformable(value))
        return E.left(
          note([
            problem(
              where,
              'the generator yielded a value that is not a line of a model',
              'lines are yielded whole',
              'write yield* (with the star) before draw, observe, data and include'
            )
          ])(declared)
        )
      const performed = value.perform(scope, declared)
      if (E.isLeft(performed)) return performed
      declared = performed.right[1]
    }
  })
