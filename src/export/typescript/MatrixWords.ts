/**
 * What `cholesky`, `logDeterminant`, `solveLower` and `solveLowerTransposed` build, known again: from the node
 * that one of them ends with to what it was given, the word is said again, and must build the same.
 *
 * @since 0.2.0
 */
import {
  contract,
  type Expr,
  foldList,
  hashcons,
  type Square,
  withChildren
} from '../../expr/index.ts'
import { betweenAxis, cholesky, inverseFor } from '../../expr/Matrices.ts'

// model

/** A word over these rows and columns, of a matrix; `side` is what an equation is solved for. */
export interface MatrixWord {
  readonly word: 'cholesky' | 'logDeterminant' | 'solveLower' | 'solveLowerTransposed'
  readonly rows: string
  readonly columns: string
  readonly matrix: Expr
  readonly side?: Expr
  /** The matrix and the side: what is written of it. */
  readonly given: ReadonlyArray<Expr>
}

type SizeOf = (axis: string) => number | 'data' | undefined

// constructors

const isSame = (a: Expr, b: Expr): boolean => {
  const { unique } = hashcons()
  const normal = foldList<Expr>((e, operands) => unique(withChildren(e, operands)))
  return normal(a) === normal(b)
}

const squareOf = (rows: string, columns: string, sizeOf: SizeOf): Square | undefined => {
  const size = sizeOf(columns)
  return typeof size === 'number' && sizeOf(rows) === size
    ? { rows, columns, between: betweenAxis(columns), size }
    : undefined
}

/** The axis whose index this is. */
const indexed = (e: Expr): string | undefined => (e._tag === 'Iota' ? e.axis : undefined)

/** What the first column of a factor is of, and its axes; then all columns must be those of its factor. */
const factored = (e: Expr, sizeOf: SizeOf): MatrixWord | undefined => {
  let first: Expr = e
  while (first._tag === 'Zip' && first.op === 'add') first = first.x
  const column = first._tag === 'Where' && first.x._tag === 'Zip' ? first.x.x : undefined
  const lower = column?._tag === 'Gather' ? column.x : undefined
  if (lower?._tag !== 'Where' || lower.condition._tag !== 'Zip') return undefined
  const [columns = '', rows = ''] = [lower.condition.x, lower.condition.y].map(indexed)
  const s = squareOf(rows, columns, sizeOf)
  const matrix = lower.x
  const hasBoth = matrix.axes.includes(rows) && matrix.axes.includes(columns)
  return s !== undefined && hasBoth && isSame(cholesky(s)(matrix), e)
    ? { word: 'cholesky', rows, columns, matrix, given: [matrix] }
    : undefined
}

/** Twice the sum over the rows of the logarithm of the diagonal of a factor. */
const determined = (e: Expr, sizeOf: SizeOf): MatrixWord | undefined => {
  const isTwice = e._tag === 'Zip' && e.op === 'mul' && e.y._tag === 'Constant' && e.y.value === 2
  const log = isTwice && e.x._tag === 'Reduce' && e.x.op === 'sum' ? e.x.x : undefined
  const diagonal = log?._tag === 'Map' && log.op === 'log' ? log.x : undefined
  if (diagonal?._tag !== 'Gather') return undefined
  const found = factored(diagonal.x, sizeOf)
  return found !== undefined &&
    found.columns === diagonal.axis &&
    indexed(diagonal.index) === found.rows
    ? { ...found, word: 'logDeterminant' }
    : undefined
}

/** Σ over the rows, or over the columns, of what solves · b. */
const solved = (e: Expr, sizeOf: SizeOf): MatrixWord | undefined => {
  if (e._tag !== 'Contract' || e.over.length !== 1) return undefined
  for (const [inverse, side] of [
    [e.x, e.y],
    [e.y, e.x]
  ] as const) {
    const columns = inverse._tag === 'Rename' ? inverse.to : undefined
    // rows to between, columns to rows, between to columns: around the inverse itself
    const inner = inverse._tag === 'Rename' ? inverse.x : undefined
    const rows = inner?._tag === 'Rename' ? inner.to : undefined
    const own = inner?._tag === 'Rename' && inner.x._tag === 'Rename' ? inner.x.x : undefined
    if (columns === undefined || rows === undefined || own === undefined) continue
    const s = squareOf(rows, columns, sizeOf)
    let base: Expr = own
    while (base._tag === 'Zip' && base.op === 'sub') base = base.x
    const spread = base._tag === 'Where' && base.x._tag === 'Map' ? base.x.x : undefined
    if (s === undefined || spread?._tag !== 'Gather') continue
    const matrix = spread.x
    if (!matrix.axes.includes(rows) || !matrix.axes.includes(columns)) continue
    const by = e.over[0] ?? ''
    if (by !== rows && by !== columns) continue
    if (isSame(contract(e.over)(inverseFor(s)(matrix), side), e))
      return {
        word: by === rows ? 'solveLower' : 'solveLowerTransposed',
        rows,
        columns,
        matrix,
        side,
        given: [side, matrix]
      }
  }
  return undefined
}

/** The word that ends with a node, if one does; asked once of each. */
export const matrixWords = (sizeOf: SizeOf): ((e: Expr) => MatrixWord | undefined) => {
  const known = new Map<Expr, { readonly value: MatrixWord | undefined }>()
  return (e) => {
    const found = known.get(e) ?? {
      value: factored(e, sizeOf) ?? determined(e, sizeOf) ?? solved(e, sizeOf)
    }
    known.set(e, found)
    return found.value
  }
}
