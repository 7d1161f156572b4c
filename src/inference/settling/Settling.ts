/**
 * Where a fit stands that settles, and how it goes on. Steps are Newton's, shortened by a rate; the
 * rate falls phase by phase, wherever iterates have come to rest; the answer is their mean.
 *
 * Iterates are `anchor + units · place`, and means are taken of places: in units of the guide, in
 * which float32 is exact enough at every scale of data. Whatever is kept between two *stretches* of
 * steps is float32 there, so that a fit that stops between them goes on to the same bytes.
 *
 * @since 0.2.0
 */
import { type Blocks, errorOf, meanOf, merged } from './Averages.ts'
import type { BatchLoss } from './BatchLoss.ts'
import {
  blockSteps,
  firstRate,
  isAveraged,
  isFinal,
  nextRate,
  type Pace,
  startDistance,
  waitingSteps,
  wandering,
  wayInSteps
} from './SettleRates.ts'
import { type Ground, newtonStep } from './Sample.ts'
import type { SettleRule } from './SettleRule.ts'
import { type Before, fewestBlocks, type Verdict, verdictOn } from './SettleVerdict.ts'

// model

export interface Settling {
  /** Phases before this one. */
  readonly phase: number
  readonly rate: number
  /** The step that the phase began with. */
  readonly from: number
  /** Steps in a block of this phase, those of them that `sum` has. */
  readonly blockSteps: number
  readonly filled: number
  readonly hasArrived: boolean
  readonly anchor: Float64Array
  readonly place: Float32Array
  readonly sum: Float32Array
  readonly blocks: Blocks
  readonly before: Before | undefined
}

/** Steps that are made without a pause; no stretch crosses the end of an epoch. */
const longestStretch = 32
/** So many blocks become half as many, twice as long. */
const mostBlocks = 32
/** Where the mean is so many deviations from the anchor, curvature is looked at again. */
const farAway = 1
/** So many times as far as expected is too far. */
const runAway = 20

// constructors

/** A number that two of float32 make up. */
const inTwo = (v: number): number => {
  const high = Math.fround(v)
  return high + Math.fround(v - high)
}

/** A phase that begins at a step, from a place. */
const phaseAt = (
  pace: Pace,
  s: Pick<Settling, 'phase' | 'rate' | 'anchor' | 'place' | 'before'>,
  from: number
): Settling => ({
  ...s,
  from,
  blockSteps: isAveraged(pace, s.rate) ? blockSteps(pace, s.rate) : 0,
  filled: 0,
  hasArrived: false,
  sum: new Float32Array(s.place.length),
  blocks: []
})

/** Before the first step, or at a new anchor. */
export const settlingFrom = (
  pace: Pace,
  at: Float64Array,
  { phase, rate, from }: Pick<Settling, 'phase' | 'rate' | 'from'> = {
    phase: 0,
    rate: firstRate(pace),
    from: 0
  }
): Settling => {
  const anchor = at.map(inTwo)
  const place = new Float32Array(anchor.length)
  return phaseAt(pace, { phase, rate, anchor, place, before: undefined }, from)
}

// destructors

/** `place` as a point. */
const pointAt = ({ anchor }: Settling, { units }: Ground, place: ArrayLike<number>): Float64Array =>
  anchor.map((a, i) => a + (units[i] ?? NaN) * (place[i] ?? NaN))

/** What the fit would answer now: the mean of this phase, or of the one before, or the iterate. */
export const answerOf = (s: Settling, ground: Ground): Float64Array =>
  pointAt(s, ground, s.blocks.length > 0 ? meanOf(s.blocks) : (s.before?.mean ?? s.place))

/** The step from which on means are taken: the beginning of an epoch. */
const beginsAt = ({ stepsPerEpoch }: Pace, { before, rate, from }: Settling): number =>
  stepsPerEpoch * Math.ceil((from + waitingSteps(rate, before === undefined)) / stepsPerEpoch)

/** How many steps there are until something is to be kept or looked at. */
export const stretchFrom = (pace: Pace, s: Settling, step: number): number => {
  const inEpoch = step % pace.stepsPerEpoch
  const ends = [longestStretch - (inEpoch % longestStretch), pace.stepsPerEpoch - inEpoch]
  if (s.blockSteps === 0) ends.push(s.from + wayInSteps(s.rate) - step)
  return Math.min(...ends)
}

/** What a phase says of its end; undefined where it has too few blocks. */
export const verdictOf = (s: Settling, ground: Ground, rule: SettleRule): Verdict | undefined =>
  s.blocks.length < fewestBlocks
    ? undefined
    : verdictOn(s.blocks, s.before, ground.deviations, rule)

