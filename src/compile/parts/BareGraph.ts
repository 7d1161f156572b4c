/**
 * The model of which every group has left: what gates switch off is 0, and what then reaches no
 * observation is not there.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import {
  type Axes,
  children,
  contracted,
  type Expr,
  foldList,
  minus,
  over,
  plus,
  refs,
  simplifier,
  spread,
  summed,
  times,
  withChildren,
  without,
  zero
} from '../../expr/index.ts'
import type { Gate } from '../../ir/Gate.ts'
import type { Graph, Site } from '../../ir/Graph.ts'

const argumentsOf = (s: Site): ReadonlyArray<Expr> => family(s.dist).arguments.map((a) => a.value)

/** Latents on which an observation depends, directly or through others. */
const reached = (sites: ReadonlyArray<Site>): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const s of sites.toReversed())
    if (s.role === 'observed' || found.has(s.name))
      for (const name of refs(argumentsOf(s)).keys()) found.add(name)
  return found
}

const smart = { add: plus, sub: minus, mul: times, div: over } as const
const isSmart = (op: string): op is keyof typeof smart => op in smart

/** With 0 in the place of references; the result may lack axes along which it is constant. */
const withZeros = (targets: ReadonlySet<string>): ((e: Expr) => Expr) => {
  const tidy = simplifier()
  return foldList<Expr>((node, operands) => {
    const [x = node, y = node] = operands
    if (node._tag === 'Ref') return targets.has(node.name) ? zero : node
    if (node._tag === 'Zip' && isSmart(node.op)) return smart[node.op](x, y)
    if (node._tag === 'Contract') return contracted(node.over)(x, y)
    if (node._tag === 'Reduce' && node.op === 'sum') return summed(node.over)(x)
    const before = children(node)
    const isSame = operands.every((o, i) => o === before[i])
    if (isSame) return node
    const whole = operands.map((o, i) => spread(before[i]?.axes ?? [])(o))
    return node._tag === 'Map' && x._tag === 'Constant'
      ? tidy(withChildren(node, [x]))
      : withChildren(node, node._tag === 'Map' ? [x] : whole)
  })
}

/**
 * The graph with the targets of gates 0, without the sites that served nothing else. Undefined where
 * there is nothing to remove: no gate is over an axis, so that nothing ever leaves.
 */
export const bareGraph =
  (gates: ReadonlyArray<Gate>) =>
  (g: Graph): Graph | undefined => {
    const targets = new Set(gates.flatMap((gate) => (gate.axes.length === 0 ? [] : [gate.target])))
    if (targets.size === 0) return undefined
    const zeros = withZeros(targets)
    // a site has its own axes whatever its arguments carry; those that one draw uses up must be there
    const left =
      (axes: Axes) =>
      (e: Expr): Expr =>
        spread(without(axes)(e.axes))(zeros(e))
    const sites = g.sites
      .filter((s) => !targets.has(s.name))
      .map((s) => ({ ...s, dist: family(s.dist).mapArguments(left(s.axes)) }))
    const kept = reached(sites)
    return {
      ...g,
      sites: sites.filter((s) => s.role === 'observed' || kept.has(s.name)),
      named: []
    }
  }
