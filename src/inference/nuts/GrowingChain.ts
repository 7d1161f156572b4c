/**
 * Chains with what they have drawn: in arrays that have room for all draws while they run, and cut to
 * those that are there where they are kept.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { problem, type Problems } from '../../ir/Problem.ts'
import type { ChainState } from './Chain.ts'
import { type Block, drawnBy } from './ChainRunner.ts'
import type { ModelTarget } from './ModelTarget.ts'
import type { SamplerSettings } from './SamplerSettings.ts'
import { statisticNames } from './StatisticNames.ts'

// model

/** A chain with all it has drawn: `draws` by rows of coordinates, `statistics` by rows of their names. */
export interface KeptChain {
  readonly state: ChainState
  readonly draws: Float64Array
  readonly statistics: Float64Array
}

/** A chain that grows in arrays that have room for all its draws. */
export interface GrowingChain {
  state: ChainState
  readonly draws: Float64Array
  readonly statistics: Float64Array
  divergences: number
}

// combinators

const width = statisticNames.length
const divergentAt = statisticNames.indexOf('divergent')

const countDivergent = (statistics: Float64Array): number => {
  let count = 0
  for (let at = divergentAt; at < statistics.length; at += width) count += statistics[at] ?? 0
  return count
}

export const growing = (
  { draws }: SamplerSettings,
  size: number,
  { state, draws: drawn, statistics }: KeptChain
): GrowingChain => {
  const chain = {
    state,
    draws: new Float64Array(draws * size),
    statistics: new Float64Array(draws * width),
    divergences: countDivergent(statistics)
  }
  chain.draws.set(drawn)
  chain.statistics.set(statistics)
  return chain
}

export const grow = (
  settings: SamplerSettings,
  size: number,
  chain: GrowingChain,
  { state, draws, statistics }: Block
): void => {
  const before = drawnBy(settings, chain.state)
  chain.draws.set(draws, before * size)
  chain.statistics.set(statistics, before * width)
  chain.divergences += countDivergent(statistics)
  chain.state = state
}

export const keptOf = (
  settings: SamplerSettings,
  size: number,
  { state, draws, statistics }: GrowingChain
): KeptChain => {
  const count = drawnBy(settings, state)
  return {
    state,
    draws: draws.subarray(0, count * size),
    statistics: statistics.subarray(0, count * width)
  }
}

// destructors

/** Numbers that are held at most: 2 GiB. */
const mostNumbers = 2 ** 28

/** Errors: more draws than memory is for. */
export const checkRoom = (
  { chains, draws }: SamplerSettings,
  { size, values }: ModelTarget
): E.Either<Problems, void> => {
  const wide = values.outputs.reduce((n, o) => n + o.shape.reduce((a, b) => a * b, 1), 0)
  const perDraw = size + width + wide
  const most = Math.floor(mostNumbers / (chains * perDraw))
  return draws <= most
    ? E.right(undefined)
    : E.left(
        of(
          problem(
            'draws',
            `${chains} chains of ${draws} draws have ${chains * draws * perDraw} numbers, ` +
              `and at most ${mostNumbers} are held`,
            'all draws are kept in memory',
            most > 0 ? `at most ${most} draws of each chain` : 'fewer chains'
          )
        )
      )
}
