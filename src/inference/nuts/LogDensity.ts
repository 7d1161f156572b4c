/**
 * What a sampler knows of a model: ln p of a vector of real coordinates, up to a constant, and its
 * gradient, both in float64.
 *
 * @since 0.2.0
 */

import type { Kinetics } from './MassMatrix.ts'

/**
 * - `size` the number of coordinates
 * - `at` ln p in nats at `q`; writes its gradient. Where there is none the answer is not finite.
 * - `paths` room of its own for paths of such a depth, if it has one; it is one room for all who ask
 * - `transitions` code of its own for whole transitions of NUTS, if it has it; in the same room
 */
export interface LogDensity {
  readonly size: number
  readonly at: (q: Float64Array, gradient: Float64Array) => number
  readonly paths?: (depth: number) => PathRoom | undefined
  readonly transitions?: (depth: number) => Transitions | undefined
}

/**
 * A place with its momentum and velocity, and what is known there. It moves: whoever keeps it copies it,
 * or has it to itself. `energy` is H in nats, the momentum's part included.
 */
export interface PhasePoint {
  readonly q: Float64Array
  readonly p: Float64Array
  readonly velocity: Float64Array
  readonly gradient: Float64Array
  logDensity: number
  energy: number
}

/**
 * Room for the states of a path, and the arithmetic of paths on it: what a transition does at every step.
 * States and vectors are numbers, so that the room can be the memory of a module.
 *
 * State s is four vectors: its place 4s, its momentum 4s + 1, its velocity 4s + 2, its gradient 4s + 3.
 * Behind those of all states are vectors for sums of momenta.
 */
export interface PathRoom {
  /** Of these momenta from now on. */
  readonly use: (kinetics: Kinetics) => void
  /** A state becomes this point, whose momentum is new; gives its energy. */
  readonly enter: (state: number, point: PhasePoint) => number
  /** `to` becomes one leapfrog step from `from`; gives its energy, +∞ where it is no number. */
  readonly leap: (from: number, to: number, step: number) => number
  /** The point becomes the place of a state. */
  readonly leave: (state: number, point: PhasePoint) => void
}

/** A room with what the tree of a transition asks of it. */
export interface TreeRoom extends PathRoom {
  /** Writes the sum of two vectors. */
  readonly add: (into: number, a: number, b: number) => void
  /** Do velocities `first` and `last` point along the sum of two vectors? */
  readonly goesOn: (first: number, last: number, a: number, b: number) => boolean
}

/** Whose noise a transition is made with. */
export interface ChainName {
  readonly seed: number
  readonly chain: number
}

/** It is one room for all chains: whoever goes on says from where. */
export interface Transitions {
  /**
   * Moves a point from an iteration on, so many times or fewer, once at least; gives how often. Its place,
   * gradient and log density are known before and after.
   */
  readonly run: (
    of: ChainName,
    point: PhasePoint,
    kinetics: Kinetics,
    stepSize: number,
    iteration: number,
    most: number
  ) => number
  /** Rows of what the last run made, place by place: the next one overwrites them. */
  readonly draws: Float64Array
  /** By `statisticNames`. */
  readonly statistics: Float64Array
}

/** All at 0. */
export const phasePoint = (size: number): PhasePoint => ({
  q: new Float64Array(size),
  p: new Float64Array(size),
  velocity: new Float64Array(size),
  gradient: new Float64Array(size),
  logDensity: NaN,
  energy: NaN
})

/** Another place for the same; it has no momentum yet. */
export const copyPlace = (to: PhasePoint, from: PhasePoint): void => {
  for (let i = 0; i < to.q.length; i++) {
    to.q[i] = from.q[i] ?? NaN
    to.gradient[i] = from.gradient[i] ?? NaN
  }
  to.logDensity = from.logDensity
}
