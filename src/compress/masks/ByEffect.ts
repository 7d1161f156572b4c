/**
 * Masks without eyes and without test data: for each gate in turn, masks chosen before in place,
 * the strongest threshold whose effect on the training objective stays within a tolerance.
 *
 * The tolerance is for the whole, and a gate's share of it goes by the weights that its axes can
 * take away; a tenth is left to the choice of precision. Bounds add up, so that what one gate
 * leaves the next may use. Scores decide the order within a gate, never how many go: they are often
 * unimodal.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Gate, Mask } from '../../ir/Gate.ts'
import type { Bindings, SitePosterior } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { type Effect, strongest, type Trial } from './Effect.ts'
import { keep, type Kept } from '../remove/Elements.ts'
import type { Masking } from '../remove/FoldMeans.ts'
import { maskAbove, maskOfCount } from './Mask.ts'
import { noisiestFirst, score, type Scores } from './Score.ts'
import { slim } from '../remove/Slim.ts'
import { type TwoClass, twoClass } from './TwoClass.ts'

/**
 * How thresholds are chosen: by effect, by the two-class split of the scores (nothing goes where
 * they have one mode), or given.
 */
export type ThresholdRule = 'effect' | 'split' | 'given'

/**
 * - `given` thresholds of the noise by axis, as `showAxes` writes it; - `every` of the other axes, if it
 *   is given, or their `rule`.
 */
export interface Thresholds {
  readonly rule: 'effect' | 'split'
  readonly given: ReadonlyMap<string, number>
  readonly every?: number | undefined
}

/**
 * - `threshold` indices of more noise are dead; - `nats` the objective with this mask and those
 *   before, per datum;
 * - `savedNats` complexity cost of what the mask switched off, undefined where no guide was given
 *   to compute it from
 */
export interface GateChoice {
  readonly scores: Scores
  readonly split: TwoClass
  readonly rule: ThresholdRule
  readonly threshold: number
  readonly mask: Mask
  readonly nats: number
  readonly trials: ReadonlyArray<Trial>
  readonly savedNats: number | undefined
}

export interface ChoiceOptions {
  readonly thresholds: Thresholds
  /** The rise of the objective that all choices together may bring, nats per datum. */
  readonly toleranceNats: number
  /**
   * The complexity cost of what a mask switches off, in nats: of its own gate alone, whatever other
   * masks do.
   */
  readonly savedNats: ((mask: Mask) => number | undefined) | undefined
}

export const showAxes = (gate: Gate): string => gate.axes.join('×')

/**
 * The share of the tolerance that is left to rounding: a bit of every weight is worth more bytes than
 * the last groups are.
 */
export const precisionShare = 5 / 6

/** How many weights lie on all the axes of a gate: what its mask can take away. */
const weightsAt =
  (tensors: Bindings) =>
  (gate: Gate): number =>
    [...tensors.values()]
      .filter((t) => gate.axes.every((a) => t.axes.includes(a)))
      .reduce((n, t) => n + t.values.length, 0)

/** What the objective may be after each gate, in nats per datum. */
export const boundsOf = (
  baselineNats: number,
  toleranceNats: number,
  weights: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const all = weights.reduce((a, b) => a + b, 0)
  return weights.map(
    (_, k) =>
      baselineNats +
      toleranceNats *
        (1 - precisionShare) *
        (weights.slice(0, k + 1).reduce((a, b) => a + b, 0) / all)
  )
}

const deadCount = (mask: Mask): number => mask.alive.reduce((n, a) => n + (1 - a), 0)

/** Halfway between the clearest dead and the noisiest living index. */
const thresholdOf = (scores: Scores, dead: number): number => {
  const order = noisiestFirst(scores)
  const [last, next] = [scores.noise[order[dead - 1] ?? -1], scores.noise[order[dead] ?? -1]]
  return last === undefined
    ? Infinity
    : next === undefined
      ? -Infinity
      : Number.isFinite(last)
        ? (last + next) / 2
        : next
}

