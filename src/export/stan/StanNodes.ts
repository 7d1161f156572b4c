/**
 * The nodes of expressions in Stan.
 *
 * @since 0.2.0
 */
import { type Axes, type Expr, type NodeOf } from '../../expr/Expr.ts'
import { level, type Piece, piece } from '../../expr/print/Notation.ts'
import { bare, mergedPosition, partPosition, windowPosition } from './StanPositions.ts'
import { inside, stanMap, stanReduce, stanZip } from './StanOperations.ts'
import { matrixProduct } from './StanProducts.ts'
import {
  numberText,
  scalarValue,
  type StanIndex,
  type StanValue,
  transposed
} from './StanValues.ts'

/** What the nodes of a model need to know of it. */
export interface StanSetting {
  readonly inOrder: (axes: Axes) => Axes
  readonly sizeText: (axis: string) => string
  /** A reference as numbers to calculate with. */
  readonly reference: (name: string, axes: Axes) => StanValue
  /** The integers that are positions along an axis, where data are; else nothing. */
  readonly positions: (name: string, axis: string) => string | undefined
}

/** - `stored` the value, or a variable that it is given; - `elements` the same if need be. */
export interface StanOperands {
  readonly value: (e: Expr) => StanValue
  readonly stored: (e: Expr) => StanValue
  readonly elements: (e: Expr) => (index: StanIndex) => Piece
}

/**
 * What only a loop has: an element of the result goes on from `start` by every element over further
 * axes, `along` an axis at the places that `target` says, if it holds.
 */
export interface StanLoop {
  readonly axes: Axes
  readonly over: Axes
  readonly start: string
  readonly next: (sofar: string, index: StanIndex) => string
  readonly along?: string
  readonly target?: (index: StanIndex) => { readonly at: StanIndex; readonly holds: string }
}

/** Numbers of the model itself, over axes in the order of the text. */
export interface StanLiteral {
  readonly axes: Axes
  readonly literal: string
}

export type StanNode = StanValue | StanLoop | StanLiteral

const sum = inside(level.sum)
const nothing = piece('')

/** May a value stand whole where the axes are these? */
const fits = ({ axes, whole }: StanValue, all: Axes): boolean =>
  whole !== undefined && (axes.length === 0 || axes.length === all.length)

/** `{{1, 2}, {3, 4}}` of arrays, `[[1, 2], [3, 4]]` of matrices. */
const nested = (sizes: ReadonlyArray<number>, values: ReadonlyArray<number>): string => {
  const [open, close] = sizes.length > 2 ? ['{', '}'] : ['[', ']']
  const list = (shape: ReadonlyArray<number>, from: ReadonlyArray<number>): string => {
    const [n = 0, ...inner] = shape
    const step = inner.reduce((a, b) => a * b, 1)
    const items = Array.from({ length: n }, (_, i) =>
      inner.length === 0
        ? numberText(from[i] ?? NaN).text
        : list(inner, from.slice(i * step, (i + 1) * step))
    )
    return `${open}${items.join(', ')}${close}`
  }
  return `${list(sizes, values)}${sizes.length === 1 ? "'" : ''}`
}

const mapped = (e: NodeOf<'Map'>, axes: Axes, { value, elements }: StanOperands): StanValue => {
  const row = stanMap[e.op],
    x = value(e.x)
  if (row === undefined) throw new Error(`internal: Stan lacks ${e.op}`)
  const isWhole = x.whole !== undefined && (row.vectorised || axes.length === 0)
  const whole = isWhole && x.whole !== undefined ? row.write(x.whole) : undefined
  return {
    axes,
    at:
      whole !== undefined && x.at === undefined
        ? undefined
        : (index) => row.write(elements(e.x)(index)),
    whole,
    isStored: false
  }
}

