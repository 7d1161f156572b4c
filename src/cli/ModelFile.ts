/**
 * From a model file and its settings to a graph.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { map, of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type OptionDescription, optionsOf, resolveModel, type Settings } from '../dsl/index.ts'
import type { Graph } from '../ir/Graph.ts'
import { problem, type Problems } from '../ir/Problem.ts'
import { decodeModel } from '../export/json/ModelJson.ts'
import { readStudy, type Study } from '../study/index.ts'
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

/** Is the model in its JSON form? Its code is not run, and it has no options. */
const isJson = (path: string): boolean => /\.json$/i.test(path)

const noOptions = (path: string, settings: Settings): E.Either<Problems, void> =>
  Object.keys(settings).length === 0
    ? E.right(undefined)
    : E.left(
        of(
          problem(
            `${path}: --set`,
            `found ${Object.keys(settings).join(', ')}`,
            'a model in its JSON form was written under its settings, and has no options',
            'set them where it is written: farrier emit model.ts --to json --set …'
          )
        )
      )

const graphInJson = (path: string, settings: Settings): Command<Graph> =>
  pipe(
    fromMany(noOptions(path, settings)),
    RTE.chain(() => attempt(({ files }) => files.read(path))),
    RTE.chain((bytes) => fromMany(decodeModel(path)(bytes)))
  )

/**
 * The graph that a file's default export declares under settings (`--set`), or that its JSON is.
 *
 * Errors: the file cannot be imported, its default export is not a model, an unknown or ill-typed
 * setting, and every mistake in the model.
 */
export const loadGraph = (path: string, settings: Settings): Command<Graph> =>
  isJson(path)
    ? graphInJson(path, settings)
    : fromModule(path, (exported) => resolveModel(exported, settings))

/** The options that a file's model has. */
export const loadOptions = (path: string): Command<ReadonlyArray<OptionDescription>> =>
  isJson(path) ? RTE.right([]) : fromModule(path, (exported) => E.right(optionsOf(exported)))

/** The study that a file's default export is. */
export const loadStudy = (path: string): Command<Study> =>
  fromModule(path, (exported) => readStudy('study')(exported))