interface Chosen {
  readonly mask: Mask
  readonly rule: ThresholdRule
  readonly threshold: number
  readonly nats: number
  readonly trials: ReadonlyArray<Trial>
}

/** The mask of one gate by the rule that applies to it. */
const chooseGate =
  (
    effect: Effect,
    masking: Masking,
    o: ChoiceOptions,
    earlier: ReadonlyArray<Mask>,
    current: number,
    bound: number
  ) =>
  (scores: Scores, split: TwoClass): TaskEither<Problem, Chosen> =>
  async () => {
    const evaluate = (mask: Mask): TaskEither<Problem, number> =>
      effect(masking.masked([...earlier, mask]))
    const given = o.thresholds.given.get(showAxes(scores.gate)) ?? o.thresholds.every
    if (given !== undefined || o.thresholds.rule === 'split') {
      const threshold = given ?? (split.unimodal ? Infinity : split.threshold)
      const mask =
        given === undefined && split.unimodal
          ? maskOfCount(scores, 0)
          : maskAbove(scores, threshold)
      const nats = await evaluate(mask)()
      return E.isLeft(nats)
        ? nats
        : E.right({
            mask,
            rule: given === undefined ? 'split' : 'given',
            threshold,
            nats: nats.right,
            trials: []
          })
    }
    const size = scores.noise.length
    const first = split.unimodal
      ? Math.ceil(size / 2)
      : deadCount(maskAbove(scores, split.threshold))
    const found = await strongest({ strongest: size, first, current, bound })((dead) =>
      evaluate(maskOfCount(scores, dead))
    )()
    if (E.isLeft(found)) return found
    const { choice, nats, trials } = found.right
    return E.right({
      mask: maskOfCount(scores, choice),
      rule: 'effect',
      threshold: thresholdOf(scores, choice),
      nats,
      trials
    })
  }

/**
 * The moments of a gate's target on what earlier masks leave of its other axes: noise of units that
 * are gone says nothing.
 */
const surviving =
  (gate: Gate, kept: Kept) =>
  (p: SitePosterior): SitePosterior => {
    const others = keep(new Map([...kept].filter(([axis]) => !gate.axes.includes(axis))))
    return { mean: others(p.mean), variance: others(p.variance) }
  }

/** A gate with the posterior of its target. */
export interface GatedTarget {
  readonly gate: Gate
  readonly target: SitePosterior
}

/**
 * Masks of all gates, each with how it was chosen, in the order given. They are chosen from the
 * last gate to the first: what dies downstream takes columns of the tensors before it along, and
 * the scores there are of what is left.
 */
export const chooseMasks =
  (effect: Effect, masking: Masking, o: ChoiceOptions) =>
  (
    gates: ReadonlyArray<GatedTarget>,
    baselineNats: number
  ): TaskEither<Problem, ReadonlyArray<GateChoice>> =>
  async () => {
    const choices: Array<GateChoice> = []
    const order = [...gates].reverse()
    const bounds = boundsOf(
      baselineNats,
      o.toleranceNats,
      order.map(({ gate }) => weightsAt(masking.network.tensors)(gate))
    )
    for (const [k, { gate, target }] of order.entries()) {
      const earlier = choices.map((c) => c.mask)
      const scores = score(gate)(surviving(gate, slim(masking.masked(earlier)).kept)(target))
      const split = twoClass(scores.noise)
      const current = choices.at(-1)?.nats ?? baselineNats
      const found = await chooseGate(
        effect,
        masking,
        o,
        earlier,
        current,
        bounds[k] ?? baselineNats
      )(scores, split)()
      if (E.isLeft(found)) return found
      choices.push({ ...found.right, scores, split, savedNats: o.savedNats?.(found.right.mask) })
    }
    return E.right(choices.reverse())
  }
