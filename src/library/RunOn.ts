/**
 * Something done on an executor that is opened by name.
 *
 * @since 0.2.0
 */
import { identity, pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { aCountFrom, checked, fields, oneOf } from '../ir/Fields.ts'
import type { Problem, Problems } from '../ir/Problem.ts'
import {
  type Executor,
  executorNames,
  type ExecutorName,
  type Probe,
  withExecutor,
  withinRoom
} from '../runtime/index.ts'

/** `threads` of the backend wasm: as many as there are processors unless said. */
export interface RunOptions {
  readonly threads?: number | 'auto'
  /** Told where time goes, by the backend wasm. */
  readonly probe?: Probe | undefined
}

const engineFields = fields<Pick<RunOptions, 'threads'> & { readonly backend: ExecutorName }>({
  backend: oneOf(...executorNames),
  threads: (where, x) => (x === 'auto' ? [] : aCountFrom(1)(where, x))
})

export const runOn = <A>(
  backend: ExecutorName,
  { threads = 'auto', probe }: RunOptions,
  use: <B>(executor: Executor<B>) => TaskEither<Problem, A>
): TaskEither<Problems, A> =>
  pipe(
    TE.fromEither(checked(engineFields('', { backend, threads }))),
    TE.chain(() =>
      pipe(
        withExecutor(backend, { threads, probe })((executor) =>
          withinRoom(identity, use(executor))
        ),
        TE.flatten,
        TE.mapLeft((p): Problems => of(p))
      )
    )
  )
