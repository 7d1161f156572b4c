/**
 * Chains that are run in blocks of iterations: what a thread does, and what it tells of it.
 *
 * @since 0.2.0
 */
import { type Chain, type ChainState, openChain } from './Chain.ts'
import type { LogDensity } from './LogDensity.ts'
import type { SamplerSettings } from './SamplerSettings.ts'

/** What is kept of an iteration besides its place, in this order. */
export const statisticNames = [
  'acceptance',
  'step size',
  'tree depth',
  'leapfrogs',
  'divergent',
  'energy',
  'log density'
] as const

export type StatisticName = (typeof statisticNames)[number]

/** Iterations of one chain: its state behind them, and draws and statistics of those that are kept. */
export interface Block {
  readonly state: ChainState
  readonly draws: Float64Array
  readonly statistics: Float64Array
}

/** Runs a chain on until it is told to rest, or has ended; one iteration at least. */
export type ChainRunner = (rests: () => boolean) => Block

const lengthOf = ({ warmUp, draws }: SamplerSettings): number => warmUp + draws

export const hasEnded = (settings: SamplerSettings, { iteration }: ChainState): boolean =>
  iteration >= lengthOf(settings)

/** How many draws a chain has. */
export const drawnBy = ({ warmUp }: SamplerSettings, { iteration }: ChainState): number =>
  Math.max(0, iteration - warmUp)

const writeStatistics = (
  into: Float64Array,
  at: number,
  done: ReturnType<Chain['advance']>
): void => {
  into[at] = done.acceptance
  into[at + 1] = done.stepSize
  into[at + 2] = done.depth
  into[at + 3] = done.leapfrogs
  into[at + 4] = done.isDivergent ? 1 : 0
  into[at + 5] = done.energy
  into[at + 6] = done.logDensity
}

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
  return (rests) => {
    let kept = 0
    do {
      const done = chain.advance()
      if (iteration >= settings.warmUp) {
        draws.set(chain.position, kept * density.size)
        writeStatistics(statistics, kept * width, done)
        kept += 1
      }
      iteration += 1
    } while (iteration < lengthOf(settings) && kept < most && !rests())
    return {
      state: chain.state(),
      draws: draws.slice(0, kept * density.size),
      statistics: statistics.slice(0, kept * width)
    }
  }
}