const zipped = (e: NodeOf<'Zip'>, axes: Axes, operands: StanOperands): StanValue => {
  const [x, y] = [operands.value(e.x), operands.value(e.y)]
  const row = stanZip[e.op]
  const [left, right] = [x.axes.length > 0, y.axes.length > 0]
  const write = axes.length === 0 ? row.write : row.containers?.(left, right)
  const whole =
    write !== undefined && fits(x, axes) && fits(y, axes)
      ? write(x.whole ?? nothing, y.whole ?? nothing)
      : undefined
  const isWholeOnly = whole !== undefined && (x.at === undefined || y.at === undefined)
  return {
    axes,
    at: isWholeOnly
      ? undefined
      : (index) => row.write(operands.elements(e.x)(index), operands.elements(e.y)(index)),
    whole,
    isStored: false
  }
}

const comparisons = ['equal', 'less', 'lessEqual']

const chosen = (e: NodeOf<'Where'>, axes: Axes, { elements }: StanOperands): StanValue => {
  const isComparison = e.condition._tag === 'Zip' && comparisons.includes(e.condition.op)
  const at = (index: StanIndex): Piece => {
    const asked = elements(e.condition)(index)
    const [a, b] = [e.x, e.y].map((x) => sum(elements(x)(index)))
    // in a variable a comparison is a number
    const isTruth = isComparison && asked.level === level.compare
    return piece(`${isTruth ? asked.text : `${sum(asked)} != 0`} ? ${a} : ${b}`, level.compare)
  }
  return {
    axes,
    at,
    whole: axes.length === 0 ? at(() => nothing) : undefined,
    isStored: false
  }
}

const reduced = (e: NodeOf<'Reduce'>, axes: Axes, operands: StanOperands): StanNode => {
  const x = operands.value(e.x),
    { name, start, next } = stanReduce[e.op]
  if (e.over.length === 0) return x
  if (axes.length === 0 && x.whole !== undefined)
    return scalarValue(piece(`${name}(${bare(x.whole)})`))
  const { at } = operands.stored(e.x)
  return { axes, over: e.over, start, next: (s, index) => next(s, at?.(index) ?? nothing) }
}

const contracted = (e: NodeOf<'Contract'>, axes: Axes, operands: StanOperands): StanNode => {
  const { write } = stanZip.mul
  if (e.over.length === 0) {
    const at = (index: StanIndex): Piece =>
      write(operands.elements(e.x)(index), operands.elements(e.y)(index))
    const whole = axes.length === 0 ? at(() => nothing) : undefined
    return { axes, at, whole, isStored: false }
  }
  const whole = matrixProduct(e.over, axes, operands.value(e.x), operands.value(e.y))
  if (whole !== undefined)
    return { axes, at: axes.length === 0 ? () => whole : undefined, whole, isStored: false }
  const [x, y] = [operands.stored(e.x), operands.stored(e.y)]
  const { start, next } = stanReduce.sum
  return {
    axes,
    over: e.over,
    start,
    next: (sofar, index) => next(sofar, write(x.at?.(index) ?? nothing, y.at?.(index) ?? nothing))
  }
}

/** The elements of x at other places. */
const moved = (
  x: StanValue,
  axes: Axes,
  place: (index: StanIndex) => StanIndex,
  whole?: Piece
): StanValue => ({
  axes,
  at: (index) => x.at?.(place(index)) ?? nothing,
  whole,
  isStored: true
})

const renamed = (e: NodeOf<'Rename'>, axes: Axes, { value, stored }: StanOperands): StanValue => {
  const x = value(e.x)
  const isInOrder = axes.every((a, i) => x.axes[i] === (a === e.to ? e.from : a))
  const whole = x.whole === undefined || isInOrder ? x.whole : transposed(x.whole)
  if (x.at === undefined) return { axes, at: undefined, whole, isStored: false }
  const place =
    (index: StanIndex): StanIndex =>
    (axis) =>
      index(axis === e.from ? e.to : axis)
  return { ...moved(x.isStored ? x : stored(e.x), axes, place, whole), isStored: x.isStored }
}

