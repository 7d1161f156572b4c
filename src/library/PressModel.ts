/**
 * The network of a fit, pruned and quantised by its effect on the training data.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  type Budget,
  byteBudget,
  defaultPressOptions,
  leastBits,
  mostBits,
  mostCodebookBits,
  networkOf,
  nonZeroBudget,
  press,
  type Pressed,
  type PressInput,
  type PressOptions,
  pressWithin,
  type Provenance,
  type Thresholds,
  toleranceOf
} from '../compress/index.ts'
import {
  aCountFrom,
  aFlag,
  aFunction,
  aNumberFrom,
  byName,
  type Field,
  field,
  fields,
  oneOf,
  perhaps
} from '../ir/Fields.ts'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'
import { type Bound, means, mostProbable } from '../inference/index.ts'
import type { Executor, ExecutorName } from '../runtime/index.ts'
import { encodeNet } from '../storage/net/NetFile.ts'
import type { Fitted } from './FitModel.ts'
import { type Learnt, learntOf } from './Learnt.ts'
import { effectOn, firstRows, meanOn, meanOverOn } from './NetworkEvaluation.ts'
import { runOn } from './RunOn.ts'
import { savingsOn } from './Savings.ts'

// model

/** How to press; what is left out is as `defaultPressOptions` has it. */
export interface PressChoices extends Partial<PressOptions> {
  /**
   * At most so many per cent of the weights are left, at the least tolerance that does it, instead
   * of as many as a given tolerance asks for.
   */
  readonly nonZeroPercent?: number | undefined
  /** A file of at most so many bytes, in the same way. */
  readonly mostBytes?: number | undefined
  /** What is pruned leaves its mean contribution to the next bias. */
  readonly foldMeans?: boolean
  /** What one rounding loses other weights of the sum take over; it is so unless said otherwise. */
  readonly compensate?: boolean
  /** Effects are measured on so many rows of a plate, from the front: `{ images: 20_000 }`. */
  readonly rows?: Readonly<Record<string, number>>
}

const aPrecision: Field = (where, x) =>
  typeof x === 'object' && x !== null && '_tag' in x
    ? x._tag === 'Effect'
      ? []
      : x._tag === 'Bits' && 'totalBits' in x
        ? aCountFrom(leastBits, mostBits)(`${where}: bits`, x.totalBits)
        : x._tag === 'Codebook' && 'rule' in x && 'bits' in x
          ? [
              ...oneOf('kMeans', 'entropy')(`${where}: rule`, x.rule),
              ...aCountFrom(1, mostCodebookBits)(`${where}: bits`, x.bits)
            ]
          : x._tag === 'Variance' && 'rho' in x && typeof x.rho === 'number' && x.rho > 0
            ? []
            : unknownPrecision(where, x)
    : unknownPrecision(where, x)

const unknownPrecision = field(
  "byBits(n), byVariance(rho) with rho > 0, byCodebook(rule, bits), or { _tag: 'Effect' }",
  'it decides how finely weights are written',
  () => false
)

const pressFields = fields<PressChoices>({
  thresholds: fields<Thresholds>(
    {
      rule: oneOf('effect', 'split'),
      given: field(
        'a Map of thresholds by axis',
        'axes are found by name',
        (x) =>
          x instanceof Map &&
          [...x.values()].every((v) => typeof v === 'number' && !Number.isNaN(v))
      ),
      every: perhaps(
        field(
          'a number',
          'scores are compared with it',
          (x) => typeof x === 'number' && !Number.isNaN(x)
        )
      )
    },
    ['rule', 'given']
  ),
  precision: aPrecision,
  toleranceNats: aNumberFrom(0),
  meanOf: perhaps(aFunction),
  meanOver: perhaps(aFunction),
  savedNats: perhaps(aFunction),
  nonZeroPercent: perhaps(
    field(
      'per cent above 0 and up to 100',
      'it is the share of weights that may be left',
      (x) => typeof x === 'number' && x > 0 && x <= 100
    )
  ),
  mostBytes: perhaps(aCountFrom(1)),
  foldMeans: aFlag,
  compensate: aFlag,
  rows: byName(aCountFrom(1))
})

