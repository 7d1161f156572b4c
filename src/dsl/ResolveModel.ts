/**
 * From what a model file exports to a graph.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { identity, pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { Graph } from '../ir/Graph.ts'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'
import { build } from './Build.ts'
import {
  configurable,
  isConfigurable,
  type OptionDescription,
  type Settings
} from './Configurable.ts'
import { attempt, showFound } from './Misuse.ts'
import { isProgram } from './Program.ts'

// combinators

const advice = (exported: unknown): string =>
  exported === undefined
    ? 'end the file with export default and the model'
    : typeof exported === 'function'
      ? 'call it, or make its arguments options: export default configurable({ … }, (options) => …)'
      : 'export default pipe(program, …), model(function* () { … }) or configurable({ … }, …)'

const notModel = (exported: unknown): Problem =>
  problem(
    'default export',
    `expected a model, found ${showFound(exported)}`,
    'a model file says which model it is by its default export',
    advice(exported)
  )

const noProgram = (made: unknown): Problem =>
  problem(
    'default export',
    `configurable: its function gave ${showFound(made)} instead of a model`,
    'the function makes the model that the options choose',
    'return it: configurable({ … }, (options) => pipe(program, …))'
  )

const resolved = (exported: unknown, settings: Settings): E.Either<Problems, Graph> =>
  !isProgram(exported) && !isConfigurable(exported)
    ? E.left(of(notModel(exported)))
    : pipe(
        (isConfigurable(exported) ? exported : configurable({}, () => exported)).configure(
          settings
        ),
        E.chain((p) => (isProgram(p) ? build(p) : E.left(of(noProgram(p)))))
      )

// destructors

/**
 * The graph of a default export under settings, or everything that is wrong with either.
 *
 * @param exported the default export of a model file
 * @param settings options by name, as text
 *
 * @example
 * resolveModel(eightSchools, {})
 */
export const resolveModel = (exported: unknown, settings: Settings): E.Either<Problems, Graph> =>
  pipe(
    attempt('default export', () => resolved(exported, settings)),
    E.fold((p) => E.left(of(p)), identity)
  )

/**
 * The options of a default export; none where it is not configurable.
 *
 * @example
 * optionsOf(eightSchools)
 */
export const optionsOf = (exported: unknown): ReadonlyArray<OptionDescription> =>
  isConfigurable(exported) ? exported.options : []