const gathered = (
  e: NodeOf<'Gather'>,
  axes: Axes,
  { stored }: StanOperands,
  { inOrder, positions }: StanSetting
): StanValue => {
  const name = e.index._tag === 'Ref' ? positions(e.index.name, e.axis) : undefined
  if (name === undefined) throw new Error('internal: what is gathered by no data')
  const x = stored(e.x),
    over = inOrder(e.index.axes)
  const where = (index: StanIndex): Piece =>
    piece(over.length === 0 ? name : `${name}[${over.map((a) => bare(index(a))).join(', ')}]`)
  const isVector = x.axes.length === 1 && over.length <= 1 && x.whole !== undefined
  const whole = isVector ? piece(`${x.whole?.text}[${name}]`) : undefined
  return moved(x, axes, (index) => (axis) => (axis === e.axis ? where(index) : index(axis)), whole)
}

const unfolded = (
  { windows: w, x }: NodeOf<'Unfold'>,
  axes: Axes,
  { stored }: StanOperands,
  { sizeText }: StanSetting
): StanValue => {
  const { at } = stored(x)
  return {
    axes,
    at: (index) => {
      const place = windowPosition(w, index)
      const inside = at?.((axis) => (axis === w.along ? place.at : index(axis))) ?? nothing
      return w.padding === 0
        ? inside
        : piece(`${place.isWithin(sizeText(w.along))} ? ${sum(inside)} : 0.0`, level.compare)
    },
    whole: undefined,
    isStored: true
  }
}

const foldedBack = (
  { windows: w, x }: NodeOf<'Fold'>,
  axes: Axes,
  { stored }: StanOperands,
  { sizeText }: StanSetting
): StanLoop => {
  const { at } = stored(x)
  const { start, next } = stanReduce.sum
  return {
    axes,
    over: [w.at, w.offset],
    along: w.along,
    start,
    next: (sofar, index) => next(sofar, at?.(index) ?? nothing),
    target: (index) => {
      const place = windowPosition(w, index)
      return {
        at: (axis) => (axis === w.along ? place.at : index(axis)),
        holds: place.isWithin(sizeText(w.along))
      }
    }
  }
}

/** A node, its operands given. */
export const stanNode =
  (setting: StanSetting) =>
  (e: Expr, operands: StanOperands): StanNode => {
    const axes = setting.inOrder(e.axes),
      { sizeText } = setting
    switch (e._tag) {
      case 'Constant':
        return scalarValue(numberText(e.value), true)
      case 'Constants':
        return { axes: e.axes, literal: nested(e.sizes, e.values) }
      case 'Ref':
        return setting.reference(e.name, axes)
      case 'Size':
        return scalarValue(piece(`1.0 * ${sizeText(e.axis)}`, level.product))
      case 'Iota': {
        const at = (index: StanIndex): Piece => piece(`${sum(index(e.axis))} - 1.0`, level.sum)
        return { axes, at, whole: undefined, isStored: false }
      }
      case 'Map':
        return mapped(e, axes, operands)
      case 'Zip':
        return zipped(e, axes, operands)
      case 'Where':
        return chosen(e, axes, operands)
      case 'Reduce':
        return reduced(e, axes, operands)
      case 'Contract':
        return contracted(e, axes, operands)
      case 'Rename':
        return renamed(e, axes, operands)
      case 'Merge':
        return moved(operands.stored(e.x), axes, (index) => (axis) => {
          const which = e.from.indexOf(axis)
          return which < 0 ? index(axis) : partPosition(index(e.to), e.from, which, sizeText)
        })
      case 'Split':
        return moved(
          operands.stored(e.x),
          axes,
          (index) => (axis) =>
            axis === e.from ? mergedPosition(e.to, index, sizeText) : index(axis)
        )
      case 'Gather':
        return gathered(e, axes, operands, setting)
      case 'Unfold':
        return unfolded(e, axes, operands, setting)
      case 'Fold':
        return foldedBack(e, axes, operands, setting)
    }
  }
