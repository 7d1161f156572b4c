/**
 * Chains as bytes: where they stand, what they have drawn, how they were asked for, so that they can go
 * on elsewhere, or in a page that was closed in between. A file of named tensors in float64 (safetensors),
 * as `state.safetensors` of a run that was sampled, with four texts beside them: `model` (the hash of its
 * graph), `settings` and `centred` (JSON), and `data` (JSON: the digests of its arrays).
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Bound,
  chainsFrom,
  chainTensors,
  type KeptChain,
  samplerFields,
  type SamplerSettings,
  SamplerSettingsC
} from '../../inference/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { readJsonText } from '../../ir/JsonText.ts'
import { type Problem, problem, refuse } from '../../ir/Problem.ts'
import { standardBudget } from '../../storage/Budget.ts'
import { readWideTensors, writeWideTensors } from '../../storage/tensors/WideTensorFile.ts'
import { graphHash } from '../GraphHash.ts'
import { boundDigests } from '../run/RunDigests.ts'

/** What of sampling is kept; `Sampled` has it. */
export interface KeepableChains {
  readonly graph: Graph
  readonly settings: SamplerSettings
  readonly centred: ReadonlyArray<string>
  readonly bound: Bound
  readonly chains: ReadonlyArray<KeptChain>
}

// constructors

/**
 * The bytes of chains, stopped or finished; `sampleModel({ resume })` goes on with them. Equal chains
 * have equal bytes.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import * as TE from 'fp-ts/lib/TaskEither.js'
 *   import { type BoundData, encodeSampled, type Program, sampleModel } from 'farrier'
 *
 *   // 100 draws of each chain, looked at, and 900 more: the same as 1,000 at once
 *   const inTwoParts = <E, S, R>(model: Program<E, S, R>, data: BoundData) =>
 *     pipe(
 *       sampleModel({ data, settings: { draws: 100 } })(model),
 *       TE.chain((first) =>
 *         sampleModel({ data, settings: { draws: 1000 }, resume: encodeSampled(first) })(model)
 *       )
 *     )
 */
export const encodeSampled = ({
  graph,
  settings,
  centred,
  bound,
  chains
}: KeepableChains): Uint8Array =>
  writeWideTensors({
    tensors: chainTensors(settings, chains[0]?.state.q.length ?? 0, chains),
    texts: {
      model: graphHash(graph),
      settings: JSON.stringify(settings),
      centred: JSON.stringify(centred),
      data: JSON.stringify(boundDigests(bound))
    }
  })

// destructors

const settingsIn = (where: string, text: string | undefined): E.Either<Problem, SamplerSettings> =>
  pipe(
    readJsonText(standardBudget)(text ?? ''),
    E.chainW(SamplerSettingsC.decode),
    E.filterOrElseW(
      (settings) => samplerFields('', settings).length === 0,
      () => 'they are none that a sampler could have'
    ),
    E.mapLeft((reason) =>
      problem(
        where,
        'expected the settings of a sampler beside its chains',
        typeof reason === 'string' ? reason : 'the bytes are something else',
        'give what encodeSampled made'
      )
    )
  )

const why = 'resumed chains end with the same bytes as those that never stopped'

/** There may be more draws than before: the first of them are those that are there. */
const sameSettings =
  (where: string, given: Partial<SamplerSettings>) =>
  (kept: SamplerSettings): E.Either<Problem, SamplerSettings> => {
    const held = new Map<string, unknown>(Object.entries(kept))
    const differing = Object.entries(given).find(
      ([name, value]) => name !== 'draws' && value !== held.get(name)
    )
    if (differing !== undefined)
      return refuse(
        `${where}: ${differing[0]}`,
        `the chains have ${String(held.get(differing[0]))}, these settings ${String(differing[1])}`,
        why,
        'leave the settings out, or sample anew'
      )
    const draws = given.draws ?? kept.draws
    return draws >= kept.draws
      ? E.right({ ...kept, draws })
      : refuse(
          `${where}: draws`,
          `the chains were to have ${kept.draws} draws, and ${draws} are asked for`,
          'draws that are there are not thrown away',
          `${kept.draws} or more`
        )
  }

/** Errors: what was kept is of something else than this. */
const same = (
  where: string,
  what: string,
  kept: string | undefined,
  now: string,
  next: string
): E.Either<Problem, void> =>
  kept === now
    ? E.right(undefined)
    : refuse(where, `the chains are of ${what} than this`, why, next)

/**
 * Chains that go on, and their settings. Errors: other bytes, another model, other data, other settings
 * than `given`, chains of another size.
 */
export const decodeSampled =
  (
    { graph, bound, centred }: Pick<KeepableChains, 'graph' | 'bound' | 'centred'>,
    size: number,
    given: Partial<SamplerSettings>
  ) =>
  (
    where: string,
    bytes: Uint8Array
  ): E.Either<Problem, Pick<KeepableChains, 'settings' | 'chains'>> =>
    pipe(
      readWideTensors(where)(bytes),
      E.tap(({ texts }) =>
        same(
          where,
          'another model',
          texts['model'],
          graphHash(graph),
          'give the model sampled from'
        )
      ),
      E.tap(({ texts }) =>
        same(
          where,
          'other data',
          texts['data'],
          JSON.stringify(boundDigests(bound)),
          'give the data that were sampled on'
        )
      ),
      E.tap(({ texts }) =>
        same(
          where,
          'a model centred otherwise',
          texts['centred'],
          JSON.stringify(centred),
          'give the same sites as centred'
        )
      ),
      E.bindTo('file'),
      E.bind('kept', ({ file: { texts } }) => settingsIn(where, texts['settings'])),
      E.bind('settings', ({ kept }) => sameSettings(where, given)(kept)),
      E.bind('chains', ({ file: { tensors }, kept }) =>
        pipe(
          chainsFrom(kept, size, tensors),
          E.mapLeft((p): Problem => ({ ...p, where: `${where}: ${p.where}`, try: 'sample anew' }))
        )
      ),
      E.map(({ settings, chains }) => ({ settings, chains }))
    )