/** Rows are of plates of the data. */
const platesOf = ({ plates }: Bound, rows: PressChoices['rows'] = {}): ReadonlyArray<Problem> =>
  Object.keys(rows)
    .filter((name) => !plates.includes(name))
    .map((name) =>
      problem(
        `rows.${name}`,
        `there is no such plate; the model has ${plates.join(', ') || 'none'}`,
        'effects are measured on rows of a plate',
        'name a plate of the model'
      )
    )

// combinators

/** The network at the posterior means, its gates, and where it comes from. */
export const pressInput = (
  { program, sites }: Learnt,
  provenance: Provenance
): E.Either<Problem, PressInput> =>
  pipe(
    networkOf(program)(mostProbable(program)(means(sites))),
    E.map((network) => ({ network, gates: program.gates, posterior: sites, provenance }))
  )

const twoBudgets = problem(
  'press',
  'two budgets: a share of the weights, and bytes',
  'the least tolerance is looked for that keeps to one',
  'leave one of them out'
)

/** What is limited, if anything is: weights, or bytes of the file. */
const budgetOf = ({
  nonZeroPercent,
  mostBytes
}: Pick<PressChoices, 'nonZeroPercent' | 'mostBytes'>): Budget | undefined =>
  mostBytes !== undefined
    ? byteBudget(mostBytes, ({ artifact }) => encodeNet(artifact).bytes.length)
    : nonZeroPercent !== undefined
      ? nonZeroBudget(nonZeroPercent)
      : undefined

// destructors

/** Test data never enter. Errors: those of `press`; a budget that no tolerance reaches. */
export const pressOn =
  ({ program, parameters, train }: Learnt, choices: PressChoices = {}) =>
  (input: PressInput) =>
  <B>(executor: Executor<B>): TaskEither<Problem, Pressed> => {
    const [wrong] = [...pressFields('', choices), ...platesOf(train, choices.rows)]
    if (wrong !== undefined) return TE.left(wrong)
    const {
      nonZeroPercent,
      mostBytes,
      foldMeans = false,
      compensate = true,
      rows = {},
      ...given
    } = choices
    if (nonZeroPercent !== undefined && mostBytes !== undefined) return TE.left(twoBudgets)
    const budget = budgetOf({ nonZeroPercent, mostBytes })
    const seen = Object.entries(rows).reduce(
      (bound, [plate, count]) => firstRows(plate, count)(bound),
      train
    )
    const effect = effectOn(executor, seen)
    return pipe(
      savingsOn(executor, program, train)(parameters, input.provenance.seed),
      TE.map((savedNats) => ({
        ...defaultPressOptions,
        savedNats,
        meanOver: compensate ? meanOverOn(executor, seen) : undefined,
        meanOf: foldMeans ? meanOn(executor, seen) : undefined,
        ...given
      })),
      TE.chain((options) =>
        budget === undefined
          ? press(options, effect)(input)
          : pipe(
              pressWithin(budget)(options, effect)(input),
              TE.map(({ pressed }) => pressed)
            )
      )
    )
  }

/**
 * Presses what `fitModel` gave; `name` goes into the file, whose bytes are those of
 * `encodeNet(pressed.artifact)`.
 *
 * @example
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { encodeNet, type Fitted, pressFitted } from 'farrier'
 *
 *   // a file of at most 5 % of the weights, and where its bytes went
 *   const file = <S>(fitted: Fitted<S>) =>
 *     TE.Functor.map(pressFitted('digits', { nonZeroPercent: 5 })(fitted), ({ artifact }) =>
 *       encodeNet(artifact)
 *     )
 */
export const pressFitted =
  (name: string, choices: PressChoices = {}, backend: ExecutorName = 'wasm') =>
  <Sites>(fitted: Fitted<Sites>): TaskEither<Problems, Pressed> => {
    const { settings, result } = fitted
    const learnt = learntOf(fitted)
    return pipe(
      pressInput(learnt, {
        model: name,
        seed: settings.seed,
        epochs: result.metrics.at(-1)?.epoch ?? 0,
        settings: {}
      }),
      E.mapLeft((p): Problems => of(p)),
      TE.fromEither,
      TE.chain((input) =>
        runOn(
          backend,
          {},
          pressOn(learnt, { toleranceNats: toleranceOf(settings.thrift ?? 1), ...choices })(input)
        )
      )
    )
  }
