/**
 * What goes with the removed indices of a sum, where it is constant: partial evaluation of the
 * consumer.
 *
 *   Σ over index tuples of which a removed one is part, of xᵢ·yᵢ
 *
 * over the axes of the sum's result, which may be several. Data are zero and plates have one member
 * in this evaluation: by construction the terms that are added depend on neither.
 */
import { type Axes, type Expr, ref, reduce, where, zero, zip } from '../../expr/index.ts'
import { type Evaluated, evaluate, type NamedArray } from '../../expr/numbers/Reference.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { fixedSizes, type Network, openAxes, dataRefs } from '../Network.ts'
import { at, type Facts, type Known, productFacts } from './Liveness.ts'
import type { Removable } from './Removal.ts'

type Sum = Extract<Expr, { _tag: 'Contract' | 'Reduce' }>

const removedRef = (axis: string): Expr => ref(`removed along ${axis}`, [axis])

/** Is anything that goes not zero? */
export const leavesConstant =
  (k: Known, factsOf: (e: Expr) => Facts, removed: Removable) =>
  (e: Sum): boolean => {
    const terms =
      e._tag === 'Contract'
        ? productFacts(k, [...e.axes, ...e.over], factsOf(e.x), factsOf(e.y))
        : factsOf(e.x)
    return e.over.some((axis) =>
      removed.get(axis)?.some((r, i) => r === 1 && !at(terms, axis, i).zero)
    )
  }

/** The values of a network's expressions that do not depend on data, in float64. */
const constantEvaluator = (n: Network, removed: Removable): ((e: Expr) => Evaluated) => {
  const fixed = fixedSizes(n)
  const open = openAxes(n)
  const sizeOf = (a: string): number => fixed.get(a) ?? 1
  const data = dataRefs(n).map(({ name, axes }): readonly [string, NamedArray] => [
    name,
    {
      axes,
      sizes: axes.map(sizeOf),
      values: new Float64Array(axes.reduce((count, a) => count * sizeOf(a), 1))
    }
  ])
  const flags = [...removed].map(([axis, values]): readonly [string, NamedArray] => [
    `removed along ${axis}`,
    { axes: [axis], sizes: [values.length], values }
  ])
  return evaluate({
    sizes: new Map([...fixed, ...[...open].map((a) => [a, 1] as const)]),
    values: new Map([...n.tensors, ...data, ...flags])
  })
}

/** The constant of each sum, over the axes of its result that have a fixed size. */
export const foldedConstant = (n: Network, removed: Removable): ((e: Sum) => NamedTensor) => {
  const run = constantEvaluator(n, removed)
  const fixed = fixedSizes(n)
  return (e) => {
    const terms = e._tag === 'Contract' ? zip('mul')(e.x, e.y) : e.x
    const gone = e.over
      .filter((a) => fixed.has(a))
      .map(removedRef)
      .reduce((a, b) => zip('max')(a, b), zero)
    const found = run(reduce('sum', e.over)(where(gone, terms, zero)))
    const axes: Axes = found.axes.filter((a) => fixed.has(a))
    return {
      axes,
      sizes: axes.map((a) => fixed.get(a) ?? 1),
      values: Float32Array.from(found.values)
    }
  }
}
