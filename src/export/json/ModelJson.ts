/**
 * A model as JSON, and back: what is read is the graph that was written, with the same hash.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { type Distribution, family } from '../../distributions/Distribution.ts'
import type { Expr } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { type Problem, problem, type Problems } from '../../ir/Problem.ts'
import { type Budget, overBudget, standardBudget } from '../../storage/Budget.ts'
import { firstError, readJson } from '../../storage/ReadJson.ts'
import { declarationProblems } from './DeclarationProblems.ts'
import { partsOf } from './LawTemplates.ts'
import { type LawJson, ModelC, type ModelJson, modelFormat } from './ModelCodec.ts'
import { readNodes, writeNodes } from './NodesJson.ts'
import { readSites } from './SitesJson.ts'

// writing

const lawJson = (d: Distribution, placeOf: (e: Expr) => number): LawJson => {
  const { own, along, cuts, across, size, rank, jointly, of } = partsOf(d)
  return {
    law: d._tag,
    arguments: Object.fromEntries(own.map((a) => [a.name, placeOf(a.value)] as const)),
    ...(along === undefined ? {} : { along }),
    ...(cuts === undefined ? {} : { cuts }),
    ...(across === undefined ? {} : { across }),
    ...(size === undefined ? {} : { size }),
    ...(rank === undefined ? {} : { rank }),
    ...(jointly.length === 0 ? {} : { jointly }),
    ...(of.length === 0 ? {} : { of: of.map((part) => lawJson(part, placeOf)) })
  }
}

/** The JSON of a graph, as a value. */
export const modelJson = (graph: Graph): ModelJson => {
  const { nodes, placeOf } = writeNodes([
    ...graph.sites.flatMap((s) => family(s.dist).arguments.map((a) => a.value)),
    ...graph.named.map((n) => n.value)
  ])
  return {
    farrier: 'model',
    format: modelFormat,
    axes: graph.axes.map(({ name, size }) => ({ name, size })),
    data: graph.data,
    nodes,
    sites: graph.sites.map(({ name, role, axes, dist, options }) => ({
      name,
      role,
      axes,
      ...lawJson(dist, placeOf),
      options
    })),
    named: graph.named.map(({ name, value }) => ({ name, value: placeOf(value) }))
  }
}

/** One declaration a line: a person can read it, and changes of it can be compared. */
const lines = (json: ModelJson): string => {
  const list = (of: ReadonlyArray<unknown>): string =>
    of.length === 0 ? '[]' : `[\n${of.map((x) => `    ${JSON.stringify(x)}`).join(',\n')}\n  ]`
  const { farrier, format, ...lists } = json
  return [
    '{',
    [
      `  "farrier": ${JSON.stringify(farrier)}`,
      `  "format": ${format}`,
      ...Object.entries(lists).map(([name, list_]) => `  "${name}": ${list(list_)}`)
    ].join(',\n'),
    '}\n'
  ].join('\n')
}

/**
 * A graph as the text of its JSON form.
 *
 * @since 0.2.0
 *
 * @example
 *   import { decodeModel, encodeModel, graphHash, normal, observe, build } from 'farrier'
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import { program, sample } from 'farrier'
 *   import { isRight } from 'fp-ts/lib/Either.js'
 *
 *   const graph = build(
 *     pipe(
 *       program,
 *       sample('a', normal(0, 1)),
 *       observe('y', ({ a }) => normal(a, 1))
 *     )
 *   )
 *   if (isRight(graph)) {
 *     const again = decodeModel('model.json')(new TextEncoder().encode(encodeModel(graph.right)))
 *     assert(isRight(again) && graphHash(again.right) === graphHash(graph.right))
 *   }
 */
export const encodeModel = (graph: Graph): string => lines(modelJson(graph))

// reading

const notOne = (where: string, why: string): Problem =>
  problem(
    where,
    'expected a model as JSON',
    why,
    'write it with farrier emit --to json, and change it by hand with care'
  )

const withinBudget = (
  where: string,
  { nodes }: ModelJson,
  { operations }: Budget
): E.Either<Problems, void> =>
  nodes.length <= operations
    ? E.right(undefined)
    : E.left(
        of(
          overBudget(where, `${nodes.length} nodes, where the budget is ${operations}`, 'raise it')
        )
      )

const expressions = (
  where: string,
  json: ModelJson,
  budget: Budget
): E.Either<Problems, ReadonlyArray<Expr>> =>
  pipe(
    readNodes(
      json.nodes,
      {
        axesOf: new Map([...json.data, ...json.sites].map((d) => [d.name, d.axes] as const)),
        sizes: new Map(json.axes.map((a) => [a.name, a.size] as const))
      },
      budget.axes
    ),
    E.mapLeft(({ at, why }) => of(notOne(`${where}: nodes[${at}]`, why)))
  )

const graphIn = (
  where: string,
  json: ModelJson,
  nodes: ReadonlyArray<Expr>
): E.Either<Problems, Graph> => {
  const { sites, problems } = readSites(json, nodes)
  const named = json.named.flatMap(({ name, value }) => {
    const e = nodes[value]
    return e === undefined ? [] : [{ name, value: e }]
  })
  const wrong = [
    ...problems,
    ...(named.length === json.named.length
      ? []
      : [{ where: 'named', why: 'a value is no node of the list' }])
  ].map((w) => notOne(`${where}: ${w.where}`, w.why))
  return isNonEmpty(wrong)
    ? E.left(wrong)
    : E.right({ axes: json.axes, data: json.data, sites, named })
}

/**
 * The graph of a text in the JSON form, whatever wrote it.
 *
 * Errors: what is no such text, with the first thing that is wrong; names, axes, sizes or arguments
 * that no model has; more than a budget allows.
 *
 * @since 0.2.0
 */
export const decodeModel =
  (where: string, budget: Budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problems, Graph> =>
    pipe(
      readJson(budget)(bytes),
      E.chain((json) => pipe(ModelC.decode(json), E.mapLeft(firstError))),
      E.mapLeft((why): Problems => of(notOne(where, why))),
      E.tap((json) => withinBudget(where, json, budget)),
      E.tap((json) => {
        const wrong = declarationProblems(json, budget.axes).map((w) =>
          notOne(`${where}: ${w.where}`, w.why)
        )
        return isNonEmpty(wrong) ? E.left(wrong) : E.right(undefined)
      }),
      E.bindTo('json'),
      E.bind('nodes', ({ json }) => expressions(where, json, budget)),
      E.chain(({ json, nodes }) => graphIn(where, json, nodes))
    )
