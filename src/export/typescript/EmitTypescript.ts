/**
 * A model as source of the language itself, in generator notation: run, it is the graph that it was
 * written from, but for the order in which axes are first met, which carries no meaning.
 *
 * Lines of an included model stand in a model of their own. What a prior or a layer was called is not
 * in a graph: its lines are written out.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { map, of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { family } from '../../distributions/Distribution.ts'
import type { Expr } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { type Problem, problem, type Problems } from '../../ir/Problem.ts'
import { readNodes, writeNodes } from '../json/NodesJson.ts'
import type { EmittedModel, ModelToEmit } from '../source/ModelToEmit.ts'
import { modelSource } from './ModelSource.ts'
import { modelTree } from './ModelTree.ts'

/** The same graph with one object for equal expressions. */
const shared = (graph: Graph): E.Either<Problem, Graph> => {
  const argumentsOf = graph.sites.map((s) => family(s.dist).arguments.map((a) => a.value))
  const { nodes, placeOf } = writeNodes([...argumentsOf.flat(), ...graph.named.map((n) => n.value)])
  return pipe(
    readNodes(
      nodes,
      {
        axesOf: new Map([...graph.data, ...graph.sites].map((d) => [d.name, d.axes] as const)),
        sizes: new Map(graph.axes.map((a) => [a.name, a.size] as const))
      },
      Infinity
    ),
    E.bimap(
      ({ why }) =>
        problem(
          'the model',
          `an expression of it is none: ${why}`,
          'source is written of models that the language could have declared',
          'write it by --to json'
        ),
      (exprs) => {
        const now = (e: Expr): Expr => exprs[placeOf(e)] ?? e
        return {
          ...graph,
          sites: graph.sites.map((s) => ({ ...s, dist: family(s.dist).mapArguments(now) })),
          named: graph.named.map(({ name, value }) => ({ name, value: now(value) }))
        }
      }
    )
  )
}

const apart = (path: string): Problem =>
  problem(
    path || 'the model',
    'its lines are not together',
    'an included model is written in one place, and a name is used below its line',
    'write it by --to json'
  )

const lacked = (what: ReadonlyArray<string>): Problems => {
  const one = (w: string): Problem =>
    problem(
      'the model',
      `the language has no word for ${w}`,
      'source is written in the words of the language',
      'write it by --to json'
    )
  return isNonEmpty(what) ? map(one)(what) : of(one('it'))
}

/** Errors: what no model of the language declares. */
export const emitTypescript = ({ name, graph }: ModelToEmit): E.Either<Problems, EmittedModel> =>
  pipe(
    shared(graph),
    E.mapLeft((p): Problems => of(p)),
    E.bindTo('same'),
    E.bind('tree', ({ same }) =>
      pipe(
        modelTree(same),
        E.mapLeft((path): Problems => of(apart(path)))
      )
    ),
    E.chain(({ same, tree }) => pipe(modelSource(name, same, tree), E.mapLeft(lacked))),
    E.map((source) => ({ source, slots: [], latents: new Map() }))
  )
