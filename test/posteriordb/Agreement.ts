/** A posterior sampled here beside theirs: by how many Monte Carlo errors each number differs. */
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { loadModelModule } from '../../src/cli/ModelHooks.ts'
import {
  approximateModel,
  type ApproximationFacts,
  bindFiles,
  compileModel,
  isProgram,
  nodeFileSystem,
  type PosteriorDraws,
  type Program,
  sampleModel,
  type SamplerSettings
} from '../../src/index.ts'
import { problem, type Problems } from '../../src/ir/Problem.ts'
import { type ArchivedPosterior, type Parameter, parametersOf } from './Posteriors.ts'
import { type Reference, type Summary, summaryOf } from './Reference.ts'

// model

/** `z`: the difference over the error of a difference, √(ours² + theirs²). */
export interface Agreed {
  readonly parameter: string
  readonly ours: Summary
  readonly theirs: Summary
  readonly zOfMean: number
  readonly zOfSd: number
}

type AnyModel = Program<unknown, unknown, unknown>

// combinators

const examples = fileURLToPath(new URL('../../dsl-examples/', import.meta.url))

/** The model of a file of dsl-examples. */
export const modelIn = (file: string): TE.TaskEither<Problems, AnyModel> =>
  pipe(
    loadModelModule(`${examples}${file}.ts`),
    TE.mapLeft((p): Problems => of(p)),
    TE.chainEitherK((module) => {
      const exported =
        typeof module === 'object' && module !== null && 'default' in module
          ? module.default
          : undefined
      return isProgram(exported)
        ? E.right(exported)
        : E.left(of(problem(file, 'no model', 'it is compared as it stands', 'export one')))
    })
  )

/** The draws of one number, chain by chain. */
const summaryIn = ({ chains, draws, sites }: PosteriorDraws, { site, element }: Parameter) => {
  const values = sites.get(site)?.values ?? new Float64Array()
  const width = values.length / (chains * draws)
  return summaryOf({ chains, draws, values: values.filter((_, i) => i % width === element) })
}

const apart = (a: number, errorOfA: number, b: number, errorOfB: number): number =>
  (a - b) / Math.hypot(errorOfA, errorOfB)

// destructors

/** The model of a posterior, and a table bound to it. */
export const onTable = (posterior: ArchivedPosterior, csv: string) =>
  pipe(
    TE.Do,
    TE.bind('model', () => modelIn(posterior.model)),
    TE.bind('compiled', ({ model }) => TE.fromEither(compileModel()(model))),
    TE.bind('bound', ({ compiled }) =>
      bindFiles(nodeFileSystem, [csv], { bind: posterior.bind })(compiled.program)
    )
  )

/** Both of every parameter that theirs has. */
const besides = (
  posterior: ArchivedPosterior,
  draws: PosteriorDraws,
  theirs: Reference[string]
): ReadonlyArray<Agreed> =>
  parametersOf(posterior, Object.keys(theirs)).flatMap((parameter) => {
    const their = theirs[parameter.theirs]
    if (their === undefined) return []
    const ours = summaryIn(draws, parameter)
    return [
      {
        parameter: parameter.theirs,
        ours,
        theirs: their,
        zOfMean: apart(ours.mean, ours.meanError, their.mean, their.meanError),
        zOfSd: apart(ours.sd, ours.sdError, their.sd, their.sdError)
      }
    ]
  })

/** Ours by `farrier sample` of the model on a table, at these settings. */
export const agreementOf = (
  posterior: ArchivedPosterior,
  csv: string,
  theirs: Reference[string],
  settings: Partial<SamplerSettings>
): TE.TaskEither<Problems, ReadonlyArray<Agreed>> =>
  pipe(
    onTable(posterior, csv),
    TE.bind('sampled', ({ model, bound }) =>
      sampleModel({
        data: bound.data,
        settings: { ...(posterior.mass === undefined ? {} : { mass: posterior.mass }), ...settings }
      })(model)
    ),
    TE.map(({ sampled }) => besides(posterior, sampled.draws, theirs))
  )

/** Ours by an approximation: with what it says of itself. */
export const approximationOf = (
  posterior: ArchivedPosterior,
  csv: string,
  theirs: Reference[string],
  method: ApproximationFacts['sampler']
) =>
  pipe(
    onTable(posterior, csv),
    TE.bind('found', ({ model, bound }) => approximateModel({ data: bound.data, method })(model)),
    TE.map(({ found: { facts, verdict, draws } }) => {
      const all = besides(posterior, draws, theirs)
      const ratios = all.map(({ ours, theirs: their }) => ours.sd / their.sd)
      return {
        k: facts.k,
        verdict,
        offSds: Math.max(...all.map((a) => Math.abs(a.ours.mean - a.theirs.mean) / a.theirs.sd)),
        ratios: [Math.min(...ratios), Math.max(...ratios)] as const
      }
    })
  )

/** The largest |z|; NaN is the largest of all. */
export const worstOf = (all: ReadonlyArray<Agreed>): number =>
  all
    .flatMap(({ zOfMean, zOfSd }) => [Math.abs(zOfMean), Math.abs(zOfSd)])
    .reduce((most, z) => (Number.isNaN(z) || z > most ? z : most), all.length === 0 ? NaN : 0)
