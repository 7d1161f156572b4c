/**
 * A plan cut into kernels: what runs as one nest of loops, in which order, without addresses yet.
 *
 * @since 0.1.0
 */
import type { Instruction, Operation, Plan, Shape, ValueId } from '../../ir/Plan.ts'
import type { Strides } from './product/ProductShape.ts'
import type { Views } from './memory/Views.ts'

type Of<T extends Operation['_tag']> = Extract<Operation, { readonly _tag: T }>

/** An instruction of elementwise arithmetic, or a view that is written out. */
export interface ElementwiseInstruction extends Instruction {
  readonly operation: Of<'Map'> | Of<'Zip'> | Of<'Where'> | Of<'Transpose'> | Of<'Unfold'>
}
export interface ReduceInstruction extends Instruction {
  readonly operation: Of<'Reduce'>
}

/**
 * Elementwise instructions over one iteration space, with reductions of it at the end. Extents of 1
 * are left out of the space. `reduced` are the positions of the space that the reductions run over:
 * the same for all of one kernel.
 */
export interface LoopKernel {
  readonly _tag: 'Loop'
  readonly space: Shape
  readonly reduced: ReadonlyArray<number>
  readonly body: ReadonlyArray<ElementwiseInstruction>
  readonly reductions: ReadonlyArray<ReduceInstruction>
}

/**
 * An operand of a product as it lies in memory: [batch, rows, columns] with these steps between
 * neighbours.
 */
export interface MatrixOperand extends Strides {
  readonly value: ValueId
}

/** x is [batch, m, k], y [batch, k, n]. */
export interface ProductKernel {
  readonly _tag: 'Product'
  readonly id: ValueId
  readonly batch: number
  readonly m: number
  readonly k: number
  readonly n: number
  readonly x: MatrixOperand
  readonly y: MatrixOperand
}
export interface NoiseKernel {
  readonly _tag: 'Noise'
  readonly id: ValueId
  readonly name: string
  readonly count: number
}
/** Windows with padding, and sums of windows. */
export interface WindowKernel {
  readonly _tag: 'Window'
  readonly id: ValueId
  readonly operation: Of<'Unfold'> | Of<'Fold'>
  readonly x: ValueId
}

export type Kernel = LoopKernel | ProductKernel | NoiseKernel | WindowKernel

export interface Schedule {
  readonly plan: Plan
  readonly kernels: ReadonlyArray<Kernel>
  readonly views: Views
}

/** A shape without its extents of 1: the space in which elementwise neighbours meet. */
export const squeezed = (shape: Shape): Shape => shape.filter((d) => d !== 1)

/** The values that a kernel makes. */
export const made = (k: Kernel): ReadonlyArray<ValueId> =>
  k._tag === 'Loop' ? [...k.body, ...k.reductions].map((i) => i.id) : [k.id]
