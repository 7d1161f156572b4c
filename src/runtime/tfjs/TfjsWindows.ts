/**
 * Windows by kernels that every backend of tfjs has: one slice for each place in a window, all of
 * them one after the other, then one transposition. The adjoint transposes first, shifts all places
 * at once and adds them up.
 *
 * @since 0.1.0
 */
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { Operation, Shape } from '../../ir/Plan.ts'
import { type Context, elements, get, type RuleOf } from './TfjsStep.ts'

type OperationOf<T extends Operation['_tag']> = Extract<Operation, { readonly _tag: T }>

// ---------------------------------------------------------------------------
// shapes
// ---------------------------------------------------------------------------

/**
 * A folded array is [outer, n, row], an unfolded one [outer, count, middle, size, inner] with row =
 * middle · inner.
 */
interface Measures {
  readonly outer: number
  readonly n: number
  readonly row: number
  readonly count: number
  readonly middle: number
  readonly size: number
  readonly inner: number
  /**
   * Of the axis with zeros at either end: long enough for `count` whole strides from every place of
   * the first window.
   */
  readonly length: number
}

const measures = (
  { position, offset, stride, padding }: OperationOf<'Unfold' | 'Fold'>,
  unfolded: Shape,
  folded: Shape
): Measures => {
  const outer = elements(folded.slice(0, position)),
    n = folded[position] ?? 0
  const count = unfolded[position] ?? 0,
    middle = elements(unfolded.slice(position + 1, offset)),
    size = unfolded[offset] ?? 0,
    inner = elements(unfolded.slice(offset + 1))
  return {
    outer,
    n,
    row: middle * inner,
    count,
    middle,
    size,
    inner,
    length: Math.max(count * stride + size - 1, padding + n)
  }
}

/** 0, 1, … of a window. */
const places = (size: number): ReadonlyArray<number> => Array.from({ length: size }, (_, j) => j)

// ---------------------------------------------------------------------------
// kernels
// ---------------------------------------------------------------------------

const noNames: NamedTensorInfoMap = {}
/** Kernels of any number of arrays take a list where the others take names. */
const listed = (xs: Array<TensorInfo>): NamedTensorInfoMap => Object.assign(xs, noNames)

/** Matrices below each other, given up; the TensorFlow library joins two at least. */
const joinOf = ({ kernels, need }: Context): ((xs: ReadonlyArray<TensorInfo>) => TensorInfo) => {
  const concat = need('Concat')
  return (xs) => {
    const [only, ...others] = xs
    if (only !== undefined && others.length === 0) return only
    const joined = concat(listed([...xs]), { axis: 0 })
    for (const x of xs) kernels.release(x)
    return joined
  }
}

/** Each gives up its operand: it is released once the kernel has run. */
interface Moves {
  readonly reshape: (x: TensorInfo, shape: Shape) => TensorInfo
  /** Columns `begin` to `begin + width` of a matrix. */
  readonly columns: (x: TensorInfo, begin: number, width: number) => TensorInfo
  /** A matrix with columns of zeros before and after. */
  readonly widened: (x: TensorInfo, before: number, after: number) => TensorInfo
  readonly transposed: (x: TensorInfo, perm: ReadonlyArray<number>) => TensorInfo
}

const movesOf = ({ kernels, need }: Context): Moves => {
  const reshape = need('Reshape'),
    slice = need('Slice'),
    pad = need('PadV2'),
    transpose = need('Transpose')
  const using = (x: TensorInfo, f: (x: TensorInfo) => TensorInfo): TensorInfo => {
    const y = f(x)
    kernels.release(x)
    return y
  }
  const width = (x: TensorInfo): number => x.shape[1] ?? 0
  return {
    reshape: (x, shape) => using(x, (y) => reshape({ x: y }, { shape: [...shape] })),
    columns: (x, begin, count) =>
      begin === 0 && count === width(x)
        ? x
        : using(x, (y) => slice({ x: y }, { begin: [0, begin], size: [x.shape[0] ?? 0, count] })),
    widened: (x, before, after) =>
      before === 0 && after === 0
        ? x
        : using(x, (y) =>
            pad(
              { x: y },
              {
                paddings: [
                  [0, 0],
                  [before, after]
                ],
                constantValue: 0
              }
            )
          ),
    transposed: (x, perm) => using(x, (y) => transpose({ x: y }, { perm: [...perm] }))
  }
}

// ---------------------------------------------------------------------------
// rules
// ---------------------------------------------------------------------------

export const unfoldRule: RuleOf<OperationOf<'Unfold'>> = (context, o, shape) => {
  const { kernels, need, instruction } = context
  const { reshape, columns, widened, transposed } = movesOf(context)
  const { outer, n, row, count, middle, size, inner, length } = measures(
    o,
    shape,
    instruction(o.x).shape
  )
  const copy = need('Reshape'),
    joined = joinOf(context)
  return (run) => {
    const padded = widened(
      copy({ x: get(run, o.x) }, { shape: [outer, n * row] }),
      o.padding * row,
      (length - o.padding - n) * row
    )
    const pieces = places(size).map((j) => {
      const strides = columns(
        copy({ x: padded }, { shape: [outer, length * row] }),
        j * row,
        count * o.stride * row
      )
      return columns(reshape(strides, [outer * count, o.stride * row]), 0, row)
    })
    kernels.release(padded)
    return reshape(
      transposed(reshape(joined(pieces), [size, outer * count * middle, inner]), [1, 0, 2]),
      shape
    )
  }
}

/** Σ over the second position of [outer, terms, rest]. */
export type SumOfMiddle = (
  context: Context,
  outer: number,
  terms: number,
  rest: number
) => (x: TensorInfo) => TensorInfo

const plainSum: SumOfMiddle = ({ need }) => {
  const sum = need('Sum')
  return (x) => sum({ x }, { axis: [1], reductionIndices: [1], keepDims: false })
}

/**
 * The rows of a matrix with a zero more than columns, read again with as many columns, are each one
 * place further to the right than the row before: so place j of every window comes to lie above
 * index j of the axis, and the sum over places adds what belongs together.
 */
export const foldBy =
  (sumOfMiddle: SumOfMiddle): RuleOf<OperationOf<'Fold'>> =>
  (context, o, shape) => {
    const { kernels, need, instruction } = context
    const { reshape, columns, widened, transposed } = movesOf(context)
    const { outer, n, row, count, middle, size, inner, length } = measures(
      o,
      instruction(o.x).shape,
      shape
    )
    const copy = need('Reshape'),
      sum = sumOfMiddle(context, outer, size, length * row)
    return (run) => {
      const apart = transposed(
        copy({ x: get(run, o.x) }, { shape: [outer, count * middle, size, inner] }),
        [0, 2, 1, 3]
      )
      const strides = widened(reshape(apart, [outer * size * count, row]), 0, (o.stride - 1) * row)
      const longer = widened(
        reshape(strides, [outer * size, count * o.stride * row]),
        0,
        (length + 1 - count * o.stride) * row
      )
      const shifted = reshape(
        columns(reshape(longer, [outer, size * (length + 1) * row]), 0, size * length * row),
        [outer, size, length * row]
      )
      const added = sum(shifted)
      kernels.release(shifted)
      return reshape(columns(added, o.padding * row, n * row), shape)
    }
  }

export const foldRule = foldBy(plainSum)
