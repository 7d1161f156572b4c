/**
 * A step size to begin with (Hoffman & Gelman 2014, algorithm 4): doubled or halved until one
 * leapfrog step crosses an acceptance of 0.8, with a momentum drawn anew each time.
 *
 * @since 0.2.0
 */
import type { ChainNoise } from './ChainNoise.ts'
import { leapfrog, weigh } from './paths/Leapfrog.ts'
import { copyPlace, type LogDensity, type PhasePoint, phasePoint } from './LogDensity.ts'
import type { Kinetics } from './MassMatrix.ts'

const wanted = Math.log(0.8)
/** Beyond these no step size will do: 2^±1000. */
const mostDoublings = 1000

/** From `stepSize` on at a state, which stays; undefined where no step size is small or large enough. */
export const firstStepSize = (
  density: LogDensity,
  kinetics: Kinetics,
  state: PhasePoint,
  stepSize: number,
  noise: ChainNoise
): number | undefined => {
  const { size } = density
  const moved = phasePoint(size)
  /** Does a step of this size keep more of e^−H than 0.8? */
  const keeps = (step: number, trial: number): boolean => {
    copyPlace(moved, state)
    noise.normals(moved.p, trial * size)
    kinetics.toMomentum(moved.p)
    weigh(kinetics, moved)
    const before = moved.energy
    leapfrog(density, kinetics, step, moved, moved)
    return before - moved.energy > wanted
  }
  const grows = keeps(stepSize, 0)
  let step = stepSize
  for (let trial = 1; trial <= mostDoublings; trial++) {
    step = grows ? 2 * step : step / 2
    if (keeps(step, trial) !== grows) return step
  }
  return undefined
}
