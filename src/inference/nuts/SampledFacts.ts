/**
 * What a sampler says of itself in a few numbers.
 *
 * @since 0.2.0
 */
import type { ApproximationFacts } from '../approximate/ApproximateTarget.ts'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import { energyFractions } from '../diagnostics/EnergyFraction.ts'
import * as E from 'fp-ts/lib/Either.js'
import { drawnBy } from './ChainRunner.ts'
import type { StatisticName } from './StatisticNames.ts'
import { statisticOf } from './DrawsOfChains.ts'
import type { KeptChain } from './GrowingChain.ts'
import type { SamplerSettings } from './SamplerSettings.ts'

/**
 * - `draws` of each chain
 * - `divergences`, `atMostDepth` draws whose path ended so
 * - `stepSizes`, `energyFractions` by chain; null where the energies say nothing
 */
export interface ChainFacts {
  readonly sampler: 'nuts' | 'hmc'
  readonly chains: number
  readonly draws: number
  readonly divergences: number
  readonly atMostDepth: number
  readonly stepSizes: ReadonlyArray<number>
  readonly energyFractions: ReadonlyArray<number | null>
}

/** Independent draws, of the priors. */
export interface PriorFacts {
  readonly sampler: 'prior'
  readonly chains: number
  readonly draws: number
}

export type SamplerFacts = ChainFacts | PriorFacts | ApproximationFacts

const countFrom = (draws: PosteriorDraws, name: StatisticName, least: number): number =>
  statisticOf(draws, name).filter((x) => x >= least).length

const fractionsOf = (drawn: PosteriorDraws): ReadonlyArray<number | null> => {
  const { chains, draws } = drawn
  const found = energyFractions({ chains, draws, values: statisticOf(drawn, 'energy') })
  return E.isLeft(found)
    ? Array.from({ length: chains }, () => null)
    : found.right.map((f) => (E.isLeft(f) ? null : f.right))
}

/** Of chains that may be under way; draws are those that all of them have. */
export const samplerFacts = (
  settings: SamplerSettings,
  kept: ReadonlyArray<KeptChain>,
  draws: PosteriorDraws | undefined
): ChainFacts => ({
  sampler: settings.method,
  chains: settings.chains,
  draws: kept.length === 0 ? 0 : Math.min(...kept.map(({ state }) => drawnBy(settings, state))),
  divergences: draws === undefined ? 0 : countFrom(draws, 'divergent', 1),
  atMostDepth: draws === undefined ? 0 : countFrom(draws, 'tree depth', settings.maxDepth),
  stepSizes: kept.map(({ state }) => state.stepSize),
  energyFractions: draws === undefined ? kept.map(() => null) : fractionsOf(draws)
})

/** Of draws that others made; undefined where they do not say which diverged. The depth allowed is not known. */
export const factsOfDraws = (drawn: PosteriorDraws): ChainFacts | undefined => {
  const { chains, draws, statistics } = drawn
  const steps = statisticOf(drawn, 'step size')
  return statistics.has('divergent')
    ? {
        sampler: 'nuts',
        chains,
        draws,
        divergences: countFrom(drawn, 'divergent', 1),
        atMostDepth: 0,
        stepSizes:
          steps.length === 0
            ? []
            : Array.from({ length: chains }, (_, c) => steps[(c + 1) * draws - 1] ?? NaN),
        energyFractions: statistics.has('energy') ? fractionsOf(drawn) : []
      }
    : undefined
}
