/**
 * Does it help chains to begin at a draw of Pathfinder's? Leapfrogs of the warm-up and the fewest effective
 * draws after it, from uniform starts and from those. Steps are counted, so that a busy machine changes
 * nothing.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { findPath } from '../../src/inference/approximate/Pathfinder.ts'
import {
  bulkSize,
  type ModelTarget,
  type SamplerSettings,
  standardSampler
} from '../../src/inference/index.ts'
import { chainFrom, openChain } from '../../src/inference/nuts/Chain.ts'
import { chainNoise } from '../../src/inference/nuts/ChainNoise.ts'
import { properStarts } from '../../src/inference/nuts/FirstStates.ts'
import { statisticNames } from '../../src/inference/nuts/StatisticNames.ts'
import type { LogDensity } from '../../src/inference/nuts/LogDensity.ts'
import { openTarget } from '../../src/inference/nuts/OpenTarget.ts'
import type { Problems } from '../../src/ir/Problem.ts'
import { preparedTarget } from '../../src/library/sampling/SampleModel.ts'
import { onTable } from './Agreement.ts'
import type { ArchivedPosterior } from './Posteriors.ts'

type Start = (
  density: LogDensity,
  q: Float64Array,
  settings: SamplerSettings,
  chain: number
) => Float64Array

const uniform: Start = (_, q) => q
const pathfinder: Start = (density, q, { seed }, chain) => {
  const found = findPath(density, q, seed, chain)
  if (found === undefined) return q
  const [u, x] = [q.slice(), q.slice()]
  chainNoise(seed, chain, 0, 'guess').normals(u)
  found.guess.place(u, x)
  return Number.isFinite(density.at(x, q.slice())) ? x : q
}

const leapfrogsAt = statisticNames.indexOf('leapfrogs')

const drawn = (
  target: ModelTarget,
  settings: SamplerSettings,
  start: Start
): E.Either<Problems, { readonly warm: number; readonly effective: number }> => {
  const density = openTarget(target, settings)
  return pipe(
    properStarts(target, density, settings),
    E.map((starts) => {
      let warm = 0
      const places = starts.flatMap((q, chain) => {
        const state = chainFrom(settings, density, chain, start(density, q, settings, chain))
        if (state === undefined) return []
        const run = openChain(settings, density, state)
        for (let i = 0; i < settings.warmUp; i++) {
          run.advance(1)
          warm += run.statistics[leapfrogsAt] ?? NaN
        }
        return Array.from({ length: settings.draws }, () => {
          run.advance(1)
          return run.draws.slice(0, density.size)
        })
      })
      const sizes = Array.from({ length: target.size }, (_, k) => {
        const values = Float64Array.from(places, (x) => x[k] ?? NaN)
        const size = bulkSize({ chains: settings.chains, draws: settings.draws, values })
        return E.isRight(size) ? size.right : NaN
      })
      return { warm, effective: Math.min(...sizes) }
    })
  )
}

const seeds = [1, 2, 3]

/** A line for a warm-up of so many iterations: both, and their ratios, over three seeds. */
export const startsOf = (
  posterior: ArchivedPosterior,
  csv: string,
  warmUp: number
): TE.TaskEither<Problems, string> =>
  pipe(
    onTable(posterior, csv),
    TE.chainEitherK(({ model, bound }) => preparedTarget(model, bound.data, [])),
    TE.chainEitherK(({ target }) =>
      pipe(
        [uniform, pathfinder],
        E.traverseArray((start) =>
          pipe(
            seeds,
            E.traverseArray((seed) =>
              drawn(
                target,
                {
                  ...standardSampler,
                  warmUp,
                  draws: 500,
                  seed,
                  mass: posterior.mass ?? 'diagonal'
                },
                start
              )
            ),
            E.map((all) => ({
              warm: all.reduce((sum, { warm }) => sum + warm, 0) / seeds.length,
              effective: all.reduce((sum, { effective }) => sum + effective, 0) / seeds.length
            }))
          )
        )
      )
    ),
    TE.map(([a, b]) => {
      const ratio = (x = NaN, y = NaN): string =>
        `${x.toFixed(0)} → ${y.toFixed(0)} (${(y / x).toFixed(2)})`
      return `${warmUp}: leapfrogs ${ratio(a?.warm, b?.warm)}, effective draws ${ratio(a?.effective, b?.effective)}`
    })
  )
