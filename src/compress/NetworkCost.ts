/**
 * What a network asks for when it predicts one row of data, known before it predicts any.
 *
 * An upper bound: executors fuse operations and never store what nobody reads. Of a discrete
 * observation every outcome is predicted, so whatever depends on the observed value counts as often
 * as there are outcomes.
 *
 * @since 0.2.0
 */
import { type Axes, type Expr, isSubset, postorder, union } from '../expr/index.ts'
import { children } from '../expr/Fold.ts'
import type { Prediction } from '../ir/Variational.ts'
import { outcomeCount } from '../lower/PredictPlan.ts'

/**
 * - `operations` that are computed, counted for each prediction that needs them
 * - `numbers` in all their results, and of these `rowNumbers` anew for every row
 * - `work` products and sums on the way to them
 */
export interface NetworkCost {
  readonly operations: number
  readonly numbers: number
  readonly rowNumbers: number
  readonly work: number
}

type Sizes = ReadonlyMap<string, number>

const elements = (axes: Axes, sizes: Sizes): number =>
  axes.reduce((product, a) => product * (sizes.get(a) ?? 1), 1)

/** The axes that an operation runs along: those of its result, and those that it sums over. */
const loopAxes = (e: Expr): Axes => {
  const inner = e._tag === 'Gather' ? [] : children(e).flatMap((c) => c.axes)
  return isSubset(inner, e.axes) ? e.axes : union(e.axes, [...new Set(inner)])
}

/**
 * - `sizes` of all axes; - `open` axes along which rows run, of size 1. Where there are more than
 *   `most` operations the rest is not looked at.
 */
export const networkCost = (
  predictions: ReadonlyArray<Prediction>,
  sizes: Sizes,
  open: ReadonlySet<string>,
  most = Infinity
): NetworkCost => {
  let [operations, numbers, rowNumbers, work] = [0, 0, 0, 0]
  for (const p of predictions) {
    const nodes = postorder([...p.arguments.map((a) => a.value), p.negativeLogLikelihood])
    operations += nodes.length
    if (operations > most) break
    const outcomes = Math.max(1, outcomeCount(p, sizes))
    const observed = new Set<Expr>()
    const predicted = outcomes * elements(p.axes, sizes)
    numbers += predicted
    rowNumbers += predicted
    for (const e of nodes) {
      if ((e._tag === 'Ref' && e.name === p.site) || children(e).some((c) => observed.has(c)))
        observed.add(e)
      // what is bound is there already
      if (e._tag === 'Ref') continue
      const times = observed.has(e) ? outcomes : 1
      const made = times * elements(e.axes, sizes)
      numbers += made
      if (e.axes.some((a) => open.has(a))) rowNumbers += made
      work += Math.max(made, times * elements(loopAxes(e), sizes))
    }
  }
  return { operations, numbers, rowNumbers, work }
}
