/**
 * Parts of a trajectory: neighbouring states of a path of leapfrog steps, of which is kept what NUTS
 * asks for: the two ends, the sum of momenta, one state drawn by its weight e^−H, the sum of weights.
 *
 * States are pointed to by number, never copied: a step writes a new one into room that nobody points to.
 *
 * @since 0.2.0
 */
import type { TreeRoom } from '../LogDensity.ts'
import { momentumOf, velocityOf } from './PathRoom.ts'

/**
 * `near` is the end at which it was begun, `far` the other; `rho` is the vector with the sum of its
 * momenta, of one state its momentum, of several `room`. The sum of e^(H₀ − H) is weight · e^scale, the
 * part of the last neighbour that joined weightOfRight · e^scale: H may be far from H₀ in warm-up.
 */
export interface Subtree {
  near: number
  far: number
  proposal: number
  rho: number
  readonly room: number
  scale: number
  weight: number
  weightOfRight: number
}

/** Of no state yet; the vector `room` is its own. */
export const emptySubtree = (room: number): Subtree => ({
  near: -1,
  far: -1,
  proposal: -1,
  rho: room,
  room,
  scale: 0,
  weight: 0,
  weightOfRight: 0
})

/** An energy error beyond this is a divergence. */
export const mostEnergyError = 1000

/** Weights up to e^±this have the scale 0, so that most are added without an exponential. */
export const mostGain = 300

/** One state; `gain` is H₀ − H there, `likelihood` e^gain. */
export const becomeLeaf = (s: Subtree, state: number, gain: number, likelihood: number): void => {
  const isNear = Math.abs(gain) <= mostGain
  s.near = state
  s.far = state
  s.proposal = state
  s.rho = momentumOf(state)
  s.scale = isNear ? 0 : gain
  s.weight = isNear ? likelihood : 1
}

/** The weights of `into` become those of two neighbours together; it may be one of them. */
export const addWeights = (into: Subtree, left: Subtree, right: Subtree): void => {
  const difference = right.scale - left.scale
  const share = difference === 0 ? 1 : Math.exp(-Math.abs(difference))
  const [a, b] =
    difference > 0 ? [share * left.weight, right.weight] : [left.weight, share * right.weight]
  into.scale = difference > 0 ? right.scale : left.scale
  into.weight = a + b
  into.weightOfRight = b
}

/** Which states nobody points to. */
export interface FreeStates {
  readonly take: () => number
  readonly give: (state: number) => void
  /** All are free. */
  readonly reset: () => void
}

export const freeStates = (count: number): FreeStates => {
  const free = new Int32Array(count)
  let left = 0
  return {
    take: () => {
      left -= 1
      return free[left] ?? -1
    },
    give: (state) => {
      free[left] = state
      left += 1
    },
    reset: () => {
      for (let i = 0; i < count; i++) free[i] = count - 1 - i
      left = count
    }
  }
}

/**
 * `into` becomes `left` with its neighbour `right` beyond its far end, the state of one of them drawn;
 * it may be one of the two. States that it does not point to are free again.
 */
export const join = (
  paths: TreeRoom,
  free: FreeStates,
  into: Subtree,
  left: Subtree,
  right: Subtree,
  takesRight: boolean
): void => {
  const { near, far: inner } = left
  const { near: next, far } = right
  const proposal = takesRight ? right.proposal : left.proposal
  const other = takesRight ? left.proposal : right.proposal
  paths.add(into.room, left.rho, right.rho)
  into.near = near
  into.far = far
  into.proposal = proposal
  into.rho = into.room
  if (inner !== near && inner !== proposal) free.give(inner)
  if (next !== far && next !== proposal) free.give(next)
  if (other !== near && other !== far && other !== inner && other !== next) free.give(other)
}

/**
 * Do two neighbours, `left.far` beside `right.near`, make a path that has not turned? A path goes on
 * while the velocities of both its ends point along the sum of its momenta (Betancourt 2016): v·Σp > 0.
 * Asked of the whole, and of each of the two with the nearest state of the other: two halves that fit a
 * period each would not be seen to have turned by the whole alone.
 */
export const isStraight = ({ goesOn }: TreeRoom, left: Subtree, right: Subtree): boolean => {
  const first = velocityOf(left.near)
  const last = velocityOf(right.far)
  if (!goesOn(first, last, left.rho, right.rho)) return false
  // of two states the three paths are one
  return (
    (left.near === left.far && right.near === right.far) ||
    (goesOn(first, velocityOf(right.near), left.rho, momentumOf(right.near)) &&
      goesOn(velocityOf(left.far), last, right.rho, momentumOf(left.far)))
  )
}
