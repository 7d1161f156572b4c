/**
 * Windows with padding, and sums of windows, in the order of the result.
 *
 * @since 0.1.0
 */
import type { Operation, Shape } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import {
  type Address,
  type Code,
  type Emitter,
  i32,
  type Local,
  type Phase,
  v128
} from '../emit/Emit.ts'
import { storeLanes } from '../emit/Lanes.ts'
import { share } from '../product/ProductShare.ts'
import { rowMajor } from '../memory/Views.ts'

type WindowOperation = Extract<Operation, { readonly _tag: 'Unfold' | 'Fold' }>

/** Elements from which threads share the outermost loop. */
const parallelElements = 30_000

/**
 * A dimension of the result, and the stride in x along it; `undefined` where the index decides more
 * than an address.
 */
interface Dimension {
  readonly extent: number
  readonly stride: number | undefined
}

/**
 * Loops over the result, four at a time along the last dimension if neighbours of it are neighbours
 * in x; `at` writes one place of it.
 */
const phases = (
  dimensions: ReadonlyArray<Dimension>,
  x: Address,
  out: Address,
  at: (
    e: Emitter,
    indices: ReadonlyArray<Local>,
    from: Local,
    target: Local,
    lanes: number
  ) => ReadonlyArray<Code>
): ReadonlyArray<Phase> => {
  const extents = dimensions.map((d) => d.extent)
  const [outer = 1] = extents
  const last = dimensions.length - 1
  const parallel = elements(extents) >= parallelElements && outer >= 8 && last > 0
  const vector = dimensions[last]?.stride === 1
  return [
    {
      parallel,
      emit: (e, team) => {
        const { m } = e
        const source = e.local(i32),
          target = e.local(i32)
        const loops = (
          depth: number,
          indices: ReadonlyArray<Local>,
          from: Local,
          lanes: number
        ): ReadonlyArray<Code> => {
          const dimension = dimensions[depth]
          if (dimension === undefined)
            return [
              ...at(e, indices, from, target, lanes),
              target.set(m.i32.add(target.get(), e.i32(4 * lanes)))
            ]
          const { extent, stride } = dimension
          const i = e.local(i32),
            next = e.local(i32)
          const round = (now: number): ReadonlyArray<Code> => [
            next.set(
              stride === undefined
                ? from.get()
                : m.i32.add(from.get(), m.i32.mul(i.get(), e.i32(4 * stride)))
            ),
            ...loops(depth + 1, [...indices, i], next, now)
          ]
          if (depth === last && vector) {
            const rest = extent % 4
            return [
              e.loop(i, e.i32(0), () => e.i32(extent - rest), 4, round(4)),
              ...(rest === 0 ? [] : [i.set(e.i32(extent - rest)), ...round(rest)])
            ]
          }
          if (depth > 0 || !parallel)
            return [e.loop(i, e.i32(0), () => e.i32(extent), 1, round(lanes))]
          const mine = share(e, team, outer)
          return [
            ...mine.set,
            target.set(
              m.i32.add(target.get(), m.i32.mul(mine.from(), e.i32(4 * elements(extents.slice(1)))))
            ),
            e.loop(i, mine.from(), mine.to, 1, round(lanes))
          ]
        }
        return e.block([source.set(x(e)), target.set(out(e)), ...loops(0, [], source, 1)])
      }
    }
  ]
}

