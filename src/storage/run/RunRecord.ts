/** What a run is: everything that decides its result, and how far it is. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'
import { standardBudget } from '../Budget.ts'
import { count, countOrNone, orNull, wholeNumber } from '../Codecs.ts'
import { readJson } from '../ReadJson.ts'

const texts = t.readonly(t.record(t.string, t.string))

const steps = t.refinement(
  t.readonly(t.type({ done: count, of: count })),
  ({ done, of }) => done <= of,
  'steps done of all'
)

const labelsC = t.readonly(t.record(t.string, t.readonlyArray(t.string)))

/** Labelled images: `name` is `mnist` or a folder, `range` what bytes 0 and 255 became. */
const ImageDataC = t.readonly(
  t.type({
    kind: t.literal('images'),
    name: t.string,
    range: t.readonly(t.tuple([t.number, t.number])),
    holdOut: countOrNone
  })
)

/**
 * Tables: their files as they were, what `--bind` said, and the labels of axes and of outcomes in
 * the order of their numbers.
 */
const TableDataC = t.readonly(
  t.type({
    kind: t.literal('tables'),
    files: t.readonlyArray(t.readonly(t.type({ path: t.string, md5: t.string }))),
    bind: t.readonlyArray(t.string),
    holdOut: countOrNone,
    labels: t.readonly(t.type({ axes: labelsC, outcomes: labelsC }))
  })
)

/** By its kind, so that what is wrong is named in one of the two. */
const DataC = new t.Type<ImageData | TableData, unknown>(
  'data',
  t.union([ImageDataC, TableDataC]).is,
  (u, context) =>
    t.type({ kind: t.literal('tables') }).is(u)
      ? TableDataC.validate(u, context)
      : ImageDataC.validate(u, context),
  t.identity
)

export type ImageData = t.TypeOf<typeof ImageDataC>
export type TableData = t.TypeOf<typeof TableDataC>

/** By the name of the slot or observed site, the digest of what was bound to it. */
export type ArrayDigests = Readonly<Record<string, string>>
/** Where a solver ended, in deviations of the guide; `moving` sites are not where they belong. */
const SolutionC = t.readonly(
  t.type({
    draws: count,
    stepSds: t.number,
    drawErrorSds: t.number,
    lossNats: t.number,
    moving: t.readonlyArray(t.string)
  })
)

/** Where a fit that settles ended, in deviations of the posterior. */
const SettledC = t.readonly(
  t.intersection([
    t.type({
      lossNats: t.number,
      moving: t.readonlyArray(t.readonly(t.type({ site: t.string, sds: t.number })))
    }),
    t.partial({
      mean: t.readonly(
        t.type({
          errorSds: t.number,
          driftSds: t.number,
          biasSds: t.number,
          rHat: t.number
        })
      )
    })
  ])
)

/** How the model was written for its guides: what was chosen, and by how many nats over what. */
const FormDecisionC = t.readonly(
  t.type({
    sites: t.readonlyArray(t.string),
    what: t.string,
    betterByNats: t.number,
    than: t.string
  })
)

/** −ELBO of the model without any of its groups, and of the fit, in nats of the full data set. */
const NullModelC = t.readonly(
  t.type({ lossNats: t.number, errorCostNats: t.number, goneNats: t.number, fitNats: t.number })
)

/** Whether the fit can be trusted, and the element that decided; k̂ is null where it is infinite. */
const CheckC = t.readonly(
  t.type({
    trust: t.keyof({ trust: null, 'trust means only': null, 'do not trust': null }),
    by: t.keyof({ reference: null, means: null, intervals: null, weights: null, nothing: null }),
    draws: count,
    k: orNull(t.number),
    mostK: t.number,
    at: orNull(
      t.readonly(
        t.type({
          site: t.string,
          axes: t.readonlyArray(t.string),
          index: t.readonlyArray(count),
          value: t.number
        })
      )
    )
  })
)

/**
 * Of a run that was sampled: draws of each chain so far; how many ended in a divergence, and how many
 * at the greatest depth; by chain, the step size and E-BFMI.
 */
const ChainsC = t.readonly(
  t.type({
    sampler: t.keyof({ nuts: null, hmc: null }),
    chains: count,
    draws: count,
    divergences: count,
    atMostDepth: count,
    stepSizes: t.readonlyArray(t.number),
    energyFractions: t.readonlyArray(orNull(t.number))
  })
)

/** Of a run that was drawn from its priors. */
const PriorC = t.readonly(t.type({ sampler: t.literal('prior'), chains: count, draws: count }))

