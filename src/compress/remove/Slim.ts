/**
 * The network without what it can do without: removed indices are sliced off every tensor that
 * carries their axis, and what a sum loses that is constant is added to its bias, or becomes a
 * constant tensor of its own.
 *
 * It predicts what the given network predicts, to rounding. Dead slices must be zero already
 * (`maskTensors`); rounds go on until nothing more can go, since what one round removes may have
 * been the last use of something.
 */
import {
  type Axes,
  type Expr,
  fold,
  iota,
  postorder,
  rebuild,
  ref,
  refs,
  without,
  zero,
  zip
} from '../../expr/index.ts'
import type { KeptIndices } from '../../ir/Kept.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { addValues, keep, type Kept } from './Elements.ts'
import { foldedConstant, leavesConstant } from './FoldConstants.ts'
import { liveness } from './Liveness.ts'
import { dataRefs, fixedSizes, mapRoots, type Network, openAxes, roots } from '../Network.ts'
import { isSum, type Removable, removable } from './Removal.ts'
import { sizesAsConstants, sliceConstants } from './SliceExpr.ts'
import { biasOf, freshName, uses } from './Users.ts'

/** A constant that removal has left, and the tensor it went into. */
export interface FoldedConstant {
  readonly into: string
  readonly merged: boolean
  readonly elements: number
}

/**
 * - `kept` original indices along every axis that lost some; - `folded` constants, in the order in
 *   which they were found.
 */
export interface Slimmed {
  readonly network: Network
  readonly kept: Kept
  readonly folded: ReadonlyArray<FoldedConstant>
}

/** What happens to one sum. */
interface SumChange {
  readonly isEmpty: boolean
  readonly constant: string | undefined
  readonly merged: boolean
}

// ---------------------------------------------------------------------------
// one round
// ---------------------------------------------------------------------------

const survivors = (removed: Removable): ReadonlyMap<string, ReadonlyArray<number>> =>
  new Map(
    [...removed]
      .filter(([, r]) => r.some((x) => x === 1))
      .map(([axis, r]) => [axis, [...r.keys()].filter((i) => r[i] === 0)] as const)
  )

/** Observed values and the arguments of their distributions keep all their indices. */
export const observedAxes = (n: Network): ReadonlySet<string> =>
  new Set(
    n.predictions.flatMap((p) => [
      ...p.axes,
      ...p.consumes,
      ...p.negativeLogLikelihood.axes,
      ...p.arguments.flatMap((a) => a.value.axes)
    ])
  )

/** A value over plates too: 0 · iota has their size. */
const spread =
  (axes: Axes) =>
  (x: Expr): Expr =>
    without(x.axes)(axes).reduce((e, a) => zip('add')(e, zip('mul')(zero, iota(a))), x)

const rewrite = (
  changes: ReadonlyMap<Expr, SumChange>,
  tensors: ReadonlyMap<string, NamedTensor>,
  open: ReadonlySet<string>,
  kept: Kept
): ((e: Expr) => Expr) => {
  const changed = (original: Expr, sliced: Expr): Expr => {
    const change = changes.get(original)
    if (change === undefined) return sliced
    const constant =
      change.constant === undefined || change.merged
        ? undefined
        : ref(change.constant, tensors.get(change.constant)?.axes ?? [])
    return change.isEmpty
      ? spread(original.axes.filter((a) => open.has(a)))(constant ?? zero)
      : constant === undefined
        ? sliced
        : zip('add')(sliced, constant)
  }
  return fold<Expr>({
    ...rebuild,
    Constants: (_, e) => sliceConstants(kept)(e),
    Contract: (f, e) => changed(e, rebuild.Contract(f, e)),
    Reduce: (f, e) => changed(e, rebuild.Reduce(f, e))
  })
}

interface Round {
  readonly network: Network
  readonly kept: ReadonlyMap<string, ReadonlyArray<number>>
  readonly folded: ReadonlyArray<FoldedConstant>
}