/** Element (i, j) is x at i·stride + j − padding, 0 beyond the edges. */
const unfoldPhases = (
  o: WindowOperation,
  from: Shape,
  to: Shape,
  x: Address,
  out: Address
): ReadonlyArray<Phase> => {
  const strides = rowMajor(from)
  const along = strides[o.position] ?? 0
  const dimensions = to.map((extent, d): Dimension => ({
    extent,
    stride:
      d === o.position || d === o.offset ? undefined : (strides[d < o.offset ? d : d - 1] ?? 0)
  }))
  return phases(dimensions, x, out, (e, indices, start, target, lanes) => {
    const { m } = e
    const place = e.local(i32),
      value = e.local(v128)
    const [i, j] = [indices[o.position], indices[o.offset]]
    if (i === undefined || j === undefined) throw new Error('internal: a window without positions')
    const address = (): Code => m.i32.add(start.get(), m.i32.mul(place.get(), e.i32(4 * along)))
    return [
      place.set(
        m.i32.sub(m.i32.add(m.i32.mul(i.get(), e.i32(o.stride)), j.get()), e.i32(o.padding))
      ),
      value.set(e.splat(0)),
      // an index below 0 is a large one without its sign
      m.if(
        m.i32.lt_u(place.get(), e.i32(from[o.position] ?? 0)),
        value.set(lanes === 1 ? m.v128.load32_splat(0, 4, address()) : m.v128.load(0, 4, address()))
      ),
      ...storeLanes(e, lanes, target.get, value)
    ]
  })
}

/** Element p is Σ over (i, j) with i·stride + j − padding = p of x's (i, j). */
const foldPhases = (
  o: WindowOperation,
  from: Shape,
  to: Shape,
  x: Address,
  out: Address
): ReadonlyArray<Phase> => {
  const strides = rowMajor(from)
  const [along, within] = [strides[o.position] ?? 0, strides[o.offset] ?? 0]
  const [count, size] = [from[o.position] ?? 1, from[o.offset] ?? 1]
  const dimensions = to.map((extent, d): Dimension => ({
    extent,
    stride: d === o.position ? undefined : (strides[d < o.offset ? d : d + 1] ?? 0)
  }))
  return phases(dimensions, x, out, (e, indices, start, target, lanes) => {
    const { m } = e
    const p = indices[o.position]
    if (p === undefined) throw new Error('internal: a sum of windows without a position')
    const q = e.local(i32),
      j = e.local(i32),
      to_ = e.local(i32),
      at = e.local(i32),
      sum = e.local(v128)
    const atLeast0 = (held: Local): Code =>
      m.select(m.i32.gt_s(held.get(), e.i32(0)), held.get(), e.i32(0))
    const atMost = (held: Local, bound: number): Code =>
      m.select(m.i32.lt_s(held.get(), e.i32(bound)), held.get(), e.i32(bound))
    // j runs over max(0, q − (count − 1)·stride) … min(size − 1, q), those with q − j a multiple of
    // the stride
    return [
      q.set(m.i32.add(p.get(), e.i32(o.padding))),
      j.set(m.i32.sub(q.get(), e.i32((count - 1) * o.stride))),
      j.set(atLeast0(j)),
      ...(o.stride === 1
        ? []
        : [j.set(m.i32.add(j.get(), m.i32.rem_u(m.i32.sub(q.get(), j.get()), e.i32(o.stride))))]),
      to_.set(m.i32.add(atMost(q, size - 1), e.i32(1))),
      sum.set(e.splat(0)),
      at.set(
        m.i32.add(
          start.get(),
          m.i32.add(
            m.i32.mul(m.i32.div_s(m.i32.sub(q.get(), j.get()), e.i32(o.stride)), e.i32(4 * along)),
            m.i32.mul(j.get(), e.i32(4 * within))
          )
        )
      ),
      e.loop(j, j.get(), to_.get, o.stride, [
        sum.set(
          m.f32x4.add(
            sum.get(),
            lanes === 1 ? m.v128.load32_splat(0, 4, at.get()) : m.v128.load(0, 4, at.get())
          )
        ),
        at.set(m.i32.add(at.get(), e.i32(4 * (o.stride * within - along))))
      ]),
      ...storeLanes(e, lanes, target.get, sum)
    ]
  })
}

export const windowPhases = (
  o: WindowOperation,
  from: Shape,
  to: Shape,
  x: Address,
  out: Address
): ReadonlyArray<Phase> =>
  o._tag === 'Unfold' ? unfoldPhases(o, from, to, x, out) : foldPhases(o, from, to, x, out)