/** After `count` steps of one stretch, and the error costs of each. */
export const walked = (
  pace: Pace,
  loss: BatchLoss,
  ground: Ground,
  s: Settling,
  step: number,
  count: number
): { readonly settling: Settling; readonly errorCostsNats: ReadonlyArray<number> } => {
  const direction = newtonStep(ground)
  const size = s.place.length
  const place = Float64Array.from(s.place)
  const sum = Float64Array.from(s.sum)
  const x = pointAt(s, ground, place)
  const gradient = new Float64Array(size)
  const isAdded = s.blockSteps > 0 && step >= beginsAt(pace, s)
  const errorCostsNats: Array<number> = []
  for (let k = 0; k < count; k++) {
    errorCostsNats.push(loss.at(step + k, x, gradient).errorCostNats)
    const d = direction(gradient)
    for (let i = 0; i < size; i++) {
      const move = s.rate * (d[i] ?? NaN)
      const most = ground.reach[i] ?? NaN
      place[i] = (place[i] ?? NaN) - Math.min(most, Math.max(-most, move))
      x[i] = (s.anchor[i] ?? NaN) + (ground.units[i] ?? NaN) * (place[i] ?? NaN)
      if (isAdded) sum[i] = (sum[i] ?? NaN) + (place[i] ?? NaN)
    }
  }
  return {
    settling: {
      ...s,
      place: Float32Array.from(place),
      sum: Float32Array.from(sum),
      filled: s.filled + (isAdded ? count : 0)
    },
    errorCostsNats
  }
}

/** The same phase on with the later half of its blocks, or from where that lies. */
const movedOn = (pace: Pace, s: Settling, ground: Ground, step: number): Settling => {
  const later = s.blocks.slice(Math.floor(s.blocks.length / 2))
  const mean = meanOf(later)
  const isFar = mean.some((v, i) => Math.abs(v) > farAway * (ground.deviations[i] ?? NaN))
  return isFar
    ? settlingFrom(pace, pointAt(s, ground, mean), { ...s, phase: s.phase + 1, from: step })
    : { ...s, blocks: later, before: undefined }
}

/** A lower rate, from the same anchor: what it changes about the mean tells what rates do to it. */
const slower = (pace: Pace, s: Settling, { factor }: SettleRule, step: number): Settling => {
  const rate = nextRate(pace, s.rate, factor)
  const before = {
    mean: Float32Array.from(meanOf(s.blocks)),
    error: Float32Array.from(errorOf(s.blocks)),
    ratio: s.rate / rate
  }
  return phaseAt(pace, { phase: s.phase + 1, rate, anchor: s.anchor, place: s.place, before }, step)
}

/** Does the rate move the mean? Much of it is seen early, a little when the mean is well known. */
const isBiased = ({ blocks }: Settling, { biases }: Verdict, rule: SettleRule): boolean => {
  const most =
    blocks.length >= rule.blocks
      ? rule.tolerance / 2
      : blocks.length >= rule.blocks / 2
        ? rule.tolerance
        : Infinity
  return biases.some((b) => b > most)
}

/** After a block: at its end, at another rate, or with one block more. */
const judged = (
  pace: Pace,
  s: Settling,
  ground: Ground,
  rule: SettleRule,
  step: number
): Settling => {
  const verdict = verdictOf(s, ground, rule)
  if (verdict === undefined) return s
  const isAtRest = !verdict.isDrifting.includes(true)
  if (!isAtRest) return s.blocks.length < rule.blocks ? s : movedOn(pace, s, ground, step)
  if (!isFinal(pace, s.rate) || isBiased(s, verdict, rule)) return slower(pace, s, rule, step)
  if (!verdict.isOpen.includes(true)) return { ...s, hasArrived: true }
  return s.blocks.length < mostBlocks
    ? s
    : { ...s, blocks: merged(s.blocks), blockSteps: 2 * s.blockSteps }
}

/** Steps that are too long for a loss throw iterates far out of where they would go about. */
const hasRunAway = (pace: Pace, { rate, place }: Settling, { deviations }: Ground): boolean => {
  const most = runAway * (startDistance(pace) + wandering(pace, rate))
  return place.some((v, i) => !(Math.abs(v) <= most * (deviations[i] ?? NaN)))
}

/** What follows from a stretch of steps that ended before `step`. */
export const followed = (
  pace: Pace,
  s: Settling,
  ground: Ground,
  rule: SettleRule,
  step: number
): Settling => {
  if (hasRunAway(pace, s, ground))
    return settlingFrom(pace, s.anchor, {
      phase: s.phase + 1,
      rate: s.rate / rule.factor,
      from: step
    })
  if (s.blockSteps === 0)
    return step < s.from + wayInSteps(s.rate)
      ? s
      : phaseAt(pace, { ...s, phase: s.phase + 1, rate: nextRate(pace, s.rate, rule.factor) }, step)
  if (s.filled < s.blockSteps) return s
  const block = s.sum.map((v) => v / s.filled)
  return judged(
    pace,
    { ...s, filled: 0, sum: new Float32Array(s.sum.length), blocks: [...s.blocks, block] },
    ground,
    rule,
    step
  )
}
