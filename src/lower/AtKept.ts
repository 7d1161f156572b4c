/**
 * A program at fewer indices: expressions name axes without sizes, so that only what speaks of
 * sizes and positions changes.
 *
 * Removed indices are gone from every sum. Where what they added was zero (`unusedIndices` of the
 * compressor), values stay what they were; of the complexity costs, sums of the costs of single
 * elements, those of the removed ones are taken out.
 *
 * @since 0.1.0
 */
import { constant, constants, type Expr, type NodeOf } from '../expr/Expr.ts'
import { fold, rebuild } from '../expr/Fold.ts'
import type { KeptByAxis } from '../ir/Kept.ts'
import type { Variational } from '../ir/Variational.ts'

/** A constant array at the kept indices of its axes. */
const sliceConstants =
  (kept: KeptByAxis) =>
  ({ axes, sizes, values }: NodeOf<'Constants'>): Expr => {
    const indices = axes.map(
      (a, d) => kept.get(a)?.indices ?? Array.from({ length: sizes[d] ?? 0 }, (_, i) => i)
    )
    const places = indices.reduce<ReadonlyArray<number>>(
      (before, along, d) => before.flatMap((p) => along.map((i) => p * (sizes[d] ?? 0) + i)),
      [0]
    )
    return constants(
      axes,
      indices.map((along) => along.length),
      places.map((p) => values[p] ?? 0)
    )
  }

/**
 * The same function of fewer elements. The size of an axis stays what it was (a mean over removed
 * zeros divides by all), positions along it are the old ones, arrays are sliced. Axes that are
 * gathered along keep all their indices, by what chose the kept ones.
 */
const exprAt = (kept: KeptByAxis): ((e: Expr) => Expr) =>
  fold<Expr>({
    ...rebuild,
    Size: (_, e) => {
      const axis = kept.get(e.axis)
      return axis === undefined ? e : constant(axis.size)
    },
    Iota: (_, e) => {
      const axis = kept.get(e.axis)
      return axis === undefined ? e : constants([e.axis], [axis.indices.length], axis.indices)
    },
    Constants: (_, e) => (e.axes.some((a) => kept.has(a)) ? sliceConstants(kept)(e) : e)
  })

/**
 * The program of the kept elements alone: parameters, noise and data of the same names over smaller
 * axes.
 */
export const programAt =
  (kept: KeptByAxis) =>
  (program: Variational): Variational => {
    if (kept.size === 0) return program
    const at = exprAt(kept)
    const all = (exprs: ReadonlyMap<string, Expr>): ReadonlyMap<string, Expr> =>
      new Map([...exprs].map(([name, e]) => [name, at(e)] as const))
    return {
      ...program,
      axes: program.axes.map((a) => ({ ...a, size: kept.get(a.name)?.indices.length ?? a.size })),
      errorCostNats: at(program.errorCostNats),
      complexity: program.complexity.map((c) => ({ ...c, nats: at(c.nats) })),
      lossNats: at(program.lossNats),
      gradients: all(program.gradients),
      savings: program.savings.map((saving) => ({ ...saving, nats: at(saving.nats) })),
      moments: program.moments.map((m) =>
        m.closed === undefined
          ? m
          : { ...m, closed: { mean: at(m.closed.mean), variance: at(m.closed.variance) } }
      ),
      draws: all(program.draws),
      predictions: program.predictions.map((p) => ({
        ...p,
        arguments: p.arguments.map((a) => ({ ...a, value: at(a.value) })),
        negativeLogLikelihood: at(p.negativeLogLikelihood)
      }))
    }
  }