/** Removes what can go now; undefined if nothing can. */
const round = (n: Network): Round | undefined => {
  const known = { sizes: fixedSizes(n), tensors: n.tensors }
  const open = openAxes(n)
  const factsOf = liveness(known)
  const removed = removable(known, factsOf, observedAxes(n))(roots(n))
  const kept = survivors(removed)
  if (kept.size === 0) return undefined
  const used = uses(roots(n))
  const constantOf = foldedConstant(n, removed)
  const tensors = new Map(n.tensors)
  const changes = new Map<Expr, SumChange>()
  const folded: Array<FoldedConstant> = []
  for (const e of postorder(roots(n)))
    if (isSum(e) && e.over.some((a) => kept.has(a))) {
      const isEmpty = e.over.some((a) => kept.get(a)?.length === 0)
      const fixed = e.axes.filter((a) => !open.has(a))
      const bias = biasOf(used, n.tensors, fixed)(e)
      const hasConstant = leavesConstant(known, factsOf, removed)(e)
      // an empty sum needs something over its fixed axes: its bias, or a constant
      if (hasConstant || (isEmpty && bias === undefined && fixed.length > 0)) {
        const constant = constantOf(e)
        const into = bias ?? freshName(new Set(tensors.keys()))
        const old = tensors.get(into)
        tensors.set(into, old === undefined ? constant : addValues(old, constant))
        folded.push({ into, merged: bias !== undefined, elements: constant.values.length })
        changes.set(e, { isEmpty, constant: into, merged: bias !== undefined })
      } else if (isEmpty) changes.set(e, { isEmpty, constant: undefined, merged: true })
    }
  const sizes = new Map(
    [...n.sizes].map(([axis, size]) => [axis, kept.get(axis)?.length ?? size] as const)
  )
  const sliced = mapRoots(rewrite(changes, tensors, open, kept))({ ...n, sizes })
  return {
    network: onlyUsed({
      ...sliced,
      tensors: new Map([...tensors].map(([name, t]) => [name, keep(kept)(t)] as const))
    }),
    kept,
    folded
  }
}

/** Without tensors that no expression refers to. */
const onlyUsed = (n: Network): Network => {
  const names = refs(roots(n))
  return { ...n, tensors: new Map([...n.tensors].filter(([name]) => names.has(name))) }
}

// ---------------------------------------------------------------------------
// all rounds
// ---------------------------------------------------------------------------

/** Indices of `later`, which count the survivors of `earlier`, as indices of before. */
const compose = (earlier: Kept, later: ReadonlyMap<string, ReadonlyArray<number>>): Kept =>
  new Map([
    ...earlier,
    ...[...later].map(([axis, indices]) => {
      const before = earlier.get(axis)
      return [axis, before === undefined ? indices : indices.map((i) => before[i] ?? 0)] as const
    })
  ])

/** The index lists of axes that the data still carry. */
const dataKept = (
  before: Network,
  after: Network,
  kept: Kept
): ReadonlyMap<string, KeptIndices> => {
  const carried = new Set(dataRefs(after).flatMap((r) => r.axes))
  const all = new Map<string, KeptIndices>(before.kept)
  for (const [axis, indices] of kept) {
    const old = before.kept.get(axis)
    all.set(axis, {
      size: old?.size ?? before.sizes.get(axis) ?? 0,
      indices: Array.from(indices, (i) => old?.indices[i] ?? i)
    })
  }
  return new Map([...all].filter(([axis]) => carried.has(axis)))
}

/** The slim network, with what was kept and folded. */
export const slim = (given: Network): Slimmed => {
  const start = mapRoots(sizesAsConstants(given.sizes))(given)
  let now: Slimmed = { network: onlyUsed(start), kept: new Map(), folded: [] }
  for (let next = round(now.network); next !== undefined; next = round(now.network))
    now = {
      network: next.network,
      kept: compose(now.kept, next.kept),
      folded: [...now.folded, ...next.folded]
    }
  const named = new Set(postorder(roots(now.network)).flatMap((e) => e.axes))
  const sizes = new Map([...fixedSizes(now.network)].filter(([axis]) => named.has(axis)))
  return {
    ...now,
    network: { ...now.network, sizes, kept: dataKept(given, now.network, now.kept) }
  }
}
