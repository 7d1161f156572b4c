/** Fits of the small programs, on the executor the tests share. */
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { right as taskRight } from 'fp-ts/lib/TaskEither.js'
import { unusedIndices } from '../../src/compress/index.ts'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import type { Problem } from '../../src/ir/Problem.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { adam } from '../../src/lower/steps/Adam.ts'
import type { Executor } from '../../src/runtime/Executor.ts'
import {
  bindData,
  type Bound,
  type EpochMetrics,
  fit,
  type FitEnvironment,
  type FitRequest,
  type FitResult,
  initialParameters,
  type Settings,
  dataStarts,
  standardSettings,
  type State,
  stateOf,
  type Unused
} from '../../src/inference/index.ts'

export const must = <E, A>(e: Either<E, A>): A => {
  if (isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

export const bound = (program: Variational, data: ReadonlyMap<string, NamedTensor>): Bound =>
  must(bindData(program, data))

export const request = (
  program: Variational,
  train: Bound,
  changes: Partial<Settings> = {},
  start?: State
): FitRequest => {
  const settings = { ...standardSettings, draws: 10, ...changes }
  return {
    program,
    optimiser: adam,
    settings,
    train,
    start:
      start ??
      stateOf(
        program,
        adam,
        initialParameters(program, train.sizes, settings.seed, must(dataStarts(program, train)))
      )
  }
}

export interface Kept {
  readonly states: Array<State>
  readonly records: Array<EpochMetrics>
}

export const environment = <B>(
  executor: Executor<B>,
  kept: Kept,
  stopAfter: number = Infinity,
  unused: Unused = () => new Map()
): FitEnvironment<B> => {
  let steps = 0
  return {
    executor,
    onProgress: () => {
      steps += 1
    },
    shouldStop: () => steps >= stopAfter,
    pause: () => Promise.resolve(),
    record: (m) => {
      kept.records.push(m)
      return taskRight(undefined)
    },
    checkpoint: (s) => {
      kept.states.push(s)
      return taskRight(undefined)
    },
    threshold: () => 0,
    unused
  }
}

export const run = <B>(
  executor: Executor<B>,
  r: FitRequest,
  stopAfter?: number,
  kept: Kept = { states: [], records: [] }
): Promise<Either<Problem, FitResult>> =>
  fit(r)(environment(executor, kept, stopAfter, unusedIndices(r.program)))()
