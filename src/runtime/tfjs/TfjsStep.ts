/**
 * The parts that rules for tfjs are made of.
 *
 * @since 0.1.0
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Instruction, KernelMap, KernelZip, Operation, Shape, ValueId } from '../../ir/Plan.ts'
import type { Buffers, NoiseKey } from '../Executor.ts'
import type { Kernel, Kernels } from './TfjsKernels.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** What a run knows: the values made so far, its inputs and its key. */
export interface Run {
  readonly values: Array<TensorInfo | undefined>
  inputs: Buffers<TensorInfo>
  key: NoiseKey
}

/** Makes the value of one instruction. */
export type Step = (run: Run) => TensorInfo

/** What rules may ask for while a plan is prepared. */
export interface Context {
  readonly kernels: Kernels
  /** The kernel, or a note that the plan cannot run here. */
  readonly need: (name: string) => Kernel
  readonly instruction: (id: ValueId) => Instruction
  /** An array kept for all runs. */
  readonly constant: (value: number, shape: Shape) => TensorInfo
}

export type RuleOf<O extends Operation> = (context: Context, o: O, shape: Shape) => Step
export type Rules = {
  readonly [T in Operation['_tag']]: RuleOf<Extract<Operation, { readonly _tag: T }>>
}
/** What a backend does otherwise than the rest; nothing where the general rule will do. */
export type SpecialRules = {
  readonly [T in Operation['_tag']]?: (
    context: Context,
    o: Extract<Operation, { readonly _tag: T }>,
    shape: Shape
  ) => Step | undefined
}

// ---------------------------------------------------------------------------
// words
// ---------------------------------------------------------------------------

export const get = (run: Run, id: ValueId): TensorInfo => {
  const x = run.values[id]
  if (x === undefined) throw new Error(`internal: value ${id} is not alive`)
  return x
}

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((d, i) => d === b[i])

export const elements = (shape: Shape): number => shape.reduce((n, d) => n * d, 1)

/** The value over the full shape, and whether it is an array of its own, to be released. */
export type Stretch = (run: Run) => { readonly x: TensorInfo; readonly own: boolean }

/** The operand stretched to `shape`: comparisons and selections want equal shapes. */
export const stretch = (context: Context, id: ValueId, shape: Shape): Stretch => {
  const { operation, shape: from } = context.instruction(id)
  if (sameShape(from, shape)) return (run) => ({ x: get(run, id), own: false })
  if (operation._tag === 'Fill') {
    const x = context.constant(operation.value, shape)
    return () => ({ x, own: false })
  }
  const multiply = context.need('Multiply')
  const ones = context.constant(1, shape)
  return (run) => ({ x: multiply({ a: get(run, id), b: ones }), own: true })
}

export const mapKernels: { readonly [T in KernelMap]: string } = {
  neg: 'Neg',
  abs: 'Abs',
  exp: 'Exp',
  expm1: 'Expm1',
  log: 'Log',
  sqrt: 'Sqrt',
  square: 'Square',
  reciprocal: 'Reciprocal',
  floor: 'Floor',
  round: 'Round',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  relu: 'Relu'
}

export const zipKernels: { readonly [T in KernelZip]: string } = {
  add: 'Add',
  sub: 'Sub',
  mul: 'Multiply',
  div: 'RealDiv',
  pow: 'Pow',
  max: 'Maximum',
  min: 'Minimum',
  equal: 'Equal',
  less: 'Less',
  lessEqual: 'LessEqual'
}

const comparisons: ReadonlySet<KernelZip> = new Set<KernelZip>(['equal', 'less', 'lessEqual'])

/** Truth values as the numbers 0 and 1. */
export const asNumbers = (context: Context, op: KernelZip): ((truth: TensorInfo) => TensorInfo) => {
  if (!comparisons.has(op)) return (x) => x
  const cast = context.need('Cast')
  return (truth) => {
    const out = cast({ x: truth }, { dtype: 'float32' })
    context.kernels.release(truth)
    return out
  }
}
