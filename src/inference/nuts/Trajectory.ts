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
import { dot } from '../solving/Vectors.ts'
import type { ChainNoise } from './ChainNoise.ts'
import { energyOf, leapfrog } from './Leapfrog.ts'
import { copyPoint, type LogDensity, type PhasePoint, phasePoint } from './LogDensity.ts'
import type { Kinetics } from './MassMatrix.ts'
import { emptySubtree, isStraight, logAddExp, type Proposal, type Subtree } from './Subtree.ts'

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

/** An energy error beyond this is a divergence. */
export const mostEnergyError = 1000

/** What the recursion shares, and counts up. */
interface Path {
  readonly density: LogDensity
  readonly kinetics: Kinetics
  readonly noise: ChainNoise
  readonly firstEnergy: number
  /** Its sign is the direction. */
  step: number
  leapfrogs: number
  acceptance: number
  isDivergent: boolean
}

/** Rooms of one size, so that a transition allocates nothing. */
interface Rooms {
  readonly back: PhasePoint
  readonly front: PhasePoint
  readonly whole: Subtree
  readonly added: Subtree
  /** By depth, the two halves of a subtree. */
  readonly halves: Array<readonly [Subtree, Subtree]>
}

const exchangeProposals = (a: Subtree, b: Subtree): void => {
  const kept = a.proposal
  a.proposal = b.proposal
  b.proposal = kept
}

/** `into` becomes the two: its sum of momenta and ends. */
const join = (into: Subtree, left: Subtree, right: Subtree): void => {
  const near = into.near
  into.near = left.near
  left.near = near
  const far = into.far
  into.far = right.far
  right.far = far
  for (let i = 0; i < into.rho.length; i++)
    into.rho[i] = (left.rho[i] ?? NaN) + (right.rho[i] ?? NaN)
}

/** One step on; false where it ends in a divergence. */
const leaf = (path: Path, point: PhasePoint, into: Subtree): boolean => {
  const { near, far, rho, proposal } = into
  leapfrog(path.density, path.kinetics, path.step, point, near.v)
  path.kinetics.velocity(point.p, near.v)
  const energy = energyOf(point, near.v)
  const gain = path.firstEnergy - energy
  path.leapfrogs += 1
  path.acceptance += gain > 0 ? 1 : Math.exp(gain)
  path.isDivergent = !(-gain <= mostEnergyError)
  near.p.set(point.p)
  far.p.set(point.p)
  far.v.set(near.v)
  rho.set(point.p)
  proposal.q.set(point.q)
  proposal.gradient.set(point.gradient)
  proposal.logDensity = point.logDensity
  proposal.energy = energy
  into.logWeight = gain
  return !path.isDivergent
}

/** 2^depth steps on; false where one diverges, or some part has turned back. */
const grown = (
  path: Path,
  rooms: Rooms,
  depth: number,
  point: PhasePoint,
  into: Subtree
): boolean => {
  if (depth === 0) return leaf(path, point, into)
  const [left, right] = rooms.halves[depth - 1] ?? [into, into]
  if (!grown(path, rooms, depth - 1, point, left)) return false
  if (!grown(path, rooms, depth - 1, point, right)) return false
  const straight = isStraight(left, right)
  into.logWeight = logAddExp(left.logWeight, right.logWeight)
  exchangeProposals(
    into,
    path.noise.uniform() < Math.exp(right.logWeight - into.logWeight) ? right : left
  )
  join(into, left, right)
  return straight
}

const begin = (
  into: Subtree,
  { q, p, gradient, logDensity }: PhasePoint,
  v: Float64Array
): void => {
  into.near.p.set(p)
  into.far.p.set(p)
  into.near.v.set(v)
  into.far.v.set(v)
  into.rho.set(p)
  into.proposal.q.set(q)
  into.proposal.gradient.set(gradient)
  into.proposal.logDensity = logDensity
  into.logWeight = 0
}

/** The whole as it is seen in the direction in which it grows: `near` becomes the other end. */
const turnAround = (s: Subtree): void => {
  const near = s.near
  s.near = s.far
  s.far = near
}

const takeProposal = (to: PhasePoint, { q, gradient, logDensity }: Proposal): void => {
  to.q.set(q)
  to.gradient.set(gradient)
  to.logDensity = logDensity
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
  const { size } = density
  const rooms: Rooms = {
    back: phasePoint(size),
    front: phasePoint(size),
    whole: emptySubtree(size),
    added: emptySubtree(size),
    halves: []
  }
  const { back, front, whole, added, halves } = rooms
  const velocity = new Float64Array(size)
  return {
    move: (state, kinetics, stepSize, noise) => {
      noise.normals(state.p)
      kinetics.toMomentum(state.p)
      kinetics.velocity(state.p, velocity)
      const firstEnergy = 0.5 * dot(state.p, velocity) - state.logDensity
      const path: Path = {
        density,
        kinetics,
        noise,
        firstEnergy,
        step: stepSize,
        leapfrogs: 0,
        acceptance: 0,
        isDivergent: false
      }
      copyPoint(back, state)
      copyPoint(front, state)
      begin(whole, state, velocity)
      whole.proposal.energy = firstEnergy
      let isForward = true
      let depth = 0
      while (depth < mostDepth) {
        const goesForward = noise.uniform() < 0.5
        if (goesForward !== isForward) turnAround(whole)
        isForward = goesForward
        path.step = isForward ? stepSize : -stepSize
        if (halves.length < depth) halves.push([emptySubtree(size), emptySubtree(size)])
        if (!grown(path, rooms, depth, isForward ? front : back, added)) break
        depth += 1
        // a later half is preferred to what there was: further away, and still invariant
        if (noise.uniform() < Math.exp(added.logWeight - whole.logWeight))
          exchangeProposals(whole, added)
        whole.logWeight = logAddExp(whole.logWeight, added.logWeight)
        const straight = isStraight(whole, added)
        const far = whole.far
        whole.far = added.far
        added.far = far
        for (let i = 0; i < size; i++) whole.rho[i] = (whole.rho[i] ?? NaN) + (added.rho[i] ?? NaN)
        if (!straight) break
      }
      takeProposal(state, whole.proposal)
      return {
        acceptance: path.acceptance / path.leapfrogs,
        depth,
        leapfrogs: path.leapfrogs,
        isDivergent: path.isDivergent,
        energy: whole.proposal.energy
      }
    }
  }
}
