/**
 * How well networks predict data.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Network } from '../compress/index.ts'
import type { Problems } from '../ir/Problem.ts'
import { bindData, type BoundData, type Evaluation } from '../inference/index.ts'
import type { Executor, ExecutorName } from '../runtime/index.ts'
import { dataProgram, evaluateNetwork } from './NetworkEvaluation.ts'
import { runOn } from './RunOn.ts'

/** How well a network (of a model, pressed, or read from a file) predicts data. */
export const evaluateOn =
  (data: BoundData, backend: ExecutorName = 'wasm') =>
  (network: Network): TaskEither<Problems, ReadonlyArray<Evaluation>> =>
    pipe(
      TE.fromEither(bindData(dataProgram(network), data)),
      TE.chain((bound) =>
        runOn(backend, {}, <B>(executor: Executor<B>) => evaluateNetwork(executor, bound)(network))
      )
    )
