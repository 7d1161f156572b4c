/**
 * WebAssembly of a loop kernel: one nest, vectors of four along the last dimension, the last few
 * elements of a row as a part of a vector. Where columns are summed, several vectors go down the
 * rows together. Long sums are taken in float32 for a while and then added up in float64.
 *
 * @since 0.1.0
 */
import type { ValueId } from '../../../ir/Plan.ts'
import { type Accumulator, accumulator } from '../emit/Accumulate.ts'
import { emitMap, emitWhere, emitZip } from '../elementwise/ElementwiseCode.ts'
import {
  type Address,
  type Code,
  type Emitter,
  i32,
  type Local,
  type Phase,
  v128
} from '../emit/Emit.ts'
import { sourcesOf } from './Operands.ts'
import type { ElementwiseInstruction, LoopKernel, ReduceInstruction } from '../Kernel.ts'
import { loadLanes, storeLanes } from '../emit/Lanes.ts'
import type { LoopPlaces } from './LoopPlaces.ts'
import { type Nest, nestOf } from './Nest.ts'
import { strandsOf } from './Strands.ts'
import { share } from '../product/ProductShare.ts'
import type { Views } from '../memory/Views.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Elementary operations below which a second thread would cost more than it does. */
const parallelWork = 30_000

/**
 * Rounds of a loop that are added in float32 before the sum goes into float64: the error is a few
 * of 2⁻²⁴, however long the sum.
 */
const chunk = 32
/** Sums of up to so many rounds stay in float32. */
const longSum = 256

// ---------------------------------------------------------------------------
// pieces
// ---------------------------------------------------------------------------

const operation = (
  e: Emitter,
  { operation: o }: ElementwiseInstruction,
  argument: (k: number) => Local
): Code =>
  o._tag === 'Transpose' || o._tag === 'Unfold'
    ? argument(0).get()
    : o._tag === 'Map'
      ? emitMap(o.op)(e, argument(0))
      : o._tag === 'Zip'
        ? emitZip(o.op)(e, argument(0), argument(1))
        : emitWhere(e, argument(0), argument(1), argument(2))

const missing = (what: string): never => {
  throw new Error(`internal: ${what}`)
}

/** A number as a local that nobody sets. */
const numberLocal = (e: Emitter, value: number): Local => {
  const unset = (): never => {
    throw new Error('internal: a number is not set')
  }
  return { type: v128, get: () => e.splat(value), set: unset, tee: unset }
}

// ---------------------------------------------------------------------------
// the nest
// ---------------------------------------------------------------------------

/**
 * An array as the loops walk it: each loop that it has a stride along makes a pointer of its own
 * from the one around.
 */
interface Walker {
  readonly strides: ReadonlyArray<number>
  readonly base: Local
}

/** Where every walker is, at one place of the loops around. */
type Pointers = ReadonlyMap<Walker, Local>

/**
 * One vector of those that are computed together, the `index`-th: what it loads, computes and sums.
 */
interface Strand {
  readonly index: number
  readonly loaded: ReadonlyArray<Local>
  readonly values: ReadonlyMap<ValueId, Local>
  readonly sums: ReadonlyArray<Accumulator>
}

/** The share of the outermost loop that a thread has, in bytes; `last`: it has the end. */
interface Share {
  readonly from: Local
  readonly to: Local
  readonly last: Code
}

