/**
 * Which indices a program can be trained without, once some slices of its declared tensors are
 * zero.
 *
 * An index can go iff, at every sum over its axis, what it adds to the predictions is zero for all
 * data. Nothing is folded, so that a unit whose output is constant stays. Axes keep all their
 * indices where a removal would change more than it takes away: where the complexity cost is no sum
 * over elements (a scale that groups share and learn from would lose those that are gone), where
 * draws of the declared sites mix indices, and where nothing would be left.
 */
import { type Axes, children, type Expr, meet, postorder, refs } from '../../expr/index.ts'
import type { Mask } from '../../ir/Gate.ts'
import type { KeptByAxis } from '../../ir/Kept.ts'
import type { Bindings } from '../../ir/Posterior.ts'
import type { Variational } from '../../ir/Variational.ts'
import { product } from './Elements.ts'
import { type Facts, type Known, liveness, type SliceFacts } from './Liveness.ts'
import { maskTensors } from '../masks/Mask.ts'
import { fixedSizes, type Network, networkOf, roots } from '../Network.ts'
import { removable } from './Removal.ts'
import { observedAxes } from './Slim.ts'

// ---------------------------------------------------------------------------
// axes that stay whole
// ---------------------------------------------------------------------------

/** The axes along which an operation mixes or names indices; none for an elementwise one. */
const mixed = (e: Expr): Axes => {
  switch (e._tag) {
    case 'Reduce':
    case 'Contract':
      return e.over
    case 'Rename':
      return [e.from, e.to]
    case 'Merge':
      return [...e.from, e.to]
    case 'Split':
      return [e.from, ...e.to]
    case 'Gather':
      return [e.axis]
    case 'Unfold':
    case 'Fold':
      return [e.windows.along, e.windows.at, e.windows.offset]
    default:
      return []
  }
}

const mixedIn = (exprs: ReadonlyArray<Expr>): Axes => postorder(exprs).flatMap(mixed)

/**
 * Is e a sum over the elements of what it refers to: only such sums, scaled by what refers to
 * nothing over an axis?
 */
const isSumOfElements = (e: Expr): boolean => {
  const isPlain = (x: Expr): boolean => [...refs([x]).values()].every((r) => r.axes.length === 0)
  const axesOf = (x: Expr): Axes => [...refs([x]).values()].flatMap((r) => r.axes)
  // sums over the nodes of a quadrature, which no reference carries, are a matter of one element
  const isElementwise = (x: Expr): boolean => meet(mixedIn([x]), axesOf(x)).length === 0
  if (isPlain(e)) return true
  switch (e._tag) {
    case 'Reduce':
      return e.op === 'sum' && (isElementwise(e.x) || isSumOfElements(e.x))
    case 'Contract':
      return isElementwise(e.x) && isElementwise(e.y)
    case 'Map':
      return e.op === 'neg' && isSumOfElements(e.x)
    case 'Zip':
      return ['add', 'sub'].includes(e.op)
        ? children(e).every(isSumOfElements)
        : e.op === 'mul'
          ? (isPlain(e.x) && isSumOfElements(e.y)) || (isPlain(e.y) && isSumOfElements(e.x))
          : e.op === 'div' && isPlain(e.y) && isSumOfElements(e.x)
    default:
      return false
  }
}

/**
 * Axes of a cost that some of its random parts share: their elements do not cost independently of
 * one another.
 */
const shared =
  (program: Variational) =>
  (nats: Expr): Axes => {
    const random = new Set([...program.parameters, ...program.noise].map((r) => r.name))
    const parts = [...refs([nats]).values()].filter((r) => random.has(r.name)).map((r) => r.axes)
    const all = [...new Set(parts.flat())]
    return isSumOfElements(nats) ? all.filter((a) => parts.some((axes) => !axes.includes(a))) : all
  }

/** Whatever the masks, these axes keep all their indices. */
const wholeAxes = (program: Variational): ReadonlySet<string> =>
  new Set([
    ...program.complexity.flatMap((c) => shared(program)(c.nats)),
    ...mixedIn([...program.draws.values()])
  ])

// ---------------------------------------------------------------------------
// indices that can go
// ---------------------------------------------------------------------------

const onlyZeros = ({ zero }: SliceFacts): SliceFacts => ({ zero, constant: zero })
/** Facts without those that only folding could use. */
const withoutConstants = ({ zero, along }: Facts): Facts => ({
  zero,
  constant: zero,
  along: new Map([...along].map(([axis, s]) => [axis, onlyZeros(s)] as const))
})

const ones = (program: Variational): Bindings => {
  const sizeOf = (axis: string): number => {
    const size = program.axes.find((a) => a.name === axis)?.size
    return typeof size === 'number' ? size : 1
  }
  return new Map(
    program.moments.map(({ site, axes }) => {
      const sizes = axes.map(sizeOf)
      return [site, { axes, sizes, values: new Float32Array(product(sizes)).fill(1) }] as const
    })
  )
}

const keptOf = (network: Network, whole: ReadonlySet<string>): KeptByAxis => {
  const known: Known = { sizes: fixedSizes(network), tensors: network.tensors }
  const factsOf = liveness(known)
  const removed = removable(
    known,
    (e) => withoutConstants(factsOf(e)),
    new Set([...whole, ...observedAxes(network)])
  )(roots(network))
  const kept = new Map(
    [...removed].flatMap(([axis, gone]) =>
      gone.includes(1)
        ? [
            [
              axis,
              { size: gone.length, indices: [...gone.keys()].filter((i) => gone[i] === 0) }
            ] as const
          ]
        : []
    )
  )
  const emptied = [...kept].flatMap(([axis, { indices }]) => (indices.length === 0 ? [axis] : []))
  return emptied.length === 0 ? kept : keptOf(network, new Set([...whole, ...emptied]))
}

/**
 * The indices that are left of every axis that can lose some, where the slices that the masks
 * switch off are zero.
 */
export const unusedIndices = (
  program: Variational
): ((masks: ReadonlyArray<Mask>) => KeptByAxis) => {
  const whole = wholeAxes(program)
  const network = networkOf(program)(ones(program))
  return (masks) =>
    network._tag === 'Left'
      ? new Map()
      : keptOf({ ...network.right, tensors: maskTensors(masks)(network.right.tensors) }, whole)
}
