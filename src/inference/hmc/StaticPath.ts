/**
 * One transition of Hamiltonian Monte Carlo with a path of given length (Duane et al. 1987, Neal 2011): a
 * momentum drawn anew, leapfrog steps, and the end taken with probability min(1, e^(H₀ − H)).
 *
 * A path of length T in coordinates of mass 1 has T/ε steps, times a number drawn evenly from (½, 3/2) that
 * nothing else knows: of one length alone, a path that returns to its beginning would do so for ever. At
 * T = π/2 a normal posterior is forgotten in one path.
 *
 * @since 0.2.0
 */
import type { LogDensity } from '../nuts/LogDensity.ts'
import { arrayRoom } from '../nuts/paths/PathRoom.ts'
import { mostEnergyError } from '../nuts/paths/Subtree.ts'
import type { Nuts } from '../nuts/paths/Trajectory.ts'

/** Of a density; paths have at most 2^mostDepth − 1 steps. The depth that is told is that of so many. */
export const staticPaths = (density: LogDensity, length: number, mostDepth: number): Nuts => {
  const most = 2 ** mostDepth - 1
  const paths = density.paths?.(mostDepth) ?? arrayRoom(density, mostDepth)
  const first = 0
  return {
    move: (state, kinetics, stepSize, noise) => {
      paths.use(kinetics)
      noise.normals(state.p)
      kinetics.toMomentum(state.p)
      const firstEnergy = paths.enter(first, state)
      const wanted = Math.round(((0.5 + noise.uniform()) * length) / stepSize)
      const steps = Math.min(most, Math.max(1, wanted))
      let [at, energy, leapfrogs] = [first, firstEnergy, 0]
      while (leapfrogs < steps && energy - firstEnergy <= mostEnergyError) {
        // two rooms in turns
        const next = at === 1 ? 2 : 1
        energy = paths.leap(at, next, stepSize)
        at = next
        leapfrogs += 1
      }
      const isDivergent = !(energy - firstEnergy <= mostEnergyError)
      const acceptance = isDivergent ? 0 : Math.min(1, Math.exp(firstEnergy - energy))
      const isTaken = noise.uniform() < acceptance
      paths.leave(isTaken ? at : first, state)
      return {
        acceptance,
        depth: Math.ceil(Math.log2(steps + 1)),
        leapfrogs,
        isDivergent,
        energy: isTaken ? energy : firstEnergy
      }
    }
  }
}
