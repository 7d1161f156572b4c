/** Contestants in turns: in every round each runs for about the same time, so that all see the machine in the same states. */
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'

/** `run(n)`: n times in ms per step, or why there are none. */
export interface Runner { readonly name: string; readonly run: (count: number) => Promise<Either<string, ReadonlyArray<number>>> }

/** Times by round, or why there are none. */
export type Timed = { readonly name: string; readonly rounds: ReadonlyArray<ReadonlyArray<number>> } | { readonly name: string; readonly unavailable: string }

export interface RoundOptions {
  readonly rounds: number
  /** How long a turn takes. */
  readonly turnMs: number
  readonly now: () => number
}

/** The least and the most that a turn measures. */
const fewest = 2, most = 500
/** Measured again and again at the start of a turn and thrown away: caches and threads wake up. */
const discarded = 1

/** How many fill a turn, from what a few took after some to warm up. */
const calibrated = async (runner: Runner, { turnMs, now }: RoundOptions): Promise<Either<string, number>> => {
  const warm = await runner.run(fewest)
  if (isLeft(warm)) return warm
  const begun = now()
  const measured = await runner.run(fewest)
  const each = (now() - begun) / fewest
  return isLeft(measured) ? measured : { _tag: 'Right', right: Math.min(most, Math.max(fewest, Math.round(turnMs / each))) }
}

interface Lane { readonly runner: Runner; readonly count: number; readonly rounds: Array<ReadonlyArray<number>>; reason?: string }

const turn = async (lane: Lane): Promise<void> => {
  if (lane.reason !== undefined) return
  const times = await lane.runner.run(lane.count + discarded)
  if (isRight(times)) lane.rounds.push(times.right.slice(discarded))
  else lane.reason = times.left
}

/** In the order given. One that fails is left out from then on, with its reason. */
export const inRounds = async (runners: ReadonlyArray<Runner>, options: RoundOptions): Promise<ReadonlyArray<Timed>> => {
  const lanes: Array<Lane> = []
  for (const runner of runners) {
    const count = await calibrated(runner, options)
    lanes.push({ runner, count: isRight(count) ? count.right : 0, rounds: [], ...(isLeft(count) ? { reason: count.left } : {}) })
  }
  for (let round = 0; round < options.rounds; round++) for (const lane of lanes) await turn(lane)
  return lanes.map(({ runner: { name }, rounds, reason }) => (reason === undefined ? { name, rounds } : { name, unavailable: reason }))
}
