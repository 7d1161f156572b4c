/**
 * A plan cut into kernels: elementwise instructions over so many elements become one loop, with the sums
 * of what it makes; products and sums along an axis are kernels of their own, and what a module has no
 * code for stays *apart*, a loop of JavaScript over the same memory.
 *
 * What is computed once for all, or once for given data, is all apart.
 *
 * @since 0.2.0
 */
import type { Instruction, Operation, Plan, Shape, ValueId } from '../../../ir/Plan.ts'
import { operands } from '../../../lower/LastUses.ts'
import { blockOf, elements } from '../Float64Rules.ts'
import { stagesOf } from '../Float64Stages.ts'

// model

type Of<T extends Operation['_tag']> = Extract<Operation, { readonly _tag: T }>

/** An elementwise instruction whose operands have as many elements as it has, or one. */
export interface ElementStep {
  readonly id: ValueId
  readonly operation: Of<'Map'> | Of<'Zip'> | Of<'Where'>
}

/** All elements of x in one number. */
export interface FoldStep {
  readonly id: ValueId
  readonly op: 'sum' | 'max' | 'min'
  readonly x: ValueId
}

export interface LoopKernel64 {
  readonly _tag: 'Loop'
  readonly count: number
  readonly body: Array<ElementStep>
  readonly folds: Array<FoldStep>
}

export type Kernel64 =
  | LoopKernel64
  /** [rows, count, width] summed to [rows, width]. */
  | {
      readonly _tag: 'Sums'
      readonly id: ValueId
      readonly x: ValueId
      readonly rows: number
      readonly count: number
      readonly width: number
    }
  /** [rows, count], of each row the largest or the smallest. */
  | {
      readonly _tag: 'Extremes'
      readonly id: ValueId
      readonly x: ValueId
      readonly op: 'max' | 'min'
      readonly rows: number
      readonly count: number
    }
  /** [batch, m, k] · [batch, k, n]. */
  | {
      readonly _tag: 'Product'
      readonly id: ValueId
      readonly x: ValueId
      readonly y: ValueId
      readonly batch: number
      readonly m: number
      readonly k: number
      readonly n: number
    }
  | { readonly _tag: 'Apart'; readonly id: ValueId; readonly operation: Operation }
  /** x stretched to the shape of the value. */
  | { readonly _tag: 'Spread'; readonly id: ValueId; readonly x: ValueId }

/** A value: `stage` as in `Float64Stages.ts`; `root` has its array; a filled one is one number. */
export interface Value64 {
  readonly shape: Shape
  readonly stage: number
  readonly root: ValueId
  readonly constant: number | undefined
}

/** Kernels by stage, those of constants in front; values by id, spread ones behind those of the plan. */
export interface Fusion {
  readonly values: ReadonlyArray<Value64>
  readonly stages: ReadonlyArray<ReadonlyArray<Kernel64>>
}

// constructors

/** Does it leave elements where they are: only axes of 1 move? */
const staysInOrder = (permutation: ReadonlyArray<number>, from: Shape): boolean => {
  const long = permutation.filter((p) => (from[p] ?? 1) !== 1)
  return long.every((p, i) => i === 0 || p > (long[i - 1] ?? 0))
}

const isNumber = (v: Value64 | undefined): boolean =>
  v !== undefined && (v.constant !== undefined || elements(v.shape) === 1)

/** The kernels of one stage while they grow. */
interface Growing {
  readonly kernels: Array<Kernel64>
  /** By value, the kernel that makes it, and whether a loop over as many elements may be that one. */
  readonly made: Map<ValueId, { readonly at: number; readonly inLoop: boolean }>
}

