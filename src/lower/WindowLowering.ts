/**
 * Windows along an axis as instructions.
 *
 * Where windows neither overlap nor leave a gap they are a reshape. The axis of places goes where
 * the plan's order has it, so that the windows of several axes end up side by side, as the rows of
 * one matrix, without a transposition.
 *
 * @since 0.1.0
 */
import { without } from '../expr/Expr.ts'
import type { Windows } from '../expr/Windows.ts'
import type { Shape, ValueId } from '../ir/Plan.ts'
import type { Builder } from './Builder.ts'
import { arrange, type Placed } from './Contraction.ts'
import { elements, type Layout } from './AxisLayout.ts'
import { fill, reshape, transpose } from './Values.ts'

// ---------------------------------------------------------------------------
// positions
// ---------------------------------------------------------------------------

/**
 * Where windows lie in the unfolded shape: they are counted at `position`, their places at
 * `offset`, behind it.
 */
interface Places {
  readonly position: number
  readonly offset: number
}

const inserted = <A>(list: ReadonlyArray<A>, at: number, a: A): ReadonlyArray<A> => [
  ...list.slice(0, at),
  a,
  ...list.slice(at)
]
const replaced = <A>(list: ReadonlyArray<A>, at: number, a: A): ReadonlyArray<A> =>
  list.map((b, i) => (i === at ? a : b))
const removed = <A>(list: ReadonlyArray<A>, at: number): ReadonlyArray<A> =>
  list.filter((_, i) => i !== at)

/** The permutation that moves position `from` to `to`. */
const moving = (rank: number, from: number, to: number): ReadonlyArray<number> =>
  inserted(
    removed(
      Array.from({ length: rank }, (_, i) => i),
      from
    ),
    to,
    from
  )

/** Do the windows cover an axis of n once, without padding? */
const isTiling = ({ size, stride, padding }: Windows, count: number, n: number): boolean =>
  padding === 0 && stride === size && count * size === n

// ---------------------------------------------------------------------------
// values
// ---------------------------------------------------------------------------

const unfolded =
  (b: Builder) =>
  (w: Windows, { position, offset }: Places, count: number, x: ValueId): ValueId => {
    const from = b.shape(x),
      o = b.operation(x)
    const shape = inserted(replaced(from, position, count), offset, w.size)
    if (elements(from) === 0) return fill(b)(0, shape)
    if (o._tag === 'Fill' && (w.padding === 0 || o.value === 0)) return fill(b)(o.value, shape)
    if (!isTiling(w, count, from[position] ?? 0))
      return b.emit(
        { _tag: 'Unfold', position, offset, stride: w.stride, padding: w.padding, x },
        shape
      )
    const adjacent: Shape = inserted(replaced(from, position, count), position + 1, w.size)
    return transpose(b)(reshape(b)(x, adjacent), moving(adjacent.length, position + 1, offset))
  }

const folded =
  (b: Builder) =>
  (w: Windows, { position, offset }: Places, n: number, x: ValueId): ValueId => {
    const from = b.shape(x),
      o = b.operation(x)
    const shape = replaced(removed(from, offset), position, n)
    if (elements(from) === 0 || (o._tag === 'Fill' && o.value === 0)) return fill(b)(0, shape)
    if (!isTiling(w, from[position] ?? 0, n))
      return b.emit(
        { _tag: 'Fold', position, offset, stride: w.stride, padding: w.padding, x },
        shape
      )
    return reshape(b)(transpose(b)(x, moving(from.length, offset, position + 1)), shape)
  }

// ---------------------------------------------------------------------------
// named axes
// ---------------------------------------------------------------------------

/** x over its windows. */
export const windowsOf =
  (b: Builder, layout: Layout) =>
  (w: Windows, x: Placed): Placed => {
    const counted = layout.sort(x.axes.map((a) => (a === w.along ? w.at : a)))
    const id = arrange(b)(
      x,
      counted.map((a) => (a === w.at ? w.along : a))
    )
    const position = counted.indexOf(w.at),
      axes = layout.sort([...counted, w.offset])
    const offset = Math.max(position + 1, axes.indexOf(w.offset))
    const made = unfolded(b)(w, { position, offset }, layout.extent(w.at), id)
    return { id: arrange(b)({ id: made, axes: inserted(counted, offset, w.offset) }, axes), axes }
  }

/** Windows added up onto their axis. */
export const overlapped =
  (b: Builder, layout: Layout) =>
  (w: Windows, x: Placed): Placed => {
    const counted = without([w.offset])(x.axes),
      position = counted.indexOf(w.at)
    const offset = Math.max(position + 1, x.axes.indexOf(w.offset))
    const id = folded(b)(
      w,
      { position, offset },
      layout.extent(w.along),
      arrange(b)(x, inserted(counted, offset, w.offset))
    )
    const axes = replaced(counted, position, w.along),
      sorted = layout.sort(axes)
    return { id: arrange(b)({ id, axes }, sorted), axes: sorted }
  }
