/**
 * A model as source of another language, and its data beside it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { deriveDensity } from '../../compile/index.ts'
import {
  asWritten,
  dataJson,
  type DataToEmit,
  type EmittedModel,
  emitNumpyro,
  emitStan,
  type ModelToEmit
} from '../../export/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Problem, Problems } from '../../ir/Problem.ts'
import type { Density } from '../../ir/Density.ts'
import type { NamedArray } from '../../expr/numbers/Reference.ts'
import { latentEnd } from '../../lower/ends/LatentEnds.ts'

/** The languages that there are. */
export const emitters = {
  numpyro: { emit: emitNumpyro, file: 'model.py', language: 'NumPyro' },
  stan: { emit: emitStan, file: 'model.stan', language: 'Stan' }
} as const

export type EmitTarget = keyof typeof emitters

/** - `ends` that data set to latents: data of the emitted model. */
export interface EmittedWithEnds extends EmittedModel {
  readonly ends: Density['ends']
}

/**
 * The model as it is declared, sites not moved.
 *
 * Errors: a site that a density over real numbers cannot have, a discrete latent; what the language
 * lacks, by its name.
 */
export const emitModel =
  (target: EmitTarget, name: string) =>
  (graph: Graph): E.Either<Problems, EmittedWithEnds> =>
    pipe(
      deriveDensity({ skip: ['noncentre', 'simplify'] })(graph),
      E.mapLeft((p): Problems => p),
      E.chain(({ density: { ends } }) => {
        const model: ModelToEmit = { name, graph, ends }
        return pipe(
          emitters[target].emit(model),
          E.map((emitted) => ({ ...emitted, ends }))
        )
      })
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
