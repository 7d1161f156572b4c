/**
 * Pathfinder (Zhang, Carpenter, Gelman & Vehtari 2022, JMLR 23): a descent to a mode of the posterior
 * passes through its bulk on the way. At each place of its path the normal distribution that the path has
 * learnt there, N(x + Σ ∇ ln p, Σ), is a guess at the posterior; the one with the largest ELBO is kept.
 *
 *   ELBO = E_q (ln p − ln q), a mean over a few draws, the same ones at each place
 *
 * @since 0.2.0
 */
import { chainNoise } from '../nuts/ChainNoise.ts'
import type { LogDensity } from '../nuts/LogDensity.ts'
import { descend } from '../solving/Lbfgs.ts'
import { type Gaussian, logDensityOf, lowRankGaussian, timesLowRank } from './Gaussian.ts'
import { flatCurvature, inverseHessian, learntStep, type PathCurvature } from './PathCurvature.ts'

/** The best guess on one path; `places` it has passed. */
export interface FoundPath {
  readonly guess: Gaussian
  readonly elboNats: number
  readonly places: number
  /** Where the descent ended, and what it had learnt there. */
  readonly end: Float64Array
  readonly curvature: PathCurvature
}

/** Draws of each guess that its ELBO is a mean of. */
const elboDraws = 25
/** Iterations of a descent at most. */
const mostPlaces = 1000
/** It ends where no slope is larger, in nats a unit. */
const flat = 1e-6

interface Place {
  readonly x: Float64Array
  /** Of ln p. */
  readonly gradient: Float64Array
}

/** The places of a descent on −ln p, the first included. */
const pathFrom = (density: LogDensity, start: Float64Array): ReadonlyArray<Place> => {
  const places: Array<Place> = []
  descend(
    (x, gradient) => {
      const value = -density.at(x, gradient)
      for (let i = 0; i < gradient.length; i++) gradient[i] = -(gradient[i] ?? NaN)
      return Number.isFinite(value) ? value : Infinity
    },
    start,
    {
      iterations: mostPlaces,
      reach: new Float64Array(start.length).fill(Infinity),
      tolerance: flat,
      onPlace: (x, gradient) => places.push({ x, gradient: gradient.map((g) => -g) })
    }
  )
  return places
}

/** What the path has learnt at a place as a normal distribution. */
const guessAt = ({ x, gradient }: Place, curvature: PathCurvature): Gaussian | undefined => {
  const covariance = inverseHessian(curvature)
  const shift = timesLowRank(covariance, gradient)
  return lowRankGaussian(
    x.map((v, i) => v + (shift[i] ?? NaN)),
    covariance
  )
}

/** The ELBO of a guess in nats; −∞ where a draw has no density. */
export const elboOf = (
  density: LogDensity,
  guess: Gaussian,
  draws: ReadonlyArray<Float64Array>
): number => {
  const x = new Float64Array(density.size)
  const gradient = new Float64Array(density.size)
  let sum = 0
  for (const u of draws) {
    guess.place(u, x)
    sum += density.at(x, gradient) - logDensityOf(guess, u)
  }
  const elbo = sum / draws.length
  return Number.isFinite(elbo) ? elbo : -Infinity
}

/** Undefined where no place of the path has a guess with a finite ELBO. */
export const findPath = (
  density: LogDensity,
  start: Float64Array,
  seed: number,
  path: number
): FoundPath | undefined => {
  const places = pathFrom(density, start)
  const draws = Array.from({ length: elboDraws }, (_, i) => {
    const u = new Float64Array(density.size)
    chainNoise(seed, path, i, 'elbo').normals(u)
    return u
  })
  let curvature = flatCurvature(density.size)
  let best: Pick<FoundPath, 'guess' | 'elboNats'> | undefined
  places.forEach((here, l) => {
    const before = places[l - 1]
    if (before === undefined) return
    curvature = learntStep(
      curvature,
      here.x.map((v, i) => v - (before.x[i] ?? NaN)),
      here.gradient.map((g, i) => (before.gradient[i] ?? NaN) - g)
    )
    const guess = guessAt(here, curvature)
    const elboNats = guess === undefined ? -Infinity : elboOf(density, guess, draws)
    if (guess !== undefined && elboNats > (best?.elboNats ?? -Infinity)) best = { guess, elboNats }
  })
  return best && { ...best, places: places.length, end: places.at(-1)?.x ?? start, curvature }
}
