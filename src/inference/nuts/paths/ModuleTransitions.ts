/**
 * Transitions that the code of a model's module makes, several in a call.
 *
 * @since 0.2.0
 */
import type { Float64Module } from '../../../runtime/float64/module/Float64Module.ts'
import { middleCubics, tailCubics } from '../../../runtime/NormalTable.ts'
import { chainWords } from '../ChainNoise.ts'
import type { ChainName, PhasePoint, Transitions } from '../LogDensity.ts'
import type { Kinetics } from '../MassMatrix.ts'
import { statisticNames } from '../StatisticNames.ts'
import { type PathShape, type Places, recordAt } from './PathPlaces.ts'
import { roomFor } from './PathRoom.ts'

/** Steps of a call, at most: so much work (elements that are computed), and what the last path takes more. */
const mostWork = 2 ** 20

/** What of the memory is written once. */
const settle = (buffer: ArrayBuffer, places: Places, depth: number): void => {
  new Float64Array(buffer, places.middle).set(middleCubics)
  new Float64Array(buffer, places.tail).set(tailCubics)
  const integers = new Int32Array(buffer)
  for (let i = 0; i < roomFor(depth).sums; i++)
    integers[(places.record(i) + recordAt.room) / 4] = places.sums + i * places.vectorBytes
}

/** Of a module with the additions of paths at these places; `work` is what a step takes. */
export const moduleTransitions = (
  { size, depth }: PathShape,
  places: Places,
  { module: { buffer, exported } }: Float64Module,
  work: number
): Transitions & { readonly forget: () => void } => {
  settle(buffer, places, depth)
  const iterate = exported('iterate')
  const mostSteps = Math.max(1, Math.floor(mostWork / work))
  const integers = new Int32Array(buffer)
  const at = (address: number, length: number): Float64Array =>
    new Float64Array(buffer, address, length)
  const current = places.cell('current') / 4
  const states = Array.from({ length: places.stateCount }, (_, i) => {
    const from = places.states + i * places.stateBytes
    return {
      q: at(from, size),
      gradient: at(from + 3 * places.vectorBytes, size),
      logDensity: at(from + places.logDensity, 1)
    }
  })
  const standing = () => {
    const address = integers[current] ?? 0
    const state = states[(address - places.states) / places.stateBytes]
    if (state === undefined) throw new Error('internal: a chain stands nowhere')
    return state
  }
  integers[current] = places.states
  let last: { readonly of: ChainName; readonly point: PhasePoint } | undefined
  let used: Kinetics | undefined
  const enter = (of: ChainName, point: PhasePoint): void => {
    const { q, gradient, logDensity } = standing()
    q.set(point.q)
    gradient.set(point.gradient)
    logDensity[0] = point.logDensity
    const words = chainWords(of.seed, of.chain, 'transition')
    integers[places.words / 4] = words.length
    integers.set(words, places.words / 4 + 1)
    last = { of, point }
  }
  const use = (kinetics: Kinetics): void => {
    at(places.inverse, kinetics.mass.inverse.length).set(kinetics.mass.inverse)
    at(places.factor, kinetics.factor.length).set(kinetics.factor)
    used = kinetics
  }
  return {
    draws: at(places.draws, places.rows * size),
    statistics: at(places.statistics, places.rows * statisticNames.length),
    /** Somebody else has written to the states, or to the mass matrix. */
    forget: () => {
      last = undefined
      used = undefined
    },
    run: (of, point, kinetics, stepSize, iteration, most) => {
      if (last?.of !== of || last.point !== point) enter(of, point)
      if (used !== kinetics) use(kinetics)
      const done = iterate(iteration, Math.min(most, places.rows), mostSteps, stepSize)
      const { q, gradient, logDensity } = standing()
      point.q.set(q)
      point.gradient.set(gradient)
      point.logDensity = logDensity[0] ?? NaN
      return done
    }
  }
}
