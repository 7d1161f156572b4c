/**
 * What a contestant's process is asked and answers, a line of JSON each. Its first line, unasked,
 * says that it is ready, and with which library and version, or why it cannot take part.
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/**
 * A loss after `steps` steps without noise: without noise where `draws` is 0, the mean over so many
 * draws of it otherwise.
 */
export interface LossRequest {
  readonly steps: number
  readonly draws: number
}

/** `run`: that many times to measure; `seed`: of a sampler, chains under it. */
export type Request =
  | { readonly run: number }
  | { readonly loss: LossRequest }
  | { readonly seed: number }

export const ReadyC = t.union([t.type({ ready: t.string }), t.type({ unavailable: t.string })])
/** Milliseconds per step, one for each time asked for. */
export const TimesC = t.type({ ms: t.readonlyArray(t.number) })
/** Null where a contestant has nothing to compare. */
export const LossC = t.type({ loss: t.union([t.number, t.null]) })

export const showRequest = (request: Request): string => `${JSON.stringify(request)}\n`

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** A line as the reply it should be; on the left, the line. */
export const decodeReply =
  <A>(codec: t.Type<A, unknown>) =>
  (line: string): Either<string, A> => {
    const decoded = codec.decode(parsed(line))
    return isLeft(decoded) ? left(`not understood: ${line.slice(0, 200)}`) : right(decoded.right)
  }
