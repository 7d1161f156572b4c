/**
 * The strongest choice whose effect stays within a bound, found with few evaluations.
 *
 * Choices are numbered from the weakest, 0, which changes nothing, to the strongest. The objective
 * is taken to rise with the choice, on the whole: bisection between the strongest one accepted so
 * far and the weakest one refused. What is returned has been evaluated and accepted, whether the
 * objective is monotone or not.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../../ir/Problem.ts'
import type { Network } from '../Network.ts'

/**
 * What a network's training data cost it: −ln p(y | arguments) in nats per datum. The default rules
 * bound its change; test data never enter.
 */
export type Effect = (network: Network) => TaskEither<Problem, number>

export interface Trial {
  readonly choice: number
  readonly nats: number
  readonly accepted: boolean
}

export interface Search {
  readonly choice: number
  readonly nats: number
  readonly trials: ReadonlyArray<Trial>
}

/**
 * - `first` the choice that is tried first; - `current` the objective of choice 0; - `bound` the
 *   largest that is accepted, in nats per datum.
 */
export interface SearchOptions {
  readonly strongest: number
  readonly first: number
  readonly current: number
  readonly bound: number
}

/** At most 1 + ⌈log₂(strongest + 1)⌉ evaluations. A loss that is not a number is refused. */
export const strongest =
  ({ strongest: most, first, current, bound }: SearchOptions) =>
  (evaluate: (choice: number) => TaskEither<Problem, number>): TaskEither<Problem, Search> =>
  async () => {
    const trials: Array<Trial> = []
    let accepted = { choice: 0, nats: current }
    let refused = most + 1
    let next = Math.min(most, Math.max(1, first))
    while (refused - accepted.choice > 1) {
      const nats = await evaluate(next)()
      if (E.isLeft(nats)) return nats
      const isAccepted = nats.right <= bound
      trials.push({ choice: next, nats: nats.right, accepted: isAccepted })
      if (isAccepted) accepted = { choice: next, nats: nats.right }
      else refused = next
      next = Math.floor((accepted.choice + refused) / 2)
    }
    return E.right({ ...accepted, trials })
  }
