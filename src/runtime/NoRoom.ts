/**
 * Memory that an executor has not got: known only while it runs, so it is thrown there, and a
 * Problem to whoever asked.
 *
 * @since 0.2.0
 */
import { left } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem } from '../ir/Problem.ts'
import { builtin } from './Node.ts'

/** What an executor holds its arrays in grows to this at most: addresses have 32 bits. */
export const engineBytes = 2 ** 32

/** Bytes of this machine's memory; infinite where it does not say. */
export const machineBytes = (): number => {
  const whole = builtin?.('node:os').totalmem() ?? Infinity
  const share = globalThis.process?.constrainedMemory?.() ?? 0
  return share > 0 ? Math.min(whole, share) : whole
}

export class NoRoom extends Error {}

/** The engine's own refusals of arrays that no memory holds. */
const tooLarge = /array buffer allocation failed|invalid (typed )?array (buffer )?length/i

const isNoRoom = (thrown: unknown): thrown is Error =>
  thrown instanceof NoRoom || (thrown instanceof RangeError && tooLarge.test(thrown.message))

const noRoom = ({ message }: Error): Problem =>
  problem(
    'memory',
    message,
    'parameters, data and what a step computes lie in it together',
    'make axes or batches smaller; another backend has a memory of its own'
  )

/** A use of an executor whose memory may not suffice. */
export const withinRoom =
  <E, A>(as: (p: Problem) => E, use: TaskEither<E, A>): TaskEither<E, A> =>
  () =>
    use().catch((thrown: unknown) => {
      if (!isNoRoom(thrown)) throw thrown
      return left(as(noRoom(thrown)))
    })
