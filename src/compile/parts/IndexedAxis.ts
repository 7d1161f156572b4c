/**
 * Which axis the values of an expression are positions on, whatever they are: data and draws of
 * categories lie on their axis, and stay there under other axes and where they are looked up.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { type Expr, foldList } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { madeSlots } from '../gaps/GapsAsLatents.ts'

export const indexedAxis = (g: Graph): ((index: Expr) => string | undefined) => {
  const known = new Map<string, string>([
    ...[...g.data, ...g.sites.flatMap(madeSlots)].flatMap(({ name, indexes }) =>
      indexes === undefined ? [] : [[name, indexes] as const]
    ),
    ...g.sites.flatMap((s) => {
      const { support } = family(s.dist)
      return support._tag === 'Categories' ? [[s.name, support.axis] as const] : []
    })
  ])
  return foldList<string | undefined>((e, [x, y]) => {
    switch (e._tag) {
      case 'Ref':
        return known.get(e.name)
      case 'Iota':
        return e.axis
      case 'Rename':
      case 'Merge':
      case 'Split':
        return x
      case 'Gather':
        return y === e.axis ? x : undefined
      default:
        return undefined
    }
  })
}
