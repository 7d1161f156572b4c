/**
 * A posterior approximated by normal distributions over its real coordinates, as draws, with what says how
 * far they can be trusted.
 *
 * - pathfinder   the best guess on each of several paths; draws of all of them, drawn again by their
 *                weights p/q, smoothed: where k̂ is small they are draws of the posterior
 * - laplace      the normal distribution at the highest point that was found, as it is; its draws are
 *                weighed as well, and its means and deviations compared with those of the weighed draws
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import { mostShape } from '../diagnostics/ParetoSmoothing.ts'
import { chainNoise } from '../nuts/ChainNoise.ts'
import { properStarts } from '../nuts/FirstStates.ts'
import type { LogDensity } from '../nuts/LogDensity.ts'
import type { ModelTarget } from '../nuts/ModelTarget.ts'
import { openTarget } from '../nuts/OpenTarget.ts'
import { drawsAtPlaces } from './DrawsAtPlaces.ts'
import { comparedMoments, type ComparedMoments } from './ComparedMoments.ts'
import type { Gaussian } from './Gaussian.ts'
import { laplaceFrom } from './LaplaceAtMode.ts'
import { findPath, type FoundPath } from './Pathfinder.ts'
import { drawnByWeight, weighGuesses, type WeighedGuesses } from './WeighedGuesses.ts'

// model

export const approximationMethods = ['pathfinder', 'laplace'] as const
/** One of them. */
export type ApproximationMethod = (typeof approximationMethods)[number]

export const isApproximationMethod = (method: string): method is ApproximationMethod =>
  approximationMethods.some((known) => known === method)

/** `chains` paths, from a start each; so many times `draws` draws in all. */
export interface ApproximationSettings {
  readonly method: ApproximationMethod
  readonly chains: number
  readonly draws: number
  readonly seed: number
}

/**
 * - `paths` those that led somewhere: ELBO of the best guess, places passed
 * - `k` of the weights of `weighed` draws; null where it is infinite, −∞ being none
 * - `compared` of Laplace: how far its moments are from those of the weighed draws
 */
export interface ApproximationFacts {
  readonly sampler: ApproximationMethod
  readonly chains: number
  readonly draws: number
  readonly paths: ReadonlyArray<{ readonly elboNats: number; readonly places: number }>
  readonly weighed: number
  readonly k: number | null
  readonly mostK: number
  readonly compared?: ComparedMoments
}

/** Before anything is known. */
export const nothingApproximated = (
  sampler: ApproximationMethod,
  chains: number
): ApproximationFacts => ({ sampler, chains, draws: 0, paths: [], weighed: 0, k: null, mostK: 0.7 })

export interface Approximated {
  readonly draws: PosteriorDraws
  readonly facts: ApproximationFacts
}

// combinators

/** Of a dense matrix: 32 MiB. */
const mostDense = 2 ** 11
/** Fewer have no tail to speak of. */
const fewestWeighed = 1000
/** Draws weighed for one that is drawn. */
const weighedForOne = 4

const tooWide = (size: number): Problem =>
  problem(
    'laplace',
    `the model has ${size} coordinates, and at most ${mostDense} have a whole matrix of curvatures`,
    'the approximation is a normal distribution with the covariance of all of them',
    '--method pathfinder'
  )

const nowhere = (method: ApproximationMethod): Problem =>
  problem(
    method,
    method === 'laplace'
      ? 'no highest point of the posterior was found'
      : 'no place on any path has a normal distribution about it that the density bears out',
    method === 'laplace'
      ? 'the density rises without end along some direction, or is flat: in a hierarchy, where a scale goes to 0'
      : 'every guess has draws where the density is not a finite number',
    '--method nuts'
  )

interface Guessed {
  readonly paths: ReadonlyArray<FoundPath>
  readonly guesses: ReadonlyArray<Gaussian>
}

/** The highest of the points that paths lead to. */
const highest = (density: LogDensity, paths: ReadonlyArray<FoundPath>): ReadonlyArray<Gaussian> => {
  const gradient = new Float64Array(density.size)
  const found = paths.flatMap((path) => {
    const guess = laplaceFrom(density, path)
    return guess === undefined ? [] : [{ guess, at: density.at(guess.mean, gradient) }]
  })
  const best = found.reduce<(typeof found)[number] | undefined>(
    (a, b) => (a === undefined || b.at > a.at ? b : a),
    undefined
  )
  return best === undefined ? [] : [best.guess]
}

const guessed = (
  density: LogDensity,
  { method, seed }: ApproximationSettings,
  starts: ReadonlyArray<Float64Array>
): E.Either<Problems, Guessed> => {
  const paths = starts.flatMap((start, path) => findPath(density, start, seed, path) ?? [])
  const guesses = method === 'laplace' ? highest(density, paths) : paths.map(({ guess }) => guess)
  return guesses.length === 0 ? E.left(of(nowhere(method))) : E.right({ paths, guesses })
}

/** Which of the weighed draws are given out. */
const chosen = (
  { method, chains, draws, seed }: ApproximationSettings,
  weighed: WeighedGuesses
): ((draw: number) => number) => {
  if (method === 'laplace') return (draw) => draw
  const { uniform } = chainNoise(seed, 0, 0, 'guess')
  const drawn = drawnByWeight(weighed.weights.logWeights, chains * draws, uniform)
  return (draw) => drawn[draw] ?? 0
}

/** Equal weights have −∞: as small as a k̂ of so many draws can be told to be. */
const shapeOf = ({ weights: { k } }: WeighedGuesses): number | null =>
  k === Infinity ? null : Math.max(k, -1)

// destructors

/**
 * Errors: a posterior without a total mass; no place where a path could begin; no guess that the density
 * bears out.
 */
export const approximate = (
  target: ModelTarget,
  settings: ApproximationSettings
): E.Either<Problems, Approximated> => {
  const { method, chains, draws, seed } = settings
  if (method === 'laplace' && target.size > mostDense) return E.left(of(tooWide(target.size)))
  const density = openTarget(target, { mass: 'diagonal', maxDepth: 1 })
  return pipe(
    properStarts(target, density, { chains, seed }),
    E.chain((starts) => guessed(density, settings, starts)),
    E.bind('perGuess', ({ guesses }) =>
      E.right(Math.max(fewestWeighed, Math.ceil((weighedForOne * chains * draws) / guesses.length)))
    ),
    E.bind('weighed', ({ guesses, perGuess }) =>
      pipe(
        weighGuesses(density, guesses, perGuess, seed),
        E.mapLeft((): Problems => of(nowhere(method)))
      )
    ),
    E.map(({ paths, guesses, perGuess, weighed }) => {
      const which = chosen(settings, weighed)
      const count = guesses.length * perGuess
      return {
        draws: drawsAtPlaces(target, density, { chains, draws, from: method }, (draw, out) =>
          weighed.place(which(draw), out)
        ),
        facts: {
          sampler: method,
          chains,
          draws,
          paths: paths.map(({ elboNats, places }) => ({ elboNats, places })),
          weighed: count,
          k: shapeOf(weighed),
          mostK: mostShape(count),
          ...(method === 'laplace' ? { compared: comparedMoments(target, weighed, count) } : {})
        }
      }
    })
  )
}
