/**
 * From a model file and its settings to a graph.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { map } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { type OptionDescription, optionsOf, resolveModel, type Settings } from '../dsl/index.ts'
import type { Graph } from '../ir/Graph.ts'
import type { Problems } from '../ir/Problem.ts'
import { attempt, type Command, fromMany } from './Command.ts'

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

/**
 * The graph that a file's default export declares under settings (`--set`).
 *
 * Errors: the file cannot be imported, its default export is not a model, an unknown or ill-typed
 * setting, and every mistake in the model.
 */
export const loadGraph = (path: string, settings: Settings): Command<Graph> =>
  pipe(
    attempt(({ loadModule }) => loadModule(path)),
    RTE.chain((module) =>
      fromMany(pipe(resolveModel(defaultExport(module), settings), E.mapLeft(inFile(path))))
    )
  )

/** The options that a file's model has. */
export const loadOptions = (path: string): Command<ReadonlyArray<OptionDescription>> =>
  pipe(
    attempt(({ loadModule }) => loadModule(path)),
    RTE.map((module) => optionsOf(defaultExport(module)))
  )
