/**
 * A fit as bytes: where it stands, how it was fitted and what it recorded, so that it can go on
 * elsewhere, or in a page that was closed in between. A file of named tensors (safetensors), as
 * `state.safetensors` of a run, with four texts beside them: `model` (the hash of its graph),
 * `settings` (JSON), `data` (JSON: the digests of its arrays) and `metrics` (a line of JSON for every
 * epoch).
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readJsonText } from '../ir/JsonText.ts'
import { type Problem, problem, refuse } from '../ir/Problem.ts'
import { standardBudget } from '../storage/Budget.ts'
import { readNamedTensors, writeNamedTensors } from '../storage/tensors/NamedTensorFile.ts'
import {
  type Bound,
  fromCheckpoint,
  fromLines,
  type FitResult,
  optimiserOf,
  type Settings,
  SettingsC,
  toCheckpoint,
  toLine
} from '../inference/index.ts'
import type { CompiledModel } from './CompileModel.ts'
import type { FitStart } from './FitStart.ts'
import { readWritten, type Written } from './forms/Form.ts'
import { graphHash } from './GraphHash.ts'
import { boundDigests } from './run/RunDigests.ts'

/** What of a fit is kept; `Fitted` has it. */
export interface KeepableFit {
  readonly model: CompiledModel
  readonly settings: Settings
  readonly bound: Bound
  readonly result: Pick<FitResult, 'state' | 'metrics'>
}

// constructors

/**
 * The bytes of a fit, stopped or finished; `fitModel({ resume })` goes on with them. Equal fits
 * have equal bytes.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { type BoundData, encodeFit, fitModel, type Program } from 'farrier'
 *
 *   // stopped after the first block of steps, and gone on with
 *   const inTwoParts = <E, S, R>(model: Program<E, S, R>, data: BoundData) =>
 *     pipe(
 *       fitModel({ data, shouldStop: () => true })(model),
 *       TE.chain((first) => fitModel({ data, resume: encodeFit(first) })(model))
 *     )
 */
export const encodeFit = ({
  model,
  settings,
  bound,
  result: { state, metrics }
}: KeepableFit): Uint8Array => {
  const { tensors, scalars } = toCheckpoint(state)
  return writeNamedTensors({
    tensors,
    numbers: scalars,
    texts: {
      model: graphHash(model.graph),
      settings: JSON.stringify(settings),
      data: JSON.stringify(boundDigests(bound)),
      metrics: metrics.map(toLine).join(''),
      ...(model.written === undefined ? {} : { form: JSON.stringify(model.written) })
    }
  })
}

// destructors

/** How the model of a kept fit was written, where that was chosen; other bytes say nothing. */
export const writtenIn = (bytes: Uint8Array | undefined): Written | undefined => {
  const kept = bytes === undefined ? undefined : readNamedTensors('resume')(bytes)
  return kept === undefined || E.isLeft(kept) ? undefined : readWritten(kept.right.texts['form'])
}

const settingsIn = (where: string, text: string | undefined): E.Either<Problem, Settings> =>
  pipe(
    readJsonText(standardBudget)(text ?? ''),
    E.chainW(SettingsC.decode),
    E.mapLeft((reason) =>
      problem(
        where,
        'expected the settings of a fit beside its state',
        typeof reason === 'string' ? reason : 'the bytes are something else',
        'give what encodeFit made'
      )
    )
  )

/** Epochs of a fit that settles are a budget, and decide nothing on the way. */
const sameSettings =
  (where: string, given: Partial<Settings>) =>
  (kept: Settings): E.Either<Problem, Settings> => {
    const held = new Map<string, unknown>(Object.entries(kept))
    const differing = Object.entries(given).find(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(held.get(name)) &&
        !(name === 'epochs' && kept.settle !== undefined)
    )
    return differing === undefined
      ? E.right({ ...kept, epochs: given.epochs ?? kept.epochs })
      : refuse(
          `${where}: ${differing[0]}`,
          `the fit has ${JSON.stringify(held.get(differing[0]))}, these settings ${JSON.stringify(differing[1])}`,
          'a resumed fit ends with the same bytes as one that never stopped',
          'leave the settings out, or begin another fit with initFrom'
        )
  }

/** One kept before data were has no digests of them. */
const sameData = (where: string, kept: string | undefined, bound: Bound): E.Either<Problem, void> =>
  kept === undefined || kept === JSON.stringify(boundDigests(bound))
    ? E.right(undefined)
    : refuse(
        where,
        'the fit is of other data than these',
        'a resumed fit ends with the same bytes as one that never stopped',
        'give the data that were fitted to, or begin another fit with initFrom'
      )

/**
 * Where a kept fit goes on, and its settings.
 *
 * Errors: other bytes, another model, other data, other settings than `given`, tensors of other
 * shapes.
 */
export const decodeFit =
  ({ graph, program }: CompiledModel, bound: Bound, given: Partial<Settings>) =>
  (
    where: string,
    bytes: Uint8Array
  ): E.Either<Problem, { readonly settings: Settings; readonly start: FitStart }> =>
    pipe(
      readNamedTensors(where)(bytes),
      E.filterOrElse(
        ({ texts }) => texts['model'] === graphHash(graph),
        () =>
          problem(
            where,
            'the fit is of another model than this one',
            'its parameters mean nothing in this one',
            'give the model, with the options, that was fitted'
          )
      ),
      E.bindTo('kept'),
      E.tap(({ kept: { texts } }) => sameData(where, texts['data'], bound)),
      E.bind('settings', ({ kept: { texts } }) =>
        pipe(settingsIn(where, texts['settings']), E.chain(sameSettings(where, given)))
      ),
      E.bind('state', ({ kept: { tensors, numbers }, settings }) =>
        fromCheckpoint(program, optimiserOf(settings), bound.sizes)({ tensors, scalars: numbers })
      ),
      E.bind('metrics', ({ kept: { texts } }) => fromLines((texts['metrics'] ?? '').trimEnd())),
      E.map(({ settings, state, metrics }) => ({ settings, start: { state, metrics } }))
    )
