/**
 * A format of networks as a table over the operations of tensor programs, and the one walk through
 * it. A row for each: a new operation does not compile until every format has it, or `undefined`.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import type { MapOp, ReduceOp, ZipOp } from '../../expr/Expr.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import type { OpOf, Shape, Step, TensorKind, TensorProgram } from './TensorProgram.ts'

/** The name that a format has for a value. */
export type Named = string

/** What a format is written with. */
export interface GraphWriter {
  /** An operation of the format, and the name of its result. */
  readonly node: (
    type: string,
    inputs: ReadonlyArray<Named>,
    attributes?: Readonly<Record<string, Attribute>>
  ) => Named
  /** A number, or numbers, of the network's own. */
  readonly number: (value: number) => Named
  readonly integers: (values: ReadonlyArray<number>, shape?: Shape) => Named
  readonly weight: (name: string, shape: Shape, values: Float32Array) => Named
  readonly input: (name: string, axes: ReadonlyArray<string>, shape: Shape) => Named
}

export type Attribute =
  | number
  | boolean
  | ReadonlyArray<number>
  | { readonly type: string }
  | { readonly text: string }

export type Unary = (w: GraphWriter, x: Named) => Named
export type Binary = (w: GraphWriter, x: Named, y: Named) => Named
export type Reduction = (w: GraphWriter, x: Named, places: ReadonlyArray<number>) => Named

/** - `rest` the operations that no table of words has; - `operands` by position. */
export interface FormatTable {
  readonly format: string
  readonly map: { readonly [O in MapOp]: Unary | undefined }
  readonly zip: { readonly [O in ZipOp]: Binary | undefined }
  readonly reduce: { readonly [O in ReduceOp]: Reduction }
  readonly rest: {
    readonly [K in Exclude<TensorKind, 'map' | 'zip' | 'reduce' | 'input' | 'weight'>]: (
      w: GraphWriter,
      step: OpOf<K> & { readonly shape: Shape },
      operand: (at: number) => Named
    ) => Named
  }
}

const lackedBy = ({ map, zip }: FormatTable, step: Step): string | undefined =>
  step.op === 'map' && map[step.map] === undefined
    ? step.map
    : step.op === 'zip' && zip[step.zip] === undefined
      ? step.zip
      : undefined

const written = (
  { map, zip, reduce, rest }: FormatTable,
  w: GraphWriter,
  step: Step,
  operand: (at: number) => Named
): Named => {
  switch (step.op) {
    case 'input':
      return w.input(step.name, step.axes, step.shape)
    case 'weight':
      return w.weight(step.name, step.shape, step.values)
    case 'map':
      return map[step.map]?.(w, operand(step.x)) ?? ''
    case 'zip':
      return zip[step.zip]?.(w, operand(step.x), operand(step.y)) ?? ''
    case 'reduce':
      return reduce[step.reduce](w, operand(step.x), step.places)
    case 'where':
      return rest.where(w, step, operand)
    case 'transpose':
      return rest.transpose(w, step, operand)
    case 'reshape':
      return rest.reshape(w, step, operand)
    case 'take':
      return rest.take(w, step, operand)
    case 'pad':
      return rest.pad(w, step, operand)
    case 'matmul':
      return rest.matmul(w, step, operand)
    case 'conv':
      return rest.conv(w, step, operand)
    case 'maxPool':
      return rest.maxPool(w, step, operand)
  }
}

/** The names of all steps' results, or the operations that the format lacks. */
export const throughTable =
  (table: FormatTable, w: GraphWriter) =>
  ({ steps }: TensorProgram): E.Either<Problems, ReadonlyArray<Named>> => {
    const lacked = [...new Set(steps.flatMap((s) => lackedBy(table, s) ?? []))].map((operation) =>
      problem(
        'the network',
        `computes ${operation}`,
        `${table.format} has no such operation`,
        'export its tensors alone: --to safetensors'
      )
    )
    if (isNonEmpty(lacked)) return E.left(lacked)
    const names: Array<Named> = []
    for (const step of steps) names.push(written(table, w, step, (at) => names[at] ?? ''))
    return E.right(names)
  }
