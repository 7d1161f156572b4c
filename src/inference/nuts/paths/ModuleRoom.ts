/**
 * The room of a path in the memory of a model's module, whose arithmetic is code of that module.
 *
 * @since 0.2.0
 */
import type { Float64Module } from '../../../runtime/float64/module/Float64Module.ts'
import { logJointName } from '../../../lower/sampling/DensityNames.ts'
import { copyPlace, type PathRoom, type PhasePoint } from '../LogDensity.ts'
import type { PathShape, Places } from './PathPlaces.ts'

/** The room of a module with the additions of paths at these places; `takes` is told when it is taken. */
export const moduleRoom = (
  shape: PathShape,
  places: Places,
  prepared: Float64Module,
  takes: () => void
): PathRoom => {
  const { buffer, exported } = prepared.module
  const { size, mass } = shape
  const { vectorBytes, stateBytes, states, stateCount, sums } = places
  const nats = prepared.output(logJointName)
  const logDensities = new Float64Array(stateCount)
  const points: Array<PhasePoint> = []
  const vectorAt = (vector: number): number =>
    vector < 4 * stateCount
      ? states + (vector >> 2) * stateBytes + (vector & 3) * vectorBytes
      : sums + (vector - 4 * stateCount) * vectorBytes
  const arrayAt = (vector: number): Float64Array => new Float64Array(buffer, vectorAt(vector), size)
  const pointAt = (state: number): PhasePoint => {
    const found = points[state]
    if (found !== undefined) return found
    const [q, p, velocity, gradient] = [0, 1, 2, 3].map((i) => arrayAt(4 * state + i))
    const none = new Float64Array()
    const made: PhasePoint = {
      q: q ?? none,
      p: p ?? none,
      velocity: velocity ?? none,
      gradient: gradient ?? none,
      logDensity: NaN,
      energy: NaN
    }
    points[state] = made
    return made
  }
  const inverse = new Float64Array(buffer, places.inverse, mass === 'dense' ? size * size : size)
  const [weigh, leap] = [exported('weigh'), exported('leap')]
  return {
    use: (kinetics) => {
      takes()
      inverse.set(kinetics.mass.inverse)
    },
    enter: (state, point) => {
      takes()
      const to = pointAt(state)
      copyPlace(to, point)
      to.p.set(point.p)
      logDensities[state] = point.logDensity
      nats[0] = point.logDensity
      return weigh(vectorAt(4 * state))
    },
    leap: (start, to, step) => {
      const energy = leap(vectorAt(4 * start), vectorAt(4 * to), step)
      logDensities[to] = nats[0] ?? NaN
      return energy
    },
    leave: (state, point) => {
      copyPlace(point, pointAt(state))
      point.logDensity = logDensities[state] ?? NaN
    }
  }
}
