/**
 * Expressions in data as numbers on the host, in float32 as a plan has them: few nodes, so that they
 * need no executor.
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import { evaluate } from '../../expr/numbers/Reference.ts'
import { print } from '../../expr/print/Print.ts'
import type { ObservedSlot } from '../../ir/Graph.ts'
import type { Bindings, NamedTensor } from '../../ir/Posterior.ts'
import type { AxisSizes } from '../Outputs.ts'

/** The value of an expression in data. */
export type OnData = (e: Expr) => NamedTensor

/** Over an expression's own axes. Roots that one returned function is given share their parts. */
export const onData = (data: Bindings, sizes: AxisSizes): OnData => {
  const run = evaluate({ sizes, values: data }, { round: Math.fround })
  return (e) => {
    const found = run(e)
    return { axes: found.axes, sizes: found.sizes, values: Float32Array.from(found.values) }
  }
}

/** An end that data set for observed values, with how one beyond it is named: `below 0`. */
export interface DataEnd {
  readonly isBeyond: (value: number, end: number) => boolean
  readonly end: NamedTensor
  readonly words: string
}

/** The ends of an observation that no latent is in. */
export const dataEnds = (
  { within: { low, high } = {} }: ObservedSlot,
  data: Bindings,
  sizes: AxisSizes
): ReadonlyArray<DataEnd> => {
  const at = onData(data, sizes)
  const below = (e: Expr): DataEnd => ({
    isBeyond: (y, end) => y < end,
    end: at(e),
    words: `below ${print(e)}`
  })
  const above = (e: Expr): DataEnd => ({
    isBeyond: (y, end) => y > end,
    end: at(e),
    words: `above ${print(e)}`
  })
  return [...(low === undefined ? [] : [below(low)]), ...(high === undefined ? [] : [above(high)])]
}