const write = (
  e: Emitter,
  views: Views,
  kernel: LoopKernel,
  nest: Nest,
  places: LoopPlaces,
  share: Share | undefined
): ReadonlyArray<Code> => {
  const { m } = e
  const { order } = nest
  const vector = nest.extents.length - 1
  const innermost = order.length - 1
  const firstReduced = order.findIndex((d) => nest.reduced[d] === true)
  const together = nest.reduced[vector] === true
  const rounds = nest.extents.reduce(
    (n, extent, d) => (nest.reduced[d] === true ? n * extent : n),
    together ? 1 / 4 : 1
  )
  const long = rounds > longSum
  const start: Array<Code> = []

  const walker = (strides: ReadonlyArray<number>, address: Address): Walker => {
    const base = e.local(i32)
    start.push(base.set(address(e)))
    return { strides, base }
  }
  /** The innermost loop along which the array moves. */
  const depthOf = (strides: ReadonlyArray<number>): number =>
    order.reduce((depth, d, at) => ((strides[d] ?? 0) === 0 ? depth : at), -1)
  const loads = nest.loads.map((l) => ({
    walker: walker(l.strides, places.address(l.value)),
    depth: depthOf(l.strides)
  }))
  const stores = kernel.body
    .filter((i) => places.stored(i.id))
    .map((i) => ({ id: i.id, walker: walker(nest.whole, places.address(i.id)) }))
  const results = kernel.reductions.map((r) => ({
    r,
    walker: walker(nest.result, places.address(r.id))
  }))
  const walkers = [...loads, ...stores, ...results].map((x) => x.walker)
  const strands = Array.from({ length: strandsOf(nest) }, (_, index): Strand => ({
    index,
    loaded: loads.map(() => e.local(v128)),
    values: new Map(kernel.body.map((i) => [i.id, e.local(v128)])),
    sums: kernel.reductions.map((r) => accumulator(e, r.operation.op, long))
  }))

  const valueOf = ({ values }: Strand, id: ValueId): Local =>
    values.get(id) ?? missing(`value ${id} is not made here`)
  const argument = (
    { loaded, values }: Strand,
    i: ElementwiseInstruction | ReduceInstruction,
    k: number
  ): Local => {
    const { base } = sourcesOf(views, i)[k] ?? { base: -1 }
    const number = places.numberOf(base)
    return (
      values.get(base) ??
      (number === undefined ? loaded[nest.load(i.id, k)] : numberLocal(e, number)) ??
      missing(`operand ${k} of ${i.id} is nowhere`)
    )
  }
  const pointer = (pointers: Pointers, w: Walker): Code => (pointers.get(w) ?? w.base).get()
  /** Bytes from the first strand's vector to this one's. */
  const apart = (w: Walker, { index }: Strand): number => 16 * index * (w.strides[vector] ?? 0)
  const loadsAt = (
    depth: number,
    pointers: Pointers,
    lanes: number,
    of: ReadonlyArray<Strand>
  ): ReadonlyArray<Code> =>
    of.flatMap((strand) =>
      loads.flatMap(({ walker: w, depth: at }, k) =>
        at !== depth
          ? []
          : [
              (strand.loaded[k] ?? missing('a load')).set(
                loadLanes(
                  e,
                  w.strides[vector] ?? 0,
                  lanes,
                  () => pointer(pointers, w),
                  apart(w, strand)
                )
              )
            ]
      )
    )

  /** At one place of all loops: `lanes` elements of each strand. */
  const body = (
    lanes: number,
    pointers: Pointers,
    of: ReadonlyArray<Strand>
  ): ReadonlyArray<Code> =>
    of.flatMap((strand) => [
      ...kernel.body.map((i) =>
        valueOf(strand, i.id).set(operation(e, i, (k) => argument(strand, i, k)))
      ),
      ...stores.flatMap(({ id, walker: w }) =>
        storeLanes(e, lanes, () => pointer(pointers, w), valueOf(strand, id), apart(w, strand))
      ),
      ...strand.sums.flatMap((sum, k) =>
        sum.add(argument(strand, results[k]?.r ?? missing('a sum'), 0), together ? lanes : 4)
      )
    ])
  /** At one place of the loops that stay: from the start of the reductions to their results. */
  const reduce = (
    lanes: number,
    pointers: Pointers,
    inner: ReadonlyArray<Code>,
    of: ReadonlyArray<Strand>
  ): ReadonlyArray<Code> => {
    const result = e.local(v128)
    return [
      ...of.flatMap(({ sums }) => sums.flatMap((sum) => sum.start())),
      ...inner,
      ...of.flatMap((strand) =>
        strand.sums.flatMap((sum, k) => {
          const w = (results[k] ?? missing('a sum')).walker
          return [
            result.set(together ? sum.together() : sum.lanes()),
            ...storeLanes(
              e,
              together ? 1 : lanes,
              () => pointer(pointers, w),
              result,
              apart(w, strand)
            )
          ]
        })
      )
    ]
  }
  /**
   * The loops from `depth` inwards; `lanes` are those of the vector loop if it is around already,
   * and `of` the strands.
   */
  const loops = (
    depth: number,
    lanes: number,
    pointers: Pointers,
    of: ReadonlyArray<Strand>
  ): ReadonlyArray<Code> =>
    depth === order.length
      ? body(lanes, pointers, of)
      : depth === firstReduced
        ? reduce(lanes, pointers, loop(depth, lanes, pointers, of), of)
        : loop(depth, lanes, pointers, of)

  const loop = (
    depth: number,
    lanes: number,
    before: Pointers,
    around: ReadonlyArray<Strand>
  ): ReadonlyArray<Code> => {
    const dimension = order[depth] ?? 0
    const extent = nest.extents[dimension] ?? 1
    const variable = e.local(i32)
    /** One round, of `now` elements in each strand if this is the vector loop. */
    const round = (now: number, of: ReadonlyArray<Strand>): ReadonlyArray<Code> => {
      const pointers = new Map(before)
      const moves = walkers.flatMap((w) => {
        const stride = w.strides[dimension] ?? 0
        if (stride === 0) return []
        const moved = e.local(i32)
        const offset = stride === 1 ? variable.get() : m.i32.mul(variable.get(), e.i32(stride))
        const code = moved.set(m.i32.add(pointer(before, w), offset))
        pointers.set(w, moved)
        return [code]
      })
      const inside = dimension === vector ? now : lanes
      return [
        ...moves,
        ...loadsAt(depth, pointers, inside, of),
        ...loops(depth + 1, inside, pointers, of)
      ]
    }
    const all = dimension === vector ? strands : around
    const alone = all.slice(0, 1)
    const width = dimension === vector ? 4 * all.length : 1
    const rest = extent % width,
      end = 4 * (extent - rest)
    const lastLanes = dimension === vector ? rest % 4 : 0,
      whole = 4 * (extent - lastLanes)
    /** What is left of the vector loop: whole vectors one by one, and a part of one. */
    const tail = (): ReadonlyArray<Code> => [
      ...(whole === end
        ? []
        : [e.loop(variable, e.i32(end), () => e.i32(whole), 16, round(4, alone))]),
      ...(lastLanes === 0 ? [] : [variable.set(e.i32(whole)), ...round(lastLanes, alone)])
    ]
    if (depth === 0 && share !== undefined) {
      const to = e.local(i32)
      return [
        to.set(m.select(m.i32.lt_s(share.to.get(), e.i32(end)), share.to.get(), e.i32(end))),
        e.loop(variable, share.from.get(), to.get, 4 * width, round(4, all)),
        ...(rest === 0 ? [] : [m.if(share.last, e.block(tail()))])
      ]
    }
    const flushes = long && depth === innermost
    const flush = (): ReadonlyArray<Code> =>
      flushes ? all.flatMap(({ sums }) => sums.flatMap((sum) => sum.flush())) : []
    if (end > 4 * width * chunk && flushes) {
      const from = e.local(i32),
        to = e.local(i32)
      return [
        e.loop(from, e.i32(0), () => e.i32(end), 4 * width * chunk, [
          to.set(m.i32.add(from.get(), e.i32(4 * width * chunk))),
          m.if(m.i32.gt_s(to.get(), e.i32(end)), to.set(e.i32(end))),
          e.loop(variable, from.get(), to.get, 4 * width, round(4, all)),
          ...flush()
        ]),
        ...tail(),
        ...(rest === 0 ? [] : flush())
      ]
    }
    const full =
      end === 0
        ? []
        : end === 4 * width
          ? [variable.set(e.i32(0)), ...round(4, all)]
          : [e.loop(variable, e.i32(0), () => e.i32(end), 4 * width, round(4, all))]
    return [...full, ...tail(), ...flush()]
  }
  const codes = loops(0, 4, new Map(), strands)
  return [...start, ...loadsAt(-1, new Map(), 4, strands), ...codes]
}

