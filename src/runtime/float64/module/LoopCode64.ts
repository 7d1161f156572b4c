/**
 * A loop over elements as code: two numbers at a time, four in a round, what is left one by one. Sums
 * have four parts, as those of `Float64Loops.ts`.
 *
 * @since 0.2.0
 */
import type { ValueId } from '../../../ir/Plan.ts'
import {
  elementCode,
  type Elements,
  paired,
  pairedIn,
  single,
  type Together
} from './ElementCode.ts'
import { type FoldStep, type LoopKernel64, readsOf } from './Fusion.ts'
import type { FunctionScope } from './FunctionScope.ts'
import type { Bytes } from './ModuleBytes.ts'
import { type Arithmetic, integer, lane, type Local, loop, one, two, twice } from './ModuleCode.ts'

/** So many elements have no loop: each of them is written out. */
const mostWrittenOut = 16

const fold = (a: Arithmetic, op: FoldStep['op'], x: Bytes, y: Bytes): Bytes =>
  op === 'sum' ? a.add(x, y) : a[op](x, y)

const neutral = { sum: 0, max: -Infinity, min: Infinity } as const

/** What a fold gathers: two pairs, and what is left over. */
interface Gathering {
  readonly step: FoldStep
  readonly pairs: readonly [Local, Local]
  readonly rest: Local
}

/** Elements that are computed together: where they lie, and into which half they are gathered. */
interface Place {
  readonly base: Bytes
  readonly from: number
  readonly into: (g: Gathering) => Local
}

const elementsAt = (
  kernel: LoopKernel64,
  scope: FunctionScope,
  elements: Elements,
  numbers: ReadonlyMap<ValueId, Local>,
  gatherings: ReadonlyArray<Gathering>,
  { base, from, into }: Place
): Bytes => {
  const { arithmetic: a } = elements
  const { local } = scope.writer
  const known = new Map(numbers)
  const together: Together = { local, decays: new Map() }
  const code: Array<Bytes> = []
  const addressOf = (id: ValueId) => ({ base, offset: scope.address(id) + 8 * from })
  const get = (id: ValueId): Local => {
    const found = known.get(id)
    if (found !== undefined) return found
    const loaded = local(a.type)
    known.set(id, loaded)
    code.push(loaded.set(a.load(addressOf(id))))
    return loaded
  }
  for (const { id, operation: o } of kernel.body) {
    const out = local(a.type)
    code.push(elementCode(o, elements, together, get, out))
    known.set(id, out)
    if (scope.isPlaced(id)) code.push(a.store(addressOf(id), out.get))
  }
  for (const g of gatherings) {
    const to = into(g)
    const x = get(g.step.x)
    code.push(to.set(fold(a, g.step.op, to.get, x.get)))
  }
  return code.flat()
}

/** One number: no loop, and the value stays in a local. */
const numberCode = (kernel: LoopKernel64, scope: FunctionScope): Bytes => {
  const own = new Set(kernel.body.map(({ id }) => id))
  const { local } = scope.writer
  const together: Together = { local, decays: new Map() }
  const before: Array<Bytes> = []
  const code: Array<Bytes> = []
  const get = (id: ValueId): Local => {
    const { value, code: loading } = scope.number(id)
    if (!own.has(id)) before.push(loading)
    return value
  }
  for (const { id, operation: o } of kernel.body) {
    const out = local('f64')
    code.push(elementCode(o, single, together, get, out))
    scope.keep(id, out)
    if (scope.isPlaced(id)) code.push(scope.storing(id, out))
  }
  return [...before, ...code].flat()
}

const gatheringOf = (scope: FunctionScope, step: FoldStep): Gathering => {
  const { local } = scope.writer
  return { step, pairs: [local('v128'), local('v128')], rest: local('f64') }
}

/** The four parts in one number. */
const gathered = (scope: FunctionScope, { step, pairs, rest }: Gathering, hasPairs: boolean) => {
  const [ab, cd] = pairs
  const { id, op } = step
  const together = (x: Bytes, y: Bytes): Bytes => fold(one, op, x, y)
  const last = hasPairs ? together(lane(cd.get, 0), lane(cd.get, 1)) : undefined
  scope.keep(id, rest)
  return [
    ...(last === undefined ? [] : rest.set(together(together(rest.get, lane(ab.get, 1)), last))),
    ...(scope.isPlaced(id) ? scope.storing(id, rest) : [])
  ]
}

export const loopCode = (kernel: LoopKernel64, scope: FunctionScope): Bytes => {
  if (kernel.count === 1) return numberCode(kernel, scope)
  const { count, folds } = kernel
  const { writer, fusion } = scope
  // numbers that all elements share, ready before the loop, once and in pairs
  const shared: Array<Bytes> = []
  const [ones, twos] = [new Map<ValueId, Local>(), new Map<ValueId, Local>()]
  for (const id of new Set(readsOf(kernel, fusion)))
    if (scope.isNumber(id)) {
      const { value, code, constant } = scope.number(id)
      ones.set(id, value)
      if (constant !== undefined) twos.set(id, { get: two.constant(constant), set: () => [] })
      else {
        const pair = writer.local('v128')
        shared.push(code, pair.set(twice(value.get)))
        twos.set(id, pair)
      }
    }
  const gatherings = folds.map((step) => gatheringOf(scope, step))
  const starts = gatherings.flatMap(({ step: { op }, pairs, rest }) => [
    ...pairs.flatMap((p) => p.set(two.constant(neutral[op]))),
    ...rest.set(one.constant(neutral[op]))
  ])
  const whole = count - (count % 4)
  const isLoop = whole > mostWrittenOut
  const both = isLoop
    ? pairedIn({ local: () => writer.local('v128'), constant: scope.pairOf })
    : paired
  const round = (base: Bytes, from: number): Bytes => [
    ...elementsAt(kernel, scope, both, twos, gatherings, { base, from, into: (g) => g.pairs[0] }),
    ...elementsAt(kernel, scope, both, twos, gatherings, {
      base,
      from: from + 2,
      into: (g) => g.pairs[1]
    })
  ]
  const main: Array<Bytes> = []
  if (isLoop) {
    const i = writer.local('i32')
    main.push(loop(i, 8 * whole, 32, round(i.get, 0)))
  } else for (let at = 0; at < whole; at += 4) main.push(round(integer(0), at))
  // the first of the four parts takes what is left over
  const hasPairs = whole > 0
  const toRest = hasPairs
    ? gatherings.flatMap(({ pairs: [ab], rest }) => rest.set(lane(ab.get, 0)))
    : []
  const left: Array<Bytes> = []
  for (let at = whole; at < count; at++)
    left.push(
      elementsAt(kernel, scope, single, ones, gatherings, {
        base: integer(0),
        from: at,
        into: (g) => g.rest
      })
    )
  return [
    ...shared.flat(),
    ...starts,
    ...main.flat(),
    ...toRest,
    ...left.flat(),
    ...gatherings.flatMap((g) => gathered(scope, g, hasPairs))
  ]
}
