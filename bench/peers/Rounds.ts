/**
 * Contestants in turns: in every round each runs for about the same time, so that all see the
 * machine in the same states.
 */
import { type Either, isLeft, isRight, right } from 'fp-ts/lib/Either.js'

/** `run(n)`: n times in ms per step, or why there are none. */
export interface Runner {
  readonly name: string
  readonly run: (count: number) => Promise<Either<string, ReadonlyArray<number>>>
}

/** Times by round, or why there are none. */
export type Timed =
  | { readonly name: string; readonly rounds: ReadonlyArray<ReadonlyArray<number>> }
  | { readonly name: string; readonly unavailable: string }

export interface RoundOptions {
  readonly rounds: number
  /** How long a turn takes. */
  readonly turnMs: number
  /**
   * The least that a turn measures (2), and how often it runs before, thrown away: caches and
   * threads wake up (1). With 0, for what takes seconds, only the very first run is thrown away.
   */
  readonly fewest?: number
  readonly discarded?: number
  readonly now: () => number
}

/** The most that a turn measures. */
const most = 500

/** How many fill a turn, from what a few took after some to warm up. */
const calibrated = async (
  runner: Runner,
  { turnMs, fewest = 2, discarded = 1, now }: RoundOptions
): Promise<Either<string, number>> => {
  const warm = discarded > 0 ? await runner.run(fewest) : right([])
  if (isLeft(warm)) return warm
  const begun = now()
  const measured = await runner.run(fewest)
  const each = (now() - begun) / fewest
  return isLeft(measured)
    ? measured
    : { _tag: 'Right', right: Math.min(most, Math.max(fewest, Math.round(turnMs / each))) }
}

interface Lane {
  readonly runner: Runner
  readonly count: number
  readonly rounds: Array<ReadonlyArray<number>>
  reason?: string
}

const turn = async (lane: Lane, discarded: number): Promise<void> => {
  if (lane.reason !== undefined) return
  const times = await lane.runner.run(lane.count + discarded)
  if (isRight(times)) lane.rounds.push(times.right.slice(discarded))
  else lane.reason = times.left
}

/** In the order given. One that fails is left out from then on, with its reason. */
export const inRounds = async (
  runners: ReadonlyArray<Runner>,
  options: RoundOptions
): Promise<ReadonlyArray<Timed>> => {
  const lanes: Array<Lane> = []
  for (const runner of runners) {
    const count = await calibrated(runner, options)
    lanes.push({
      runner,
      count: isRight(count) ? count.right : 0,
      rounds: [],
      ...(isLeft(count) ? { reason: count.left } : {})
    })
  }
  for (let round = 0; round < options.rounds; round++)
    for (const lane of lanes) await turn(lane, options.discarded ?? 1)
  return lanes.map(({ runner: { name }, rounds, reason }) =>
    reason === undefined ? { name, rounds } : { name, unavailable: reason }
  )
}
