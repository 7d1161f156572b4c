/**
 * Masks without eyes and without test data: for each gate in turn, earlier masks in place, the strongest threshold whose effect
 * on the training objective stays within a tolerance.
 *
 * The tolerance is for the whole: of G gates and the choice of precision, the k-th may bring the objective up to
 * baseline + tolerance·k/(G + 1), so that what one leaves another may use. Scores decide the order within a gate, never how many
 * go: they are often unimodal.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Gate, Mask } from '../ir/Gate.ts'
import type { Problem } from '../ir/Problem.ts'
import { type Effect, strongest, type Trial } from './Effect.ts'
import type { Masking } from './FoldMeans.ts'
import { maskAbove, maskOfCount } from './Mask.ts'
import { noisiestFirst, type Scores } from './Score.ts'
import { type TwoClass, twoClass } from './TwoClass.ts'

/** How thresholds are chosen: by effect, by the two-class split of the scores (nothing goes where they have one mode), or given. */
export type ThresholdRule = 'effect' | 'split' | 'given'

/** - `given` thresholds of the noise by axis, as `showAxes` writes it; - `rule` of the other axes. */
export interface Thresholds { readonly rule: 'effect' | 'split'; readonly given: ReadonlyMap<string, number> }

/**
 * - `threshold` indices of more noise are dead; - `nats` the objective with this mask and those before, per datum;
 * - `savedNats` complexity cost of what the mask switched off, where it is known
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
  /** The complexity cost of what a mask switches off, in nats. */
  readonly savedNats: ((mask: Mask) => number) | undefined
}

export const showAxes = (gate: Gate): string => gate.axes.join('×')

/** What the objective may be after the k-th of the choices there are. */
export const boundAfter = (baselineNats: number, toleranceNats: number, k: number, choices: number): number => baselineNats + (toleranceNats * k) / choices

const deadCount = (mask: Mask): number => mask.alive.reduce((n, a) => n + (1 - a), 0)

/** Halfway between the clearest dead and the noisiest living index. */
const thresholdOf = (scores: Scores, dead: number): number => {
  const order = noisiestFirst(scores)
  const [last, next] = [scores.noise[order[dead - 1] ?? -1], scores.noise[order[dead] ?? -1]]
  return last === undefined ? Infinity : next === undefined ? -Infinity : Number.isFinite(last) ? (last + next) / 2 : next
}

interface Chosen { readonly mask: Mask; readonly rule: ThresholdRule; readonly threshold: number; readonly nats: number; readonly trials: ReadonlyArray<Trial> }

/** The mask of one gate by the rule that applies to it. */
const chooseGate = (effect: Effect, masking: Masking, o: ChoiceOptions, earlier: ReadonlyArray<Mask>, current: number, bound: number) =>
  (scores: Scores, split: TwoClass): TaskEither<Problem, Chosen> => async () => {
    const evaluate = (mask: Mask): TaskEither<Problem, number> => effect(masking.masked([...earlier, mask]))
    const given = o.thresholds.given.get(showAxes(scores.gate))
    if (given !== undefined || o.thresholds.rule === 'split') {
      const threshold = given ?? (split.unimodal ? Infinity : split.threshold)
      const mask = given === undefined && split.unimodal ? maskOfCount(scores, 0) : maskAbove(scores, threshold)
      const nats = await evaluate(mask)()
      return E.isLeft(nats) ? nats : E.right({ mask, rule: given === undefined ? 'split' : 'given', threshold, nats: nats.right, trials: [] })
    }
    const size = scores.noise.length
    const first = split.unimodal ? Math.ceil(size / 2) : deadCount(maskAbove(scores, split.threshold))
    const found = await strongest({ strongest: size, first, current, bound })((dead) => evaluate(maskOfCount(scores, dead)))()
    if (E.isLeft(found)) return found
    const { choice, nats, trials } = found.right
    return E.right({ mask: maskOfCount(scores, choice), rule: 'effect', threshold: thresholdOf(scores, choice), nats, trials })
  }

/** Masks of all gates, in the order given, each with how it was chosen. */
export const chooseMasks = (effect: Effect, masking: Masking, o: ChoiceOptions) => (all: ReadonlyArray<Scores>, baselineNats: number): TaskEither<Problem, ReadonlyArray<GateChoice>> => async () => {
  const choices: Array<GateChoice> = []
  for (const [k, scores] of all.entries()) {
    const split = twoClass(scores.noise)
    const current = choices.at(-1)?.nats ?? baselineNats
    const bound = boundAfter(baselineNats, o.toleranceNats, k + 1, all.length + 1)
    const found = await chooseGate(effect, masking, o, choices.map((c) => c.mask), current, bound)(scores, split)()
    if (E.isLeft(found)) return found
    choices.push({ ...found.right, scores, split, savedNats: o.savedNats?.(found.right.mask) })
  }
  return E.right(choices)
}
