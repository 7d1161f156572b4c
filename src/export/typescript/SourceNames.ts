/**
 * What axes, data, sites and included models are called in the source, and which of them a model sees.
 *
 * @since 0.2.0
 */
import { type Expr, refs } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { identifiers } from '../source/Identifiers.ts'
import { reservedWords } from './LanguageWords.ts'
import type { ModelLines } from './ModelTree.ts'
import { type InSight, isInside, parentOf } from './SharedParts.ts'

export interface Names {
  readonly axis: ReadonlyMap<string, string>
  /** Data, sites, and models by their paths. */
  readonly path: ReadonlyMap<string, string>
}

const modelsIn = (m: ModelLines): ReadonlyArray<ModelLines> =>
  m.lines.flatMap((line) => (line.kind === 'model' ? [line, ...modelsIn(line)] : []))

export const namesOf = (graph: Graph, tree: ModelLines): Names => {
  const axes = graph.axes.map((a) => a.name)
  const paths = [
    ...new Set(
      [...graph.data, ...graph.sites, ...modelsIn(tree).map((m) => ({ name: m.path }))].map(
        (d) => d.name
      )
    )
  ]
  const found = identifiers({ words: reservedWords, own: /^t\d+$/ })([...axes, ...paths])
  return {
    axis: new Map(axes.map((name, i) => [name, found[i] ?? name] as const)),
    path: new Map(paths.map((name, i) => [name, found[axes.length + i] ?? name] as const))
  }
}

/**
 * What included models give, as the models around them see it; and models further out, to which it is given on,
 * where it is of sites of its own, so that nothing reads it above its line.
 */
export const sightOf = (tree: ModelLines): InSight => {
  const values = modelsIn(tree).flatMap(({ path, value }) =>
    value === undefined || value._tag === 'Ref' || value._tag === 'Constant'
      ? []
      : [{ path, value, isOwn: [...refs([value]).keys()].some((name) => isInside(name, path)) }]
  )
  const known = new Map<string, ReadonlyMap<Expr, string>>()
  return (scope) => {
    const before = known.get(scope)
    if (before !== undefined) return before
    const now = new Map(
      // of models that give the same, the outermost
      values
        .toReversed()
        .filter(
          ({ path, isOwn }) => !isInside(scope, path) && (isOwn || isInside(scope, parentOf(path)))
        )
        .map(({ value, path }) => [value, path] as const)
    )
    known.set(scope, now)
    return now
  }
}
