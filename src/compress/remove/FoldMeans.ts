/**
 * An option beside `slim = masked`: what a switched-off slice contributed on average over the
 * training data goes on contributing.
 *
 *   h = Σᵢ xᵢ w[i, ·]   loses, for dead i,   Σ_dead E_data[xᵢ] w[i, ·],   which its bias takes
 *   over.
 *
 * Exact for inputs that are constant in the data (the border of a digit), and mean-preserving for
 * others. The means are those of the network before masking.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  contract,
  type Expr,
  fold,
  type NodeOf,
  postorder,
  rebuild,
  ref,
  zip
} from '../../expr/index.ts'
import { evaluate } from '../../expr/numbers/Reference.ts'
import type { Gate, Mask } from '../../ir/Gate.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { addValues } from './Elements.ts'
import { maskTensors } from '../masks/Mask.ts'
import { fixedSizes, mapRoots, type Network, openAxes, roots } from '../Network.ts'
import { biasOf, freshName, uses } from './Users.ts'

/**
 * The mean of an expression of a network over its plates, on training data: over the expression's
 * other axes.
 */
export type MeanOf = (network: Network, value: Expr) => TaskEither<Problem, NamedTensor>

/** A network at full size, and what masks make of it. */
export interface Masking {
  readonly network: Network
  readonly masked: (masks: ReadonlyArray<Mask>) => Network
}

/** Dead slices become zero, and that is all. */
export const plainMasking = (network: Network): Masking => ({
  network,
  masked: (masks) => ({ ...network, tensors: maskTensors(masks)(network.tensors) })
})

/** A contraction of something with a gated tensor, and the tensor that takes what it loses. */
interface Place {
  readonly node: NodeOf<'Contract'>
  readonly target: string
  readonly input: Expr
  readonly into: string
  readonly isFresh: boolean
}

const places = (n: Network, gates: ReadonlyArray<Gate>): ReadonlyArray<Place> => {
  const open = openAxes(n)
  const used = uses(roots(n))
  const taken = new Set(n.tensors.keys())
  const targets = new Set(gates.map((g) => g.target))
  return postorder(roots(n)).flatMap((e) => {
    if (e._tag !== 'Contract' || e.over.some((a) => open.has(a))) return []
    const [input, weight] = e.y._tag === 'Ref' && targets.has(e.y.name) ? [e.x, e.y] : [e.y, e.x]
    if (weight._tag !== 'Ref' || !targets.has(weight.name) || !n.tensors.has(weight.name)) return []
    const bias = biasOf(
      used,
      n.tensors,
      e.axes.filter((a) => !open.has(a))
    )(e)
    const into = bias ?? freshName(taken)
    taken.add(into)
    return [{ node: e, target: weight.name, input, into, isFresh: bias === undefined }]
  })
}

/** The network with a zero tensor added to each sum that has no bias of its own. */
const withSlots = (n: Network, found: ReadonlyArray<Place>): Network => {
  const open = openAxes(n)
  const sizes = fixedSizes(n)
  const fresh = new Map(
    found
      .filter((p) => p.isFresh)
      .map((p): readonly [Expr, { readonly name: string; readonly tensor: NamedTensor }] => {
        const axes = p.node.axes.filter((a) => !open.has(a))
        const shape = axes.map((a) => sizes.get(a) ?? 1)
        return [
          p.node,
          {
            name: p.into,
            tensor: {
              axes,
              sizes: shape,
              values: new Float32Array(shape.reduce((a, b) => a * b, 1))
            }
          }
        ]
      })
  )
  const add = fold<Expr>({
    ...rebuild,
    Contract: (f, e) => {
      const slot = fresh.get(e)
      return slot === undefined
        ? rebuild.Contract(f, e)
        : zip('add')(rebuild.Contract(f, e), ref(slot.name, slot.tensor.axes))
    }
  })
  return mapRoots(add)({
    ...n,
    tensors: new Map([...n.tensors, ...[...fresh.values()].map((s) => [s.name, s.tensor] as const)])
  })
}

/** What a sum loses on average when its weights become `after`. */
const lost = (
  p: Place,
  mean: NamedTensor,
  before: NamedTensor,
  after: NamedTensor
): NamedTensor => {
  const gone = { ...before, values: before.values.map((w, i) => w - (after.values[i] ?? 0)) }
  const found = evaluate({
    sizes: new Map(),
    values: new Map([
      ['mean', mean],
      ['gone', gone]
    ])
  })(contract(p.node.over)(ref('mean', mean.axes), ref('gone', gone.axes)))
  return { axes: found.axes, sizes: found.sizes, values: Float32Array.from(found.values) }
}

/**
 * A masking that keeps mean contributions. The means are taken once, in the order of the network's
 * sums.
 */
export const meanMasking =
  (gates: ReadonlyArray<Gate>, meanOf: MeanOf) =>
  (network: Network): TaskEither<Problem, Masking> =>
  async () => {
    const found = places(network, gates)
    const means = new Map<Place, NamedTensor>()
    for (const p of found) {
      const mean = await meanOf(network, p.input)()
      if (E.isLeft(mean)) return mean
      means.set(p, mean.right)
    }
    const full = withSlots(network, found)
    return E.right({
      network: full,
      masked: (masks) => {
        const tensors = new Map(maskTensors(masks)(full.tensors))
        for (const p of found) {
          const [mean, before, after, bias] = [
            means.get(p),
            full.tensors.get(p.target),
            tensors.get(p.target),
            tensors.get(p.into)
          ]
          if (
            mean !== undefined &&
            before !== undefined &&
            after !== undefined &&
            bias !== undefined &&
            before !== after
          )
            tensors.set(p.into, addValues(bias, lost(p, mean, before, after)))
        }
        return { ...full, tensors }
      }
    })
  }
