/**
 * The network of a fit, pruned and quantised.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  defaultPressOptions,
  networkOf,
  press,
  type Pressed,
  type PressOptions
} from '../compress/index.ts'
import type { Problems } from '../ir/Problem.ts'
import { means } from '../inference/index.ts'
import type { Executor, ExecutorName } from '../runtime/index.ts'
import type { Fitted } from './FitModel.ts'
import { effectOn } from './NetworkEvaluation.ts'
import { runOn } from './RunOn.ts'
import { savingsOn } from './Savings.ts'

/**
 * Prunes and quantises the network of a fit by its effect on the training data; `name` goes into
 * the file. `encodeNet` gives the bytes.
 */
export const pressFitted =
  (name: string, options: Partial<PressOptions> = {}, backend: ExecutorName = 'wasm') =>
  <Sites>(fitted: Fitted<Sites>): TaskEither<Problems, Pressed> => {
    const {
      model: { program },
      bound,
      sites,
      settings,
      result
    } = fitted
    return pipe(
      TE.fromEither(networkOf(program)(means(sites))),
      TE.mapLeft((p): Problems => of(p)),
      TE.chain((network) =>
        runOn(backend, {}, <B>(executor: Executor<B>) =>
          pipe(
            savingsOn(executor, program, bound)(result.state.parameters, settings.seed),
            TE.chain((savedNats) =>
              press(
                { ...defaultPressOptions, savedNats, ...options },
                effectOn(executor, bound)
              )({
                network,
                gates: program.gates,
                posterior: sites,
                provenance: {
                  model: name,
                  seed: settings.seed,
                  epochs: result.metrics.at(-1)?.epoch ?? 0,
                  settings: {}
                }
              })
            )
          )
        )
      )
    )
  }
