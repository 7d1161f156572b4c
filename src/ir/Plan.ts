/**
 * Straight-line, single-assignment code over arrays of known shape. Axis names have become
 * positions.
 *
 * @since 0.1.0
 */
import type { ZipOp } from '../expr/Expr.ts'

export type Shape = ReadonlyArray<number>

/** A value is the index of the instruction that makes it. */
export type ValueId = number

/**
 * Elementwise functions that every executor has, accurately; the others are expanded into these
 * before.
 */
export type KernelMap =
  | 'neg'
  | 'abs'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'sqrt'
  | 'square'
  | 'reciprocal'
  | 'floor'
  | 'round'
  | 'tanh'
  | 'sigmoid'
  | 'softplus'
  | 'relu'
export type KernelZip = Exclude<
  ZipOp,
  'polygamma' | 'logProduct' | 'logRatio' | 'deviance' | 'logCauchy'
>

/**
 * What an instruction computes. Operands of zips and wheres are aligned at their last positions and
 * stretch along extents of 1, and along positions they lack in front. The positions of a reduction
 * disappear from its shape, and each has an extent above 1. Only `Input`, `Noise` and `Fill` make
 * arrays without elements.
 */
export type Operation =
  | { readonly _tag: 'Input'; readonly name: string }
  /**
   * Standard normals of the stream `name`, from the key and step given at the run: the same numbers
   * on every executor.
   */
  | { readonly _tag: 'Noise'; readonly name: string }
  | { readonly _tag: 'Fill'; readonly value: number }
  | { readonly _tag: 'Literal'; readonly values: ReadonlyArray<number> }
  | { readonly _tag: 'Range' }
  | { readonly _tag: 'Map'; readonly op: KernelMap; readonly x: ValueId }
  | { readonly _tag: 'Zip'; readonly op: KernelZip; readonly x: ValueId; readonly y: ValueId }
  | {
      readonly _tag: 'Where'
      readonly condition: ValueId
      readonly x: ValueId
      readonly y: ValueId
    }
  /** Over positions of extents above 1: lowering makes a reshape of the others. */
  | {
      readonly _tag: 'Reduce'
      readonly op: 'sum' | 'max' | 'min'
      readonly positions: ReadonlyArray<number>
      readonly x: ValueId
    }
  /** x [m, k] · y [k, n]; with a leading extent on both, one product per index of it. */
  | { readonly _tag: 'MatMul'; readonly x: ValueId; readonly y: ValueId }
  | { readonly _tag: 'Transpose'; readonly permutation: ReadonlyArray<number>; readonly x: ValueId }
  | { readonly _tag: 'Reshape'; readonly x: ValueId }
  /**
   * The windows along `position` of x: i counts them at that position of the result, j the places
   * in one at `offset`, behind it, and element (i, j) is x at i·stride + j − padding, 0 where x has
   * no such index.
   */
  | {
      readonly _tag: 'Unfold'
      readonly position: number
      readonly offset: number
      readonly stride: number
      readonly padding: number
      readonly x: ValueId
    }
  /**
   * The adjoint: windows counted at `position` of x, their places at `offset`, are added up at
   * i·stride + j − padding of `position`; what falls off is left out.
   */
  | {
      readonly _tag: 'Fold'
      readonly position: number
      readonly offset: number
      readonly stride: number
      readonly padding: number
      readonly x: ValueId
    }

export interface Instruction {
  readonly id: ValueId
  readonly shape: Shape
  readonly operation: Operation
  readonly site: string
}

export interface PlanInput {
  readonly name: string
  readonly axes: ReadonlyArray<string>
  readonly shape: Shape
  readonly id: ValueId
  /** The caller gives the buffer up: it is released at its last use. */
  readonly consumed: boolean
}

export interface Plan {
  readonly instructions: ReadonlyArray<Instruction>
  readonly inputs: ReadonlyArray<PlanInput>
  readonly outputs: ReadonlyArray<{
    readonly name: string
    readonly id: ValueId
    readonly shape: Shape
    readonly axes: ReadonlyArray<string>
  }>
  /** Values whose last use is the instruction at this index, outputs never. */
  readonly lastUses: ReadonlyArray<ReadonlyArray<ValueId>>
}
