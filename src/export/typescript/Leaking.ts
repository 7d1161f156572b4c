/**
 * Sites of an included model that others read beside the value that it gives: `exp(log(s))` of what a model gives as
 * log(s) is s. What an included model yields is its value alone, so that such sites are variables of the model around
 * it, which their lines set.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/Distribution.ts'
import { factsOf } from '../../distributions/supports/Support.ts'
import type { Expr } from '../../expr/index.ts'
import { type Interval, isPositive } from '../../expr/intervals/Interval.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { ModelLines } from './ModelTree.ts'

const modelsIn = (m: ModelLines): ReadonlyArray<ModelLines> =>
  m.lines.flatMap((line) => (line.kind === 'model' ? [line, ...modelsIn(line)] : []))

/** Paths that leak, with that of the outermost model which they leave so. */
export const leakingFrom = (
  tree: ModelLines,
  needed: ReadonlyMap<string, ReadonlySet<string>>
): ReadonlyMap<string, string> => {
  const outermost = (path: string): string =>
    [...needed]
      .filter(([, paths]) => paths.has(path))
      .map(([model]) => model)
      .reduce((a, b) => (a.length <= b.length ? a : b))
  return new Map(
    modelsIn(tree).flatMap(({ path, value }) => {
      const given = [...(needed.get(path) ?? [])]
      const isOne = value?._tag === 'Ref' && given.join() === value.name
      return value === undefined || isOne ? [] : given.map((p) => [p, outermost(p)] as const)
    })
  )
}

/** What a path is declared as, and the types in it. */
export const typeOf = (
  graph: Graph,
  tree: ModelLines,
  valuesOf: (e: Expr) => Interval,
  path: string
): { readonly text: string; readonly types: ReadonlyArray<string> } => {
  const site = graph.sites.find((s) => s.name === path)
  const datum = graph.data.find((d) => d.name === path)
  const value = modelsIn(tree).find((m) => m.path === path)?.value
  const support = site === undefined ? undefined : family(site.dist).support
  const tag = support?._tag ?? datum?.support ?? 'Real'
  const lies = site === undefined && value !== undefined ? valuesOf(value) : factsOf(tag).values
  const index =
    support?._tag === 'Categories'
      ? support.axis
      : tag === 'Categories'
        ? datum?.indexes
        : undefined
  const kind =
    index !== undefined
      ? 'Category'
      : tag === 'Signed'
        ? tag
        : isPositive(lies)
          ? 'Positive'
          : 'Real'
  const axes = (site ?? datum ?? value)?.axes ?? []
  const over = axes.length === 0 ? 'never' : axes.map((a) => `'${a}'`).join(' | ')
  return {
    text: `Tensor<${over}, ${index === undefined ? kind : `Category<'${index}'>`}>`,
    types: ['Tensor', kind]
  }
}