/** Of a run whose posterior was approximated; k̂ is null where it is infinite. */
const ApproximatedC = t.readonly(
  t.intersection([
    t.type({
      sampler: t.keyof({ pathfinder: null, laplace: null }),
      chains: count,
      draws: count,
      paths: t.readonlyArray(t.readonly(t.type({ elboNats: t.number, places: count }))),
      weighed: count,
      k: orNull(t.number),
      mostK: t.number
    }),
    t.partial({
      compared: t.readonly(
        t.type({ offSds: t.number, site: t.string, leastRatio: t.number, mostRatio: t.number })
      )
    })
  ])
)

const SampledC = t.union([ChainsC, PriorC, ApproximatedC])

export type SampledFacts = t.TypeOf<typeof SampledC>

const outcomes = t.keyof({
  running: null,
  stopped: null,
  finished: null,
  converged: null,
  notConverged: null
})

/**
 * What went in besides options: the arrays as they were bound, and the file of the posterior that
 * the fit began with, if it began with one.
 */
const DigestsC = t.readonly(t.type({ train: texts, test: texts, initFrom: orNull(t.string) }))

/**
 * - `id` names the run, in each of its files: a digest of everything that decides its bytes
 * - `model` where it was read, its settings, the hash of its graph, the digest of its file
 * - `data` what it was trained on; `holdOut` of the last training rows were not trained on
 * - `options` as they were given on the command line, from which `compile` and `training` came
 * - `steps` done, of how many
 *
 * Null is what a record of an earlier format does not say.
 */
const RunRecordC = t.readonly(
  t.intersection([
    t.type({
      format: t.literal(3),
      id: orNull(t.string),
      farrier: t.string,
      model: t.readonly(
        t.type({ path: t.string, settings: texts, hash: t.string, file: orNull(t.string) })
      ),
      data: DataC,
      digests: orNull(DigestsC),
      options: t.readonly(t.UnknownRecord),
      compile: texts,
      training: t.readonly(t.UnknownRecord),
      backend: t.string,
      outcome: outcomes,
      steps,
      epoch: count
    }),
    t.partial({
      solution: SolutionC,
      settled: SettledC,
      form: t.readonlyArray(FormDecisionC),
      nullModel: NullModelC,
      check: CheckC,
      sampled: SampledC
    })
  ])
)

/** What a run is: everything that decides its result, and how far it is. */
export type RunRecord = t.TypeOf<typeof RunRecordC>
export type Digests = t.TypeOf<typeof DigestsC>

export const runFormat = 3

/** Format 1 knew images alone, and neither knew what went into a run by its content. */
const OldC = t.type({
  format: t.union([t.literal(1), t.literal(2)]),
  data: t.UnknownRecord,
  model: t.UnknownRecord
})

/** The content of a record of an earlier format as this format has it. */
const upgraded = (json: unknown): unknown =>
  OldC.is(json)
    ? {
        ...json,
        format: runFormat,
        id: null,
        model: { ...json.model, file: null },
        data: json.format === 1 ? { kind: 'images', ...json.data } : json.data,
        digests: null
      }
    : json

const Versioned = t.type({ format: wholeNumber })
const AGAIN = 'train again into another folder'

/** Indented JSON, so that a person can read it. */
export const writeRunRecord = (r: RunRecord): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(r, undefined, 2)}\n`)

/** The first field that does not decode: `steps/done`. */
const fieldOf = ([first]: t.Errors): string =>
  // the record itself, and which part of its intersection
  (first?.context ?? [])
    .slice(2)
    .map((c) => c.key)
    .filter((key) => key !== '')
    .join('/')

/**
 * Errors: not JSON, a field that is there twice, another format version, a missing or ill-typed
 * field (named), more text than the budget has.
 */
export const readRunRecord =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, RunRecord> => {
    const json = readJson(budget)(bytes)
    if (E.isLeft(json)) return refuse(where, 'expected the JSON record of a run', json.left, AGAIN)
    const version = Versioned.decode(json.right)
    if (E.isLeft(version))
      return refuse(
        where,
        'expected the record of a run, found no format number',
        'this file is something else',
        'name the folder of a run'
      )
    if (version.right.format < 1 || version.right.format > runFormat)
      return refuse(
        where,
        `expected format 1 to ${runFormat}, found ${version.right.format}`,
        'another version of farrier made this run',
        'use that version, or train again with this one'
      )
    const decoded = RunRecordC.decode(upgraded(json.right))
    return E.isRight(decoded)
      ? decoded
      : refuse(
          where,
          `the record of the run is damaged at ${fieldOf(decoded.left)}`,
          'a field is missing or of another type',
          AGAIN
        )
  }
