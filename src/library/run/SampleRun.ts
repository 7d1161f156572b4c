/**
 * Sampling into the folder of a run: its record, its chains as they go, and in the end its draws.
 * Whatever the files are kept in: a disk, memory, a page's own storage.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import type { Problem, Problems } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import {
  clearRun,
  inRun,
  loadChains,
  saveChains,
  saveDraws,
  saveRecord
} from '../../storage/run/RunFolder.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import {
  begunChains,
  chainsFrom,
  chainTensors,
  drawsOfChains,
  type KeptChain,
  type ModelTarget,
  sampleChains,
  samplerFacts,
  type SamplerSettings
} from '../../inference/index.ts'
import { type SampleHooks, samplerEnvironment } from '../sampling/SampleModel.ts'

// model

/**
 * `record` says what the run is, and its `id` stands in every file; outcome, steps and what was sampled
 * are filled in as it goes.
 */
export interface SampleTask {
  readonly files: FileSystem
  readonly folder: string
  readonly record: RunRecord
  readonly target: ModelTarget
  readonly settings: SamplerSettings
  /** There is a run in the folder that goes on. */
  readonly isResumed: boolean
}

/** The run that is in its folder then; without draws where it was stopped before there were any. */
export interface SampledRun {
  readonly record: RunRecord
  readonly draws: PosteriorDraws | undefined
}

// combinators

const all = (p: Problem): Problems => of(p)

const iterations = (chains: ReadonlyArray<KeptChain>): number =>
  chains.reduce((n, { state }) => n + state.iteration, 0)

const recordAt = (
  { record, settings }: SampleTask,
  outcome: RunRecord['outcome'],
  chains: ReadonlyArray<KeptChain>,
  draws: PosteriorDraws | undefined
): RunRecord => ({
  ...record,
  outcome,
  steps: {
    done: iterations(chains),
    of: settings.chains * (settings.warmUp + settings.draws)
  },
  sampled: samplerFacts(settings, chains, draws)
})

/** The chains that were kept; at their beginning where the run was cut off before it kept any. */
const firstChains = ({
  files,
  folder,
  record,
  target,
  settings,
  isResumed
}: SampleTask): TaskEither<Problems, ReadonlyArray<KeptChain>> => {
  const path = inRun(folder, 'state')
  const kept = pipe(
    loadChains(files, folder, record.id),
    TE.chainEitherK(({ tensors }) =>
      pipe(
        chainsFrom(settings, target.size, tensors),
        E.mapLeft((p): Problem => ({ ...p, where: `${path}: ${p.where}` }))
      )
    )
  )
  return pipe(
    isResumed ? files.exists(path) : TE.right(false),
    TE.mapLeft(all),
    TE.chain((there) =>
      there ? pipe(kept, TE.mapLeft(all)) : TE.fromEither(begunChains(target, settings))
    )
  )
}

/** Draws, where each chain has one. */
const drawsOf = (
  { target }: SampleTask,
  chains: ReadonlyArray<KeptChain>
): PosteriorDraws | undefined => {
  const draws = drawsOfChains(target, chains)
  return draws.draws > 0 ? draws : undefined
}

// destructors

/** The run is in its folder afterwards, finished or stopped; hooks are asked and told as well. */
export const sampleRun = (
  task: SampleTask,
  hooks: SampleHooks = {}
): TaskEither<Problems, SampledRun> => {
  const { files, folder, record, target, settings, isResumed } = task
  const run = record.id ?? undefined
  const texts: Readonly<Record<string, string>> = run === undefined ? {} : { run }
  const environment = samplerEnvironment({
    ...hooks,
    checkpoint: (chains) =>
      pipe(
        saveChains(files, folder)({ tensors: chainTensors(settings, target.size, chains), texts }),
        TE.chain(() => saveRecord(files, folder)(recordAt(task, 'running', chains, undefined))),
        TE.chain(() => hooks.checkpoint?.(chains) ?? TE.right(undefined))
      )
  })
  return pipe(
    // what is refused is refused before anything is written
    firstChains(task),
    TE.tap((chains) =>
      pipe(
        files.makeFolder(folder),
        // of a run that was there before nothing may be left that this record could be taken for
        TE.chain(() => (isResumed ? TE.right(undefined) : clearRun(files, folder))),
        TE.chain(() => saveRecord(files, folder)(recordAt(task, 'running', chains, undefined))),
        TE.mapLeft(all)
      )
    ),
    TE.chain((chains) =>
      pipe(() => sampleChains(target, settings, chains, environment), TE.mapLeft(all))
    ),
    TE.chain(({ outcome, chains }) => {
      const draws = drawsOf(task, chains)
      const ended = recordAt(task, outcome, chains, draws)
      return pipe(
        draws === undefined ? TE.right(undefined) : saveDraws(files, folder)({ run, draws }),
        TE.chain(() => saveRecord(files, folder)(ended)),
        TE.bimap(all, () => ({ record: ended, draws }))
      )
    })
  )
}