/** A plan whose values of stages from 1 on are fused; `changing` as in `prepareFloat64`. */
export const fuse = (plan: Plan, changing: ReadonlyArray<ReadonlyArray<string>>): Fusion => {
  const { stages: stageOf } = stagesOf(plan, changing)
  const values: Array<Value64> = []
  const spreads = new Map<string, ValueId>()
  const spreadsFrom = plan.instructions.length
  const stages = ['constants', 'data', ...changing].map((): Growing => ({
    kernels: [],
    made: new Map()
  }))
  const growing = (stage: number): Growing => stages[stage + 1] ?? { kernels: [], made: new Map() }
  const rootOf = (id: ValueId): ValueId => values[id]?.root ?? id
  const countOf = (id: ValueId): number => elements(values[id]?.shape ?? [])

  const append = (stage: number, kernel: Exclude<Kernel64, LoopKernel64>): void => {
    const { kernels, made } = growing(stage)
    made.set(kernel.id, { at: kernels.push(kernel) - 1, inLoop: false })
  }
  /** The first loop over so many elements that comes after all that it reads; a new one if there is none. */
  const loopFor = (
    { kernels, made }: Growing,
    count: number,
    reads: ReadonlyArray<ValueId>
  ): { readonly loop: LoopKernel64; readonly at: number } => {
    const earliest = Math.max(
      0,
      ...reads.map((id) => {
        const found = made.get(id)
        if (found === undefined) return 0
        return found.inLoop && countOf(id) === count ? found.at : found.at + 1
      })
    )
    for (let at = earliest; at < kernels.length; at++) {
      const kernel = kernels[at]
      if (kernel?._tag === 'Loop' && kernel.count === count) return { loop: kernel, at }
    }
    const loop: LoopKernel64 = { _tag: 'Loop', count, body: [], folds: [] }
    return { loop, at: kernels.push(loop) - 1 }
  }
  /** The operand as a loop over the shape reads it: a number, or as many elements. */
  const spread = (id: ValueId, shape: Shape): ValueId => {
    const root = rootOf(id)
    const value = values[id]
    if (value === undefined || isNumber(value) || elements(value.shape) === elements(shape))
      return root
    const key = `${id}:${shape.join()}`
    const found = spreads.get(key)
    if (found !== undefined) return found
    const own = spreadsFrom + spreads.size
    spreads.set(key, own)
    values[own] = { shape, stage: value.stage, root: own, constant: undefined }
    append(value.stage, { _tag: 'Spread', id: own, x: id })
    return own
  }
  const elementwise = (
    { id, shape }: Instruction,
    stage: number,
    operation: ElementStep['operation']
  ): void => {
    const to = growing(stage)
    const { loop, at } = loopFor(to, elements(shape), operands(operation))
    loop.body.push({ id, operation })
    to.made.set(id, { at, inLoop: true })
  }

  const add = (i: Instruction, stage: number): void => {
    const { id, shape, operation: o } = i
    const isEmpty = elements(shape) === 0 || operands(o).some((x) => countOf(x) === 0)
    if (stage < 1 || isEmpty) return append(stage, { _tag: 'Apart', id, operation: o })
    switch (o._tag) {
      case 'Map':
        return elementwise(i, stage, { ...o, x: spread(o.x, shape) })
      case 'Zip':
        return elementwise(i, stage, { ...o, x: spread(o.x, shape), y: spread(o.y, shape) })
      case 'Where':
        return elementwise(i, stage, {
          ...o,
          condition: spread(o.condition, shape),
          x: spread(o.x, shape),
          y: spread(o.y, shape)
        })
      case 'Reduce': {
        const from = values[o.x]?.shape ?? []
        const block = blockOf(from, o.positions)
        const x = rootOf(o.x)
        if (block?.count === elements(from)) {
          const to = growing(stage)
          const { loop, at } = loopFor(to, block.count, [x])
          loop.folds.push({ id, op: o.op, x })
          to.made.set(id, { at, inLoop: false })
          return
        }
        if (block === undefined) break
        const { count, width } = block
        if (o.op !== 'sum') {
          if (width !== 1) break
          return append(stage, { _tag: 'Extremes', id, x, op: o.op, rows: elements(shape), count })
        }
        return append(stage, { _tag: 'Sums', id, x, rows: elements(shape) / width, count, width })
      }
      case 'MatMul': {
        const [n = 1, m = 1] = [...shape].reverse()
        const k = values[o.x]?.shape.at(-1) ?? 1
        const batch = elements(shape.slice(0, -2))
        const [x, y] = [rootOf(o.x), rootOf(o.y)]
        return append(stage, { _tag: 'Product', id, x, y, batch, m, k, n })
      }
      default:
        break
    }
    append(stage, { _tag: 'Apart', id, operation: o })
  }

  for (const i of plan.instructions) {
    const { id, shape, operation: o } = i
    const stage = stageOf[id] ?? 0
    const isSame =
      o._tag === 'Reshape' ||
      (o._tag === 'Transpose' && staysInOrder(o.permutation, values[o.x]?.shape ?? []))
    values[id] = {
      shape,
      stage,
      root: isSame ? rootOf(o.x) : id,
      constant: o._tag === 'Fill' ? o.value : isSame ? values[o.x]?.constant : undefined
    }
    if (!isSame && o._tag !== 'Input') add(i, stage)
  }
  return { values, stages: stages.map(({ kernels }) => kernels) }
}

// destructors

/** The roots of what a kernel reads and does not make itself. */
export const readsOf = (kernel: Kernel64, { values }: Fusion): ReadonlyArray<ValueId> => {
  const root = (id: ValueId): ValueId => values[id]?.root ?? id
  switch (kernel._tag) {
    case 'Loop': {
      const own = new Set(kernel.body.map(({ id }) => id))
      return [
        ...kernel.body.flatMap(({ operation }) => operands(operation)),
        ...kernel.folds.map(({ x }) => x)
      ].filter((id) => !own.has(id))
    }
    case 'Sums':
    case 'Extremes':
      return [kernel.x]
    case 'Product':
      return [kernel.x, kernel.y]
    case 'Spread':
      return [root(kernel.x)]
    case 'Apart':
      return operands(kernel.operation).map(root)
  }
}

/** What a kernel makes. */
export const madeBy = (kernel: Kernel64): ReadonlyArray<ValueId> =>
  kernel._tag === 'Loop' ? [...kernel.body, ...kernel.folds].map(({ id }) => id) : [kernel.id]
