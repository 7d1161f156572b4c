/**
 * Expressions to statements of a block: values that stand where they are used, and variables for
 * those that are used twice, have a name, or are made by a loop.
 *
 * @since 0.2.0
 */
import type { Axes, Expr } from '../../expr/Expr.ts'
import { children, postorder } from '../../expr/Fold.ts'
import { type Piece, piece } from '../../expr/print/Notation.ts'
import { bare } from './StanPositions.ts'
import {
  type StanLiteral,
  type StanLoop,
  type StanNode,
  stanNode,
  type StanSetting
} from './StanNodes.ts'
import {
  axesComment,
  elementOf,
  filledWith,
  looped,
  type StanIndex,
  stanType,
  type StanValue,
  variable
} from './StanValues.ts'

/** What a writer needs to know besides what nodes do. */
export interface WriterSetting extends StanSetting {
  readonly uses: ReadonlyMap<Expr, number>
  /** The variable for a value that has a name in the model. */
  readonly nameOf: (e: Expr) => string | undefined
  /** Positions along these axes. */
  readonly indexOver: (axes: Axes) => StanIndex
}

/**
 * - `lines` so far
 * - `fresh` a name that no variable has yet
 * - `inVariable` the name of a variable over the axes in this order
 */
export interface StanWriter {
  readonly lines: ReadonlyArray<string>
  readonly fresh: () => string
  readonly push: (...lines: ReadonlyArray<string>) => void
  readonly value: (e: Expr) => StanValue
  readonly inVariable: (e: Expr, order: Axes) => string
  readonly at: (e: Expr, index: StanIndex) => Piece
}

/** The longest text of a value without a variable. */
const longest = 60

const isLoop = (x: StanNode): x is StanLoop => 'over' in x
const isLiteral = (x: StanNode): x is StanLiteral => 'literal' in x

/** - `isInline` only what a loop makes has a variable. */
export const stanWriter = (setting: WriterSetting, isInline = false): StanWriter => {
  const { sizeText, uses, nameOf, indexOver } = setting
  const lines: Array<string> = []
  const known = new Map<Expr, StanValue>(),
    done = new Set<Expr>()
  let count = 0
  const push = (...more: ReadonlyArray<string>): void => {
    lines.push(...more)
  }
  const get = (e: Expr): StanValue => {
    const found = known.get(e)
    if (found === undefined) throw new Error('internal: an operand before its value')
    return found
  }

  const fresh = (): string => {
    count += 1
    return `t${count}`
  }
  const declared = (e: Expr | undefined): string =>
    (e === undefined ? undefined : nameOf(e)) ?? fresh()
  const comment = axesComment(sizeText)
  const typeOf = (axes: Axes): string => stanType(axes.map(sizeText))

  const fromLiteral = (e: Expr, { axes, literal }: StanLiteral): StanValue => {
    const name = declared(e)
    push(`${typeOf(axes)} ${name} = ${literal};${comment(axes)}`)
    const own = variable(name, axes),
      ordered = setting.inOrder(axes)
    return ordered.join() === axes.join() ? own : { ...own, axes: ordered, whole: undefined }
  }
  const fromLoop = (e: Expr, { axes, over, start, next, along, target }: StanLoop): StanValue => {
    const name = declared(e),
      index = indexOver([...axes, ...over])
    // the axis that windows are added up onto is no loop of its own
    const outer = axes.filter((a) => a !== along)
    const own = elementOf(name, axes, target === undefined ? index : target(index).at).text
    const step = next(own, index)
    push(
      `${typeOf(axes)} ${name} = ${filledWith(start, axes.map(sizeText))};${comment(axes)}`,
      ...looped(
        [...outer, ...over],
        index,
        sizeText,
        target === undefined ? [step] : [`if (${target(index).holds}) {`, `  ${step}`, '}']
      )
    )
    return variable(name, axes)
  }
  const fromValue = (x: StanValue, e: Expr | undefined, order: Axes): StanValue => {
    const name = declared(e)
    const isWhole = x.whole !== undefined && order.join() === x.axes.join()
    if (isWhole) push(`${typeOf(order)} ${name} = ${bare(x.whole ?? piece(''))};${comment(order)}`)
    else {
      const index = indexOver(order)
      const element = x.at?.(index) ?? piece('')
      push(
        `${typeOf(order)} ${name};${comment(order)}`,
        ...looped(order, index, sizeText, [
          `${elementOf(name, order, index).text} = ${bare(element)};`
        ])
      )
    }
    return variable(name, order)
  }

  const hasVariable = (e: Expr, x: StanValue): boolean => {
    if (isInline || children(e).length === 0) return false
    const code = x.whole ?? x.at?.(indexOver(x.axes)) ?? piece('')
    const isShared = (uses.get(e) ?? 0) > 1 && code.text.includes('(')
    return nameOf(e) !== undefined || isShared || code.text.length > longest
  }
  const stored = (e: Expr): StanValue => {
    const x = get(e)
    if (x.isStored && x.at !== undefined) return x
    const own = fromValue(x, e, x.axes)
    known.set(e, own)
    return own
  }
  const elements = (e: Expr): ((index: StanIndex) => Piece) => {
    const { at } = get(e)
    return at ?? stored(e).at ?? (() => piece(''))
  }
  const node = stanNode(setting)
  const operands = { value: get, stored, elements }
  const value = (root: Expr): StanValue => {
    for (const e of postorder([root], done)) {
      const x = node(e, operands)
      known.set(
        e,
        isLiteral(x)
          ? fromLiteral(e, x)
          : isLoop(x)
            ? fromLoop(e, x)
            : hasVariable(e, x)
              ? fromValue(x, e, x.axes)
              : x
      )
    }
    return get(root)
  }
  return {
    lines,
    push,
    fresh,
    value,
    inVariable: (e, order) => {
      const { name, axes } = value(e)
      return name !== undefined && order.join() === axes.join()
        ? name
        : (fromValue({ ...get(e), at: elements(e) }, undefined, order).name ?? '')
    },
    at: (e, index) => {
      value(e)
      return elements(e)(index)
    }
  }
}
