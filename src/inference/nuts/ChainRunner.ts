/**
 * Chains that are run in blocks of iterations: what a thread does, and what it tells of it.
 *
 * @since 0.2.0
 */
import { type ChainState, openChain } from './Chain.ts'
import type { LogDensity } from './LogDensity.ts'
import type { SamplerSettings } from './SamplerSettings.ts'
import { statisticNames } from './StatisticNames.ts'

/** Iterations of one chain: its state behind them, and draws and statistics of those that are kept. */
export interface Block {
  readonly state: ChainState
  readonly draws: Float64Array
  readonly statistics: Float64Array
}

/** Runs a chain on until it is told to rest, has ended, or made `most` iterations; one at least. */
export type ChainRunner = (rests: () => boolean, most?: number) => Block

const lengthOf = ({ warmUp, draws }: SamplerSettings): number => warmUp + draws

export const hasEnded = (settings: SamplerSettings, { iteration }: ChainState): boolean =>
  iteration >= lengthOf(settings)

/** How many draws a chain has. */
export const drawnBy = ({ warmUp }: SamplerSettings, { iteration }: ChainState): number =>
  Math.max(0, iteration - warmUp)

/** Numbers of a block at most, so that one is never too large to send (16 MiB). */
const mostNumbers = 2 ** 21

export const chainRunner = (
  settings: SamplerSettings,
  density: LogDensity,
  from: ChainState
): ChainRunner => {
  const chain = openChain(settings, density, from)
  const most = Math.max(1, Math.floor(mostNumbers / density.size))
  let { iteration } = from
  const width = statisticNames.length
  // a block is shorter than all that is left
  const room = Math.min(most, settings.draws)
  const draws = new Float64Array(room * density.size)
  const statistics = new Float64Array(room * width)
  return (rests, atMost = Infinity) => {
    const end = Math.min(lengthOf(settings), iteration + atMost)
    let kept = 0
    do {
      const done = chain.advance(Math.min(end - iteration, most - kept))
      if (iteration >= settings.warmUp) {
        draws.set(chain.draws.subarray(0, done * density.size), kept * density.size)
        statistics.set(chain.statistics.subarray(0, done * width), kept * width)
        kept += done
      }
      iteration += done
    } while (iteration < end && kept < most && !rests())
    return {
      state: chain.state(),
      draws: draws.slice(0, kept * density.size),
      statistics: statistics.slice(0, kept * width)
    }
  }
}
