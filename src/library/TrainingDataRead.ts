/**
 * Which of the data of a training a question about its posterior reads: mostly none, and then they
 * need not be there any more.
 *
 * @since 0.2.0
 */
import { deriveAncestral } from '../compile/index.ts'
import { predictionScope, recoveryOf, trainedSizes } from '../inference/index.ts'
import type { Variational } from '../ir/Variational.ts'
import { readByDraws } from '../lower/index.ts'
import type { RunRecord } from '../storage/run/RunRecord.ts'
import type { CompiledModel } from './CompileModel.ts'
import type { Learnt } from './Learnt.ts'

const dataAmong = (
  { data, observed }: Variational,
  names: ReadonlyArray<string>
): ReadonlyArray<string> =>
  [...data, ...observed].flatMap(({ name }) => (names.includes(name) ? [name] : []))

/** By draws of every declared site: of a latent of each row that has a location in its inputs. */
export const readBySummary = ({ program }: CompiledModel): ReadonlyArray<string> =>
  dataAmong(
    program,
    readByDraws(
      program,
      program.moments.map((m) => m.site)
    )
  )

/** By what weighs or draws them again: all. */
export const readByCheck = ({ program }: CompiledModel): ReadonlyArray<string> =>
  [...program.data, ...program.observed].map(({ name }) => name)

/**
 * By draws of the sites that a prediction takes from the guide, by what recovers those that were summed out
 * from more than priors, and what is not of the new rows.
 */
export const readByPrediction = (
  { program, graph }: CompiledModel,
  { sampled }: Pick<RunRecord, 'sampled'>
): ReadonlyArray<string> => {
  const sites = deriveAncestral(graph, sampled === undefined ? 'fit' : 'chains')
  const { given, data, plates } = predictionScope({ program, sites })
  const { latents, data: known } = recoveryOf(sites, given)
  const old = data.filter(({ axes }) => !axes.some((a) => plates.includes(a)))
  return [
    ...new Set([
      ...dataAmong(program, [
        ...readByDraws(program, latents),
        ...(sampled?.sampler === 'prior' ? [] : known)
      ]),
      ...old.map((d) => d.name)
    ])
  ]
}

/** What was learnt, where none of the data are read. */
export const learntWithoutData = (
  program: Variational,
  posterior: Pick<Learnt, 'parameters' | 'sites' | 'draws'>
): Learnt => ({
  program,
  ...posterior,
  train: { data: new Map(), sizes: trainedSizes(program, posterior), plates: [] }
})
