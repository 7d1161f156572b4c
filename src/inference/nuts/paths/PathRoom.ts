/**
 * Which states and vectors a path has, and room of arrays for them, for any density: what the module of a
 * model is held against.
 *
 * @since 0.2.0
 */
import { leapfrog, weigh } from './Leapfrog.ts'
import {
  copyPlace,
  type LogDensity,
  type PhasePoint,
  phasePoint,
  type TreeRoom
} from '../LogDensity.ts'
import type { Kinetics } from '../MassMatrix.ts'

export const momentumOf = (state: number): number => 4 * state + 1
export const velocityOf = (state: number): number => 4 * state + 2

/**
 * States and sums that a path of at most 2^depth − 1 steps has at a time: of each of its halves, and of
 * the halves of these, two ends, one state that is drawn, and one sum.
 */
export const roomFor = (depth: number): { readonly states: number; readonly sums: number } => ({
  states: 3 * depth + 8,
  sums: 2 * depth + 2
})

/** v · (x + y), in two parts, as the module of a model has it. */
const alongSum = (v: Float64Array, x: Float64Array, y: Float64Array): number => {
  let [even, odd, i] = [0, 0, 0]
  for (; i + 2 <= v.length; i += 2) {
    even += (v[i] ?? NaN) * ((x[i] ?? NaN) + (y[i] ?? NaN))
    odd += (v[i + 1] ?? NaN) * ((x[i + 1] ?? NaN) + (y[i + 1] ?? NaN))
  }
  if (i < v.length) even += (v[i] ?? NaN) * ((x[i] ?? NaN) + (y[i] ?? NaN))
  return even + odd
}

/** Room of arrays, for any density. States are made where they are met. */
export const arrayRoom = (density: LogDensity, depth: number): TreeRoom => {
  const { states, sums } = roomFor(depth)
  const points: Array<PhasePoint> = []
  const vectors: Array<Float64Array> = []
  const sumsFrom = 4 * states
  const pointAt = (state: number): PhasePoint => {
    const found = points[state]
    if (found !== undefined) return found
    const made = phasePoint(density.size)
    points[state] = made
    vectors[momentumOf(state)] = made.p
    vectors[velocityOf(state)] = made.velocity
    return made
  }
  for (let i = 0; i < sums; i++) vectors[sumsFrom + i] = new Float64Array()
  const vectorAt = (vector: number): Float64Array => {
    const found = vectors[vector]
    if (found?.length === density.size) return found
    const made = new Float64Array(density.size)
    vectors[vector] = made
    return made
  }
  let kinetics: Kinetics | undefined
  const used = (): Kinetics => {
    if (kinetics === undefined) throw new Error('internal: a path has no mass matrix')
    return kinetics
  }
  return {
    use: (of) => {
      kinetics = of
    },
    enter: (state, point) => {
      const to = pointAt(state)
      copyPlace(to, point)
      to.p.set(point.p)
      weigh(used(), to)
      return to.energy
    },
    leap: (from, to, step) => {
      const end = pointAt(to)
      leapfrog(density, used(), step, pointAt(from), end)
      return end.energy
    },
    leave: (state, point) => copyPlace(point, pointAt(state)),
    add: (into, a, b) => {
      const [sum, x, y] = [vectorAt(into), vectorAt(a), vectorAt(b)]
      for (let i = 0; i < sum.length; i++) sum[i] = (x[i] ?? NaN) + (y[i] ?? NaN)
    },
    goesOn: (first, last, a, b) => {
      const [u, v] = [vectorAt(first), vectorAt(last)]
      const [x, y] = [vectorAt(a), vectorAt(b)]
      return alongSum(u, x, y) > 0 && alongSum(v, x, y) > 0
    }
  }
}
