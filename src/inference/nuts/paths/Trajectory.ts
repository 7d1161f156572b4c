/**
 * One transition of the No-U-Turn sampler (Hoffman & Gelman 2014) as Betancourt (2017) has it: a
 * path of leapfrog steps is doubled, forwards or backwards by a coin, until it turns back; the next
 * state is drawn from all of it by the weights e^−H, later halves preferred.
 *
 * It keeps p(q) N(p; 0, M) invariant: the path is as probable from each of its states, and a half
 * inside which some part has turned is not entered at all.
 *
 * @since 0.2.0
 */
import type { ChainNoise } from '../ChainNoise.ts'
import type { LogDensity, PhasePoint, TreeRoom } from '../LogDensity.ts'
import type { Kinetics } from '../MassMatrix.ts'
import { arrayRoom, roomFor } from './PathRoom.ts'
import {
  addWeights,
  becomeLeaf,
  emptySubtree,
  type FreeStates,
  freeStates,
  isStraight,
  join,
  mostEnergyError,
  type Subtree
} from './Subtree.ts'

/** What is known of a transition. */
export interface Transition {
  /** The mean over its states of min(1, e^(H₀ − H)): what the step size is learnt by. */
  readonly acceptance: number
  /** How often the path was doubled. */
  readonly depth: number
  readonly leapfrogs: number
  /** Was it ended by an energy that had run away? The integrator fails there. */
  readonly isDivergent: boolean
  /** H of the state that was drawn, with its momentum. */
  readonly energy: number
}

/** Rooms of one size, so that a transition allocates nothing. */
interface Rooms {
  readonly paths: TreeRoom
  readonly free: FreeStates
  /** By state. */
  readonly energies: Float64Array
  readonly whole: Subtree
  readonly added: Subtree
  /** By depth, the two halves of a subtree. */
  readonly lefts: ReadonlyArray<Subtree>
  readonly rights: ReadonlyArray<Subtree>
}

/** What the recursion shares, and counts up. */
interface Path {
  readonly rooms: Rooms
  readonly noise: ChainNoise
  readonly firstEnergy: number
  /** Its sign is the direction. */
  step: number
  leapfrogs: number
  acceptance: number
  isDivergent: boolean
}

/** One step on; false where it ends in a divergence. */
const leaf = (path: Path, from: number, into: Subtree): boolean => {
  const { paths, free, energies } = path.rooms
  const state = free.take()
  const energy = paths.leap(from, state, path.step)
  energies[state] = energy
  const gain = path.firstEnergy - energy
  path.leapfrogs += 1
  const likelihood = Math.exp(gain)
  path.acceptance += gain > 0 ? 1 : likelihood
  path.isDivergent = !(-gain <= mostEnergyError)
  becomeLeaf(into, state, gain, likelihood)
  return !path.isDivergent
}

/** 2^depth steps on from a state; false where one diverges, or some part has turned back. */
const grown = (path: Path, depth: number, from: number, into: Subtree): boolean => {
  if (depth === 0) return leaf(path, from, into)
  const { paths, free, lefts, rights } = path.rooms
  const left = lefts[depth - 1] ?? into
  const right = rights[depth - 1] ?? into
  if (!grown(path, depth - 1, from, left)) return false
  if (!grown(path, depth - 1, left.far, right)) return false
  if (!isStraight(paths, left, right)) return false
  addWeights(into, left, right)
  const takesRight = path.noise.uniform() * into.weight < into.weightOfRight
  join(paths, free, into, left, right, takesRight)
  return true
}

/** The whole as it is seen in the direction in which it grows: `near` becomes the other end. */
const turnAround = (s: Subtree): void => {
  const near = s.near
  s.near = s.far
  s.far = near
}

/**
 * Moves a state by one transition, in place: its gradient and log density are known before and
 * after; its momentum is drawn anew.
 */
export interface Nuts {
  readonly move: (
    state: PhasePoint,
    kinetics: Kinetics,
    stepSize: number,
    noise: ChainNoise
  ) => Transition
}

/** Of a density; paths have at most 2^mostDepth − 1 steps. */
export const nuts = (density: LogDensity, mostDepth: number): Nuts => {
  const { states } = roomFor(mostDepth)
  let sums = 4 * states
  const subtree = (): Subtree => emptySubtree(sums++)
  const rooms: Rooms = {
    paths: arrayRoom(density, mostDepth),
    free: freeStates(states),
    energies: new Float64Array(states),
    whole: subtree(),
    added: subtree(),
    lefts: Array.from({ length: mostDepth }, subtree),
    rights: Array.from({ length: mostDepth }, subtree)
  }
  const { paths, free, energies, whole, added } = rooms
  return {
    move: (state, kinetics, stepSize, noise) => {
      paths.use(kinetics)
      noise.normals(state.p)
      kinetics.toMomentum(state.p)
      free.reset()
      const first = free.take()
      const firstEnergy = paths.enter(first, state)
      energies[first] = firstEnergy
      becomeLeaf(whole, first, 0, 1)
      const path: Path = {
        rooms,
        noise,
        firstEnergy,
        step: stepSize,
        leapfrogs: 0,
        acceptance: 0,
        isDivergent: false
      }
      let isForward = true
      let depth = 0
      while (depth < mostDepth) {
        const goesForward = noise.uniform() < 0.5
        if (goesForward !== isForward) turnAround(whole)
        isForward = goesForward
        path.step = isForward ? stepSize : -stepSize
        if (!grown(path, depth, whole.far, added)) break
        depth += 1
        const straight = isStraight(paths, whole, added)
        addWeights(whole, whole, added)
        // a later half is preferred to what there was: further away, and still invariant
        const before = whole.weight - whole.weightOfRight
        const takesAdded = noise.uniform() * before < whole.weightOfRight
        join(paths, free, whole, whole, added, takesAdded)
        if (!straight) break
      }
      paths.leave(whole.proposal, state)
      return {
        acceptance: path.acceptance / path.leapfrogs,
        depth,
        leapfrogs: path.leapfrogs,
        isDivergent: path.isDivergent,
        energy: energies[whole.proposal] ?? NaN
      }
    }
  }
}
