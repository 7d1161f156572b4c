/**
 * Draws of normal guesses at a posterior, each weighed by p/q: k̂ of the weights, and draws again by their
 * smoothed weights. Draws are functions of their numbers, and are made anew where they are wanted.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Undiagnosed } from '../diagnostics/Chains.ts'
import { type SmoothedWeights, smoothWeights } from '../diagnostics/ParetoSmoothing.ts'
import { chainNoise } from '../nuts/ChainNoise.ts'
import type { LogDensity } from '../nuts/LogDensity.ts'
import { type Gaussian, logDensityOf } from './Gaussian.ts'

/** `perGuess` draws of each, guess after guess. */
export interface WeighedGuesses {
  readonly weights: SmoothedWeights
  /** Writes the coordinates of a draw by its number. */
  readonly place: (draw: number, out: Float64Array) => void
}

export const weighGuesses = (
  density: LogDensity,
  guesses: ReadonlyArray<Gaussian>,
  perGuess: number,
  seed: number
): E.Either<Undiagnosed, WeighedGuesses> => {
  const u = new Float64Array(density.size)
  const x = new Float64Array(density.size)
  const gradient = new Float64Array(density.size)
  const place = (draw: number, out: Float64Array): number => {
    const at = Math.floor(draw / perGuess)
    const guess = guesses[at]
    if (guess === undefined) throw new Error('internal: a draw of no guess')
    chainNoise(seed, at, draw % perGuess, 'guess').normals(u)
    guess.place(u, out)
    return logDensityOf(guess, u)
  }
  const logWeights = Float64Array.from({ length: guesses.length * perGuess }, (_, draw) => {
    const logQ = place(draw, x)
    const logP = density.at(x, gradient)
    // where there is no density there is no weight
    return Number.isFinite(logP) ? logP - logQ : -Infinity
  })
  return pipe(
    smoothWeights(logWeights),
    E.map((weights) => ({ weights, place }))
  )
}

/**
 * Numbers of `count` draws by their weights, in an order of no meaning: the i-th place of (i + u)/count
 * along the sum of all weights (systematic resampling), shuffled. Each is drawn as often as its weight
 * says, up to one.
 */
export const drawnByWeight = (
  logWeights: Float64Array,
  count: number,
  uniform: () => number
): Int32Array => {
  const drawn = new Int32Array(count)
  const shift = uniform()
  let [at, sum] = [0, Math.exp(logWeights[0] ?? NaN)]
  for (let i = 0; i < count; i++) {
    while (sum * count < i + shift && at < logWeights.length - 1)
      sum += Math.exp(logWeights[++at] ?? NaN)
    drawn[i] = at
  }
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1))
    const held = drawn[i] ?? 0
    drawn[i] = drawn[j] ?? 0
    drawn[j] = held
  }
  return drawn
}
