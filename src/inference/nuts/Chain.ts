/**
 * A chain: where it stands, what it has learnt, and its next iteration. All that it will do is a
 * function of this state, the settings, and its number: a chain that goes on from a state that was
 * kept makes the draws of one that never stopped.
 *
 * @since 0.2.0
 */
import { staticPaths } from '../hmc/StaticPath.ts'
import { chainNoise } from './ChainNoise.ts'
import { averaged, averageStep, averagingFrom, type DualAveraging } from './DualAveraging.ts'
import { firstStepSize } from './FirstStepSize.ts'
import { type LogDensity, type PhasePoint, phasePoint } from './LogDensity.ts'
import { kineticsOf, type MassKind, type MassMatrix, unitMass } from './MassMatrix.ts'
import {
  forget,
  massOf,
  type RunningCovariance,
  runningCovariance,
  see
} from './RunningCovariance.ts'
import type { SamplerSettings } from './SamplerSettings.ts'
import { loopedTransitions, transitionsOf } from './paths/Transitions.ts'
import { statisticNames } from './StatisticNames.ts'
import { warmUpWindows } from './WarmUpWindows.ts'

// model

/** Everything that is kept of a chain between two iterations. */
export interface ChainState {
  readonly chain: number
  /** Iterations done, those of the warm-up first. */
  readonly iteration: number
  readonly q: Float64Array
  readonly stepSize: number
  readonly averaging: DualAveraging
  readonly mass: MassMatrix
  /** What the present window has seen: places, and the slopes there where a diagonal is learnt. */
  readonly seen: RunningCovariance
  readonly slopes: RunningCovariance
}

/** A chain that moves: `state` is what it is now, to be kept before the next `advance`. */
export interface Chain {
  /** So many iterations or fewer, one at least, all of warm-up or none; gives how many. */
  readonly advance: (most: number) => number
  readonly state: () => ChainState
  /** Rows of the iterations of the last `advance`: places, and statistics by `statisticNames`. */
  readonly draws: Float64Array
  readonly statistics: Float64Array
}

const acceptanceAt = statisticNames.indexOf('acceptance')

/** Where a step size is looked for from, at a start and at a new mass matrix. */
const firstGuess = 1

// constructors

/** At a start, with the step size and the mass matrix to begin with. */
export const chainFrom = (
  { mass, seed }: SamplerSettings,
  density: LogDensity,
  chain: number,
  q: Float64Array
): ChainState | undefined => {
  const point = standing(density, q)
  const unit = unitMass(mass, density.size)
  const noise = chainNoise(seed, chain, 0, 'step size')
  const stepSize = firstStepSize(density, kineticsOf(unit), point, firstGuess, noise)
  return stepSize === undefined
    ? undefined
    : {
        chain,
        iteration: 0,
        q,
        stepSize,
        averaging: averagingFrom(stepSize),
        mass: unit,
        seen: runningCovariance(mass, density.size),
        slopes: runningCovariance('diagonal', slopesSeen(mass, density.size))
      }
}

/** How many slopes a window looks at. */
export const slopesSeen = (mass: MassKind, size: number): number => (mass === 'dense' ? 0 : size)

const standing = (density: LogDensity, q: Float64Array): PhasePoint => {
  const point = phasePoint(density.size)
  point.q.set(q)
  point.logDensity = density.at(point.q, point.gradient)
  return point
}

const copyOf = ({ kind, count, mean, squares }: RunningCovariance): RunningCovariance => ({
  kind,
  count,
  mean: mean.slice(),
  squares: squares.slice()
})

/** Goes on from a state. */
export const openChain = (
  settings: SamplerSettings,
  density: LogDensity,
  from: ChainState
): Chain => {
  const { warmUp, seed, acceptance: target } = settings
  const { chain } = from
  const windows = warmUpWindows(warmUp)
  const point = standing(density, from.q)
  const moves =
    settings.method === 'hmc'
      ? loopedTransitions(density, staticPaths(density, settings.pathLength, settings.maxDepth))
      : transitionsOf(density, settings.maxDepth)
  const name = { seed, chain }
  const seen = copyOf(from.seen)
  const slopes = copyOf(from.slopes)
  let { iteration, stepSize, averaging, mass } = from
  let kinetics = kineticsOf(mass)
  /** At the end of a window: its mass matrix, and a step size that fits it. */
  const relearn = (): void => {
    mass = massOf(seen, slopes)
    kinetics = kineticsOf(mass)
    forget(seen)
    forget(slopes)
    const noise = chainNoise(seed, chain, iteration, 'step size')
    stepSize = firstStepSize(density, kinetics, point, stepSize, noise) ?? stepSize
    averaging = averagingFrom(stepSize)
  }
  const learn = (acceptance: number): void => {
    const next = averaged(averaging, acceptance, target)
    averaging = next.averaging
    stepSize = next.stepSize
    const window = windows.find(({ from: a, to }) => a <= iteration && iteration < to)
    if (window !== undefined) {
      see(seen, point.q)
      see(slopes, point.gradient)
    }
    iteration += 1
    if (window?.to === iteration) relearn()
    if (iteration === warmUp) stepSize = averageStep(averaging) ?? stepSize
  }
  return {
    draws: moves.draws,
    statistics: moves.statistics,
    advance: (most) => {
      const isLearning = iteration < warmUp
      const asked = isLearning ? 1 : most
      const done = moves.run(name, point, kinetics, stepSize, iteration, asked)
      if (isLearning) learn(moves.statistics[acceptanceAt] ?? NaN)
      else iteration += done
      return done
    },
    state: () => ({
      chain,
      iteration,
      q: point.q.slice(),
      stepSize,
      averaging,
      mass,
      seen: copyOf(seen),
      slopes: copyOf(slopes)
    })
  }
}
