/** What a set of models does not use, of families and of kinds of nodes. */
import { keys } from 'fp-ts/lib/ReadonlyRecord.js'
import { postorder } from '../../src/expr/Fold.ts'
import type { Expr, Tag } from '../../src/expr/Expr.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { numpyroRows } from '../../src/export/numpyro/NumpyroDistributions.ts'
import { reduceText } from '../../src/export/numpyro/NumpyroOperations.ts'
import { argumentsIn } from '../../src/export/source/AxisOrder.ts'

const tags: { readonly [T in Tag]: true } = {
  Constant: true,
  Constants: true,
  Ref: true,
  Size: true,
  Iota: true,
  Map: true,
  Zip: true,
  Where: true,
  Reduce: true,
  Contract: true,
  Rename: true,
  Merge: true,
  Split: true,
  Gather: true,
  Unfold: true,
  Fold: true
}

/** What a node is an instance of. */
export const kindOf = (e: Expr): string => (e._tag === 'Reduce' ? `Reduce ${e.op}` : e._tag)

export const nodeKinds: ReadonlyArray<string> = [
  ...keys(tags).filter((tag) => tag !== 'Reduce'),
  ...keys(reduceText).map((op) => `Reduce ${op}`)
]

/** Families that can be declared and kinds of nodes that none of the models has. */
export const missing = (graphs: ReadonlyArray<Graph>): ReadonlyArray<string> => {
  const used = new Set<string>([
    ...graphs.flatMap((g) => g.sites.map((s) => s.dist._tag)),
    ...graphs.flatMap((g) => postorder(argumentsIn(g)).map(kindOf))
  ])
  // coordinates are what a pass writes in the place of a vector
  const declared = keys(numpyroRows).filter((tag) => tag !== 'Coordinates')
  return [...declared, ...nodeKinds].filter((name) => !used.has(name))
}
