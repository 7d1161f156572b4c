/**
 * The transitions of chains, by whoever makes them: loops over arrays, for any density, one at a time;
 * or the code of a model's module, which is held against them.
 *
 * @since 0.2.0
 */
import { chainNoise } from '../ChainNoise.ts'
import type { LogDensity, Transitions } from '../LogDensity.ts'
import { statisticNames } from '../StatisticNames.ts'
import { nuts, type Nuts } from './Trajectory.ts'

/** In loops, of any kind of path. */
export const loopedTransitions = (density: LogDensity, sampler: Nuts): Transitions => {
  const draws = new Float64Array(density.size)
  const statistics = new Float64Array(statisticNames.length)
  return {
    draws,
    statistics,
    run: ({ seed, chain }, point, kinetics, stepSize, iteration) => {
      const noise = chainNoise(seed, chain, iteration, 'transition')
      const done = sampler.move(point, kinetics, stepSize, noise)
      draws.set(point.q)
      statistics[0] = done.acceptance
      statistics[1] = stepSize
      statistics[2] = done.depth
      statistics[3] = done.leapfrogs
      statistics[4] = done.isDivergent ? 1 : 0
      statistics[5] = done.energy
      statistics[6] = point.logDensity
      return 1
    }
  }
}

/** Those that a density has of its own, or loops. */
export const transitionsOf = (density: LogDensity, depth: number): Transitions =>
  density.transitions?.(depth) ?? loopedTransitions(density, nuts(density, depth))