// ---------------------------------------------------------------------------
// phases
// ---------------------------------------------------------------------------

/**
 * A kernel with a large space is shared by its outermost loop, if that stays; others are for one
 * thread.
 */
export const loopPhases = (
  views: Views,
  kernel: LoopKernel,
  places: LoopPlaces
): ReadonlyArray<Phase> => {
  const nest = nestOf(views, kernel, (id) => places.numberOf(id) !== undefined)
  const [outer = 0] = nest.order
  const extent = nest.extents[outer] ?? 1
  const width = outer === nest.extents.length - 1 ? 4 * strandsOf(nest) : 1
  const work =
    nest.extents.reduce((n, d) => n * d, 1) * (kernel.body.length + kernel.reductions.length)
  if (work < parallelWork || nest.reduced[outer] === true || extent < 8 * width)
    return [
      { parallel: false, emit: (e) => e.block(write(e, views, kernel, nest, places, undefined)) }
    ]
  return [
    {
      parallel: true,
      emit: (e, team) => {
        const { m } = e
        const mine = share(e, team, Math.ceil(extent / width)),
          from = e.local(i32),
          to = e.local(i32)
        const bytes = (units: Code): Code => m.i32.mul(units, e.i32(4 * width))
        const last = m.i32.eq(m.i32.add(team.index(), e.i32(1)), team.count())
        return e.block([
          ...mine.set,
          from.set(bytes(mine.from())),
          to.set(bytes(mine.to())),
          ...write(e, views, kernel, nest, places, { from, to, last })
        ])
      }
    }
  ]
}
