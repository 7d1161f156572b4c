/**
 * From a model file and its settings to a graph.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { map, of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type OptionDescription, optionsOf, resolveModel, type Settings } from '../dsl/index.ts'
import type { Graph } from '../ir/Graph.ts'
import type { Problems } from '../ir/Problem.ts'
import { readStudy, type Study } from '../study/index.ts'
import type { Command } from './Command.ts'

const defaultExport = (module: unknown): unknown =>
  typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined

/** Messages of the model name its file as well. */
export const inFile =
  (path: string) =>
  (problems: Problems): Problems =>
    pipe(
      problems,
      map((p) => ({ ...p, where: `${path}: ${p.where}` }))
    )

/** What `use` makes of the default export of a file; both run the file's code. */
const fromModule =
  <A>(path: string, use: (exported: unknown) => E.Either<Problems, A>): Command<A> =>
  (c) =>
    c.readModel(
      path,
      pipe(
        c.loadModule(path),
        TE.mapLeft((p): Problems => of(p)),
        TE.chain((module) =>
          TE.fromEither(pipe(use(defaultExport(module)), E.mapLeft(inFile(path))))
        )
      )
    )

/**
 * The graph that a file's default export declares under settings (`--set`).
 *
 * Errors: the file cannot be imported, its default export is not a model, an unknown or ill-typed
 * setting, and every mistake in the model.
 */
export const loadGraph = (path: string, settings: Settings): Command<Graph> =>
  fromModule(path, (exported) => resolveModel(exported, settings))

/** The options that a file's model has. */
export const loadOptions = (path: string): Command<ReadonlyArray<OptionDescription>> =>
  fromModule(path, (exported) => E.right(optionsOf(exported)))

/** The study that a file's default export is. */
export const loadStudy = (path: string): Command<Study> =>
  fromModule(path, (exported) => readStudy('study')(exported))
