/**
 * Pressing to a size rather than to a tolerance: the network that costs least among those with at
 * most so many weights.
 *
 * What is left falls as the tolerance rises, so the tolerance is searched: doubled or halved until
 * two enclose the budget, then halved between them on a logarithmic scale. Effects are of training
 * data, so is everything that is chosen here.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Problem, refuse } from '../../ir/Problem.ts'
import type { Effect } from './Effect.ts'
import { press, type Pressed, type PressInput, type PressOptions } from '../Press.ts'
import { tableRow } from '../quantise/Rates.ts'

/** A pressing and the tolerance that led to it, in nats per datum; `amount` of what is limited. */
export interface WithinBudget {
  readonly pressed: Pressed
  readonly toleranceNats: number
  readonly amount: number
}

/**
 * What is limited: at most so much, how it is measured, the name that it has among the settings of
 * the file, and as options and words have it.
 */
export interface Budget {
  readonly most: number
  readonly measure: (pressed: Pressed) => number
  readonly setting: string
  readonly option: string
  readonly words: string
}

/** Per cent of the weights. */
export const nonZeroBudget = (percent: number): Budget => ({
  most: percent,
  measure: ({ artifact }) => tableRow(artifact, 0).nonZeroPercent,
  setting: 'nonZero',
  option: '--non-zero',
  words: `${percent} % of the weights`
})

/** Bytes of a file; `size` knows how it is written. */
export const byteBudget = (most: number, size: (pressed: Pressed) => number): Budget => ({
  most,
  measure: size,
  setting: 'mostBytes',
  option: '--target-bytes',
  words: `${most} bytes`
})

/** How far below the budget is near enough, as a share of it. */
const near = 0.005
const mostTrials = 12
/**
 * No tolerance beyond this is tried: a model that is this much worse per datum predicts nothing.
 */
const mostNats = 2

/** The share of tolerances between two, on the logarithmic scale. */
const between = (low: number, high: number): number => Math.sqrt(low * high)

/**
 * The least tolerance found whose network keeps to a budget; the search begins at
 * `options.toleranceNats`.
 *
 * Errors: a budget that no tolerance reaches; those of `press`.
 */
export const pressWithin =
  ({ most, measure, setting, option, words }: Budget) =>
  (options: PressOptions, effect: Effect) =>
  (input: PressInput): TaskEither<Problem, WithinBudget> =>
  async () => {
    const attempt = async (toleranceNats: number): Promise<E.Either<Problem, WithinBudget>> => {
      const provenance = {
        ...input.provenance,
        settings: {
          ...input.provenance.settings,
          tolerance: toleranceNats.toPrecision(3),
          [setting]: String(most)
        }
      }
      const found = await press({ ...options, toleranceNats }, effect)({ ...input, provenance })()
      return E.isLeft(found)
        ? found
        : E.right({ pressed: found.right, toleranceNats, amount: measure(found.right) })
    }
    let best: WithinBudget | undefined
    let tooMany = 0
    let toleranceNats = options.toleranceNats
    for (let trial = 0; trial < mostTrials && toleranceNats <= mostNats; trial++) {
      const found = await attempt(toleranceNats)
      if (E.isLeft(found)) return found
      const { amount } = found.right
      if (amount > most) tooMany = toleranceNats
      else {
        best = best === undefined || amount > best.amount ? found.right : best
        if (amount >= most * (1 - near)) break
      }
      const enough = best?.toleranceNats
      toleranceNats =
        enough === undefined
          ? 2 * toleranceNats
          : tooMany === 0
            ? enough / 2
            : between(tooMany, enough)
    }
    return best === undefined
      ? refuse(
          option,
          `no tolerance up to ${mostNats} nats per datum leaves ${words} or less`,
          'pruning keeps what the prediction cannot do without',
          'ask for more, or train under a prior that switches more off'
        )
      : E.right(best)
  }
