/**
 * What a sampler says of itself in a few numbers.
 *
 * @since 0.2.0
 */
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import { energyFractions } from '../diagnostics/EnergyFraction.ts'
import * as E from 'fp-ts/lib/Either.js'
import { drawnBy } from './ChainRunner.ts'
import { statisticOf } from './DrawsOfChains.ts'
import type { KeptChain } from './GrowingChain.ts'
import type { SamplerSettings } from './SamplerSettings.ts'

/**
 * - `draws` of each chain
 * - `divergences`, `atMostDepth` draws whose path ended so
 * - `stepSizes`, `energyFractions` by chain; null where the energies say nothing
 */
export interface SamplerFacts {
  readonly sampler: 'nuts'
  readonly chains: number
  readonly draws: number
  readonly divergences: number
  readonly atMostDepth: number
  readonly stepSizes: ReadonlyArray<number>
  readonly energyFractions: ReadonlyArray<number | null>
}

/** Of chains that may be under way; draws are those that all of them have. */
export const samplerFacts = (
  settings: SamplerSettings,
  kept: ReadonlyArray<KeptChain>,
  draws: PosteriorDraws | undefined
): SamplerFacts => {
  const count = (name: 'divergent' | 'tree depth', from: number): number =>
    draws === undefined ? 0 : statisticOf(draws, name).filter((x) => x >= from).length
  const fractions =
    draws === undefined
      ? undefined
      : energyFractions({
          chains: draws.chains,
          draws: draws.draws,
          values: statisticOf(draws, 'energy')
        })
  return {
    sampler: 'nuts',
    chains: settings.chains,
    draws: kept.length === 0 ? 0 : Math.min(...kept.map(({ state }) => drawnBy(settings, state))),
    divergences: count('divergent', 1),
    atMostDepth: count('tree depth', settings.maxDepth),
    stepSizes: kept.map(({ state }) => state.stepSize),
    energyFractions:
      fractions === undefined || E.isLeft(fractions)
        ? kept.map(() => null)
        : fractions.right.map((f) => (E.isLeft(f) ? null : f.right))
  }
}
