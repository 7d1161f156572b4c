/**
 * A model and everything that is derived from it, or everything that is wrong with it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  compile,
  type Compiled,
  type CompileOptions,
  bareGraph,
  jointWithin
} from '../compile/index.ts'
import { build, type Program as Model } from '../dsl/index.ts'
import type { Graph } from '../ir/Graph.ts'
import type { Problems } from '../ir/Problem.ts'
import type { Variational } from '../ir/Variational.ts'
import type { Warning } from '../lint/Warning.ts'
import { warningsOf } from '../lint/WarningsOf.ts'
import type { Written } from './forms/Form.ts'

/** What is derived from a model, with its graph. */
export interface CompiledModel extends Compiled {
  readonly graph: Graph
  /** How it was compiled. */
  readonly options: Partial<CompileOptions>
  /** Where its form was chosen on data. */
  readonly written?: Written
  /** Of the model of which every group has left, in the same form; undefined: nothing can leave. */
  readonly bare: () => E.Either<Problems, Variational> | undefined
}

/** Of a graph, as `resolveModel` makes it of what a model file exports. */
export const compileGraph =
  (options: Partial<CompileOptions> = {}) =>
  (graph: Graph): E.Either<Problems, CompiledModel> =>
    pipe(
      compile(options)(graph),
      E.bimap(
        (p): Problems => p,
        (compiled) => ({
          ...compiled,
          graph,
          options,
          bare: () =>
            pipe(
              bareGraph(compiled.program.gates)(graph),
              (left) =>
                left &&
                pipe(
                  compile({ ...options, joint: jointWithin(left, options.joint ?? []) })(left),
                  E.mapLeft((p): Problems => p),
                  E.map(({ program }: Compiled) => program)
                )
            )
        })
      )
    )

/**
 * Of a model.
 *
 * @example
 *   import { axis, compileModel, normal, over, program, sample } from 'farrier'
 *   import { pipe } from 'fp-ts/lib/function.js'
 *
 *   const model = pipe(program, sample('a', over(axis('k', 3))(normal(0, 1))))
 *   compileModel()(model) // Right: { graph, options, program, stages }
 */
export const compileModel =
  (options: Partial<CompileOptions> = {}) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): E.Either<Problems, CompiledModel> =>
    pipe(
      build(model),
      E.mapLeft((p): Problems => p),
      E.chain(compileGraph(options))
    )

/**
 * What a model may mean and its author probably did not, in the order of its sites; or what is
 * wrong with it, which is no matter of taste.
 *
 * @since 0.2.0
 *
 * @example
 *   import { lintModel, normal, observe, program, sample } from 'farrier'
 *   import { pipe } from 'fp-ts/lib/function.js'
 *
 *   const model = pipe(
 *     program,
 *     sample('a', normal(0, 1000)),
 *     observe('y', ({ a }) => normal(a, 1))
 *   )
 *   lintModel()(model) // Right: a warning of the rule scale-literal, at a
 */
export const lintModel =
  (options: Partial<CompileOptions> = {}) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): E.Either<Problems, ReadonlyArray<Warning>> =>
    pipe(compileModel(options)(model), E.map(warningsOf))
