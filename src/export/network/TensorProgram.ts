/**
 * What a network computes, as a list of operations on arrays without names: the form that formats
 * of networks share. Every operation comes after its operands, which are positions in the list.
 *
 * @since 0.2.0
 */
import type { MapOp, ReduceOp, ZipOp } from '../../expr/Expr.ts'

/** A size, or the one axis that comes with the data: −1. */
export type Shape = ReadonlyArray<number>

export const OPEN = -1

/** An operand: the position of an earlier operation. */
export type At = number

/** Of height and width. */
export type Pair = readonly [number, number]

/**
 * - `zip`, `where` broadcast: sizes of 1, and dimensions that lack in front
 * - `reshape` keeps the order of elements; at most one size is −1, which is what is left
 * - `take` the slices at positions along a dimension, which becomes those of `indices`
 * - `pad` with zeros at both ends of a dimension
 * - `matmul` of [m, k] and [k, n], or of stacks of them
 * - `conv` of [rows, channels, height, width] and [maps, channels, height, width], with zeros at both
 *   ends; `maxPool` of the first: windows of `sizes` that lie on it
 */
export type TensorOp =
  | { readonly op: 'input'; readonly name: string; readonly axes: ReadonlyArray<string> }
  | { readonly op: 'weight'; readonly name: string; readonly values: Float32Array }
  | { readonly op: 'map'; readonly map: MapOp; readonly x: At }
  | { readonly op: 'zip'; readonly zip: ZipOp; readonly x: At; readonly y: At }
  | { readonly op: 'where'; readonly condition: At; readonly x: At; readonly y: At }
  | {
      readonly op: 'reduce'
      readonly reduce: ReduceOp
      readonly places: ReadonlyArray<number>
      readonly x: At
    }
  | { readonly op: 'transpose'; readonly order: ReadonlyArray<number>; readonly x: At }
  | { readonly op: 'reshape'; readonly x: At }
  | {
      readonly op: 'take'
      readonly place: number
      readonly indices: { readonly shape: Shape; readonly values: ReadonlyArray<number> }
      readonly x: At
    }
  | { readonly op: 'pad'; readonly place: number; readonly zeros: number; readonly x: At }
  | { readonly op: 'matmul'; readonly x: At; readonly y: At }
  | {
      readonly op: 'conv'
      readonly strides: Pair
      readonly zeros: Pair
      readonly x: At
      readonly filters: At
    }
  | { readonly op: 'maxPool'; readonly sizes: Pair; readonly strides: Pair; readonly x: At }

export type TensorKind = TensorOp['op']
export type OpOf<K extends TensorKind> = Extract<TensorOp, { readonly op: K }>

/** An operation with the shape of its result. */
export type Step = TensorOp & { readonly shape: Shape }

/** - `axes` of the result, by name, in its order. */
export interface TensorOutput {
  readonly name: string
  readonly at: At
  readonly axes: ReadonlyArray<string>
}

/** - `open` the name of the axis of size −1. */
export interface TensorProgram {
  readonly steps: ReadonlyArray<Step>
  readonly outputs: ReadonlyArray<TensorOutput>
  readonly open: string | undefined
}
