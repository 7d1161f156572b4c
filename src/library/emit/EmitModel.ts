/**
 * A model as source of another language, and its data beside it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  deriveDensity,
  gapsAsLatents,
  graphInCoordinates,
  madeSlots,
  sumOut
} from '../../compile/index.ts'
import {
  asWritten,
  dataJson,
  type DataToEmit,
  type EmittedModel,
  emitNumpyro,
  emitStan,
  emitTypescript,
  encodeModel,
  type ModelToEmit
} from '../../export/index.ts'
import { family } from '../../distributions/index.ts'
import { refs } from '../../expr/index.ts'
import { seenOf } from '../../ir/Derived.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Problem, Problems } from '../../ir/Problem.ts'
import type { Density } from '../../ir/Density.ts'
import type { NamedArray } from '../../expr/numbers/Reference.ts'
import { latentEnd } from '../../lower/ends/LatentEnds.ts'

/** The declared model itself: whole, and without data of its own. */
const emitJson = ({ graph }: ModelToEmit): E.Either<Problems, EmittedModel> =>
  E.right({ source: encodeModel(graph), slots: [], latents: new Map() })

/** The languages that there are; `reads` says whether its models read data that are written beside them. */
export const emitters = {
  numpyro: { emit: emitNumpyro, file: 'model.py', language: 'NumPyro', reads: true },
  stan: { emit: emitStan, file: 'model.stan', language: 'Stan', reads: true },
  typescript: { emit: emitTypescript, file: 'model.ts', language: 'Farrier', reads: false },
  json: { emit: emitJson, file: 'model.json', language: 'JSON', reads: false }
} as const

export type EmitTarget = keyof typeof emitters
/** Those whose models read data that are written beside them. */
export type DataTarget = {
  [T in EmitTarget]: (typeof emitters)[T]['reads'] extends true ? T : never
}[EmitTarget]

/** - `ends` that data set to latents: data of the emitted model. */
export interface EmittedWithEnds extends EmittedModel {
  readonly ends: Density['ends']
}

/** The same, with the data that are made of observations with gaps declared as data: those that are read. */
const withMade = (graph: Graph): Graph => {
  const read = refs(graph.sites.flatMap((s) => family(s.dist).arguments.map((a) => a.value)))
  const made = graph.sites.flatMap((s) =>
    madeSlots(s).filter(({ name }) => name === seenOf(s.name) || read.has(name))
  )
  return { ...graph, data: [...graph.data, ...made] }
}

/**
 * For a language that reads data, with the ends that data set: it has no discrete parameters that a
 * gradient could move, so that these are summed out. Missing values are NaN here alone: it is given which there are.
 */
const toEmit = (
  target: EmitTarget,
  name: string,
  graph: Graph
): E.Either<Problems, ModelToEmit> => {
  return emitters[target].reads
    ? pipe(
        deriveDensity({ skip: ['noncentre', 'simplify'] })(graph),
        E.bindTo('derived'),
        E.bind('summed', () => sumOut(gapsAsLatents(graph))),
        E.bimap(
          (p): Problems => p,
          ({ derived, summed }) => ({
            name,
            graph: withMade(graphInCoordinates(summed.graph)),
            ends: derived.density.ends
          })
        )
      )
    : E.right({ name, graph, ends: [] })
}

/**
 * The model as it is declared, sites not moved; discrete latents are summed out where the language
 * reads data, and vectors that lie somewhere together are written as their coordinates.
 *
 * Errors, of a language that reads data: a site that a density over real numbers cannot have, a count
 * without end; what the language lacks, by its name.
 */
export const emitModel =
  (target: EmitTarget, name: string) =>
  (graph: Graph): E.Either<Problems, EmittedWithEnds> =>
    pipe(
      toEmit(target, name, graph),
      E.chain((model) =>
        pipe(
          emitters[target].emit(model),
          E.map((emitted) => ({ ...emitted, ends: model.ends }))
        )
      )
    )

type Arrays = ReadonlyMap<string, NamedArray>

/** Data as they are written, with the ends that they set: no datum lies beyond one, by a digit. */
export const withEnds =
  (ends: Density['ends']) =>
  ({ sizes, values }: DataToEmit): Arrays => {
    const data = new Map([...values].map(([name, x]) => [name, asWritten(x)] as const))
    return new Map([
      ...data,
      ...ends.map((e) => {
        const { end } = latentEnd(e, data, sizes)
        return [e.name, { ...end, values: Float64Array.from(end.values) }] as const
      })
    ])
  }

/** What is bound, and the ends that it sets, as the JSON that an emitted model reads. */
export const emittedData =
  ({ slots, ends }: EmittedWithEnds) =>
  (data: DataToEmit): E.Either<Problem, string> =>
    dataJson(slots)({ sizes: data.sizes, values: withEnds(ends)(data) })
