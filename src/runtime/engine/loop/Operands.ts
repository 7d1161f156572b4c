/**
 * What kernels read: arrays, in which order, and where.
 *
 * @since 0.1.0
 */
import type { Instruction, Shape, ValueId } from '../../../ir/Plan.ts'
import { operands } from '../../../lower/LastUses.ts'
import { sameShape } from '../../../lower/Values.ts'
import { type Kernel, type MatrixOperand, squeezed } from '../Kernel.ts'
import { isView, rowMajor, type View, type Views } from '../memory/Views.ts'

// ---------------------------------------------------------------------------
// loops
// ---------------------------------------------------------------------------

/**
 * What an instruction of a loop reads, operand by operand; a view that is written out reads what it
 * is a view of.
 */
export const sourcesOf = ({ source, view }: Views, i: Instruction): ReadonlyArray<View> =>
  isView(i) ? [view(i.id)] : operands(i.operation).map(source)

/**
 * The array has the space's element at the place that is computed, as it is made and as it is read.
 */
export const aligned = ({ at }: Views, space: Shape, { base, strides }: View): boolean =>
  sameShape(squeezed(at(base).shape), space) &&
  sameShape(
    strides.filter((s) => s !== 0),
    rowMajor(space)
  )

/** Arrays that a kernel reads and does not make itself. */
export const reads = (views: Views, k: Kernel): ReadonlyArray<ValueId> => {
  switch (k._tag) {
    case 'Loop': {
      const own = new Set(k.body.map((i) => i.id))
      return [...k.body, ...k.reductions].flatMap((i) =>
        sourcesOf(views, i)
          .map((s) => s.base)
          .filter((v) => !own.has(v))
      )
    }
    case 'Product':
      return [k.x.value, k.y.value].map(views.root)
    case 'Window':
      return [views.root(k.x)]
    case 'Noise':
      return []
  }
}

// ---------------------------------------------------------------------------
// matrices
// ---------------------------------------------------------------------------

const operandOf = (value: ValueId, strides: ReadonlyArray<number>): MatrixOperand => {
  const [rowStride = 0, columnStride = 0] = strides.slice(-2)
  return { value, rowStride, columnStride, batchStride: strides.length > 2 ? (strides[0] ?? 0) : 0 }
}

/** Rows or columns are contiguous. */
const isRegular = (shape: Shape, strides: ReadonlyArray<number>): boolean => {
  const [rows, columns] = shape.slice(-2),
    [rowStride, columnStride] = strides.slice(-2)
  return rowStride === 1 || columnStride === 1 || (rows === 1 && columns === 1)
}

/**
 * An operand of a product as it can be read: where rows or columns are contiguous, a view is; f of
 * a view, if f of its base is there.
 */
export const matrixOperand = (views: Views, id: ValueId): MatrixOperand => {
  const { at, constant, mapOf, root, view } = views
  const { operation: o, shape } = at(id)
  const { base, strides } = view(id)
  if (base !== root(id) && isRegular(shape, strides)) return operandOf(base, strides)
  if (o._tag === 'Map' && !constant(id)) {
    const inner = view(o.x)
    const isReadable =
      inner.base !== root(o.x) &&
      at(inner.base).shape.length === shape.length &&
      isRegular(shape, inner.strides)
    const mapped = isReadable ? mapOf(o.op, inner.base) : undefined
    if (mapped !== undefined && mapped < id) return operandOf(mapped, inner.strides)
  }
  return operandOf(root(id), rowMajor(shape))
}

/** The transposed matrix in the same place. */
export const flipped = (m: MatrixOperand): MatrixOperand => ({
  ...m,
  rowStride: m.columnStride,
  columnStride: m.rowStride
})

/** A matrix with its last two positions swapped. */
export const swapsLastTwo = (permutation: ReadonlyArray<number>): boolean => {
  const rank = permutation.length
  return (
    rank >= 2 &&
    permutation.every((p, i) => p === (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i))
  )
}
