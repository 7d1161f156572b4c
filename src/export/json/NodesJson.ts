/**
 * Expressions as a list of nodes, and back. What the constructors would take for our own mistake is
 * refused here: axes that do not fit, sizes that disagree, names that are not declared.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import {
  areConstants,
  areDistinct,
  type Axes,
  constant,
  constants,
  contract,
  type Expr,
  foldWindows,
  gather,
  iota,
  isContraction,
  isFold,
  isGather,
  isMerge,
  isRenaming,
  isSplit,
  isSubset,
  isUnfold,
  map,
  merge,
  postorder,
  reduce,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  where,
  zip
} from '../../expr/index.ts'
import type { NodeJson } from './ModelCodec.ts'
import { agree, type Sizes, sizesAgree } from './NodeSizes.ts'

// numbers

const toJson = (x: number): number | 'Infinity' | '-Infinity' | 'NaN' =>
  Number.isFinite(x) ? x : x > 0 ? 'Infinity' : x < 0 ? '-Infinity' : 'NaN'

// writing

const nodeJson = (e: Expr, at: (operand: Expr) => number): NodeJson => {
  switch (e._tag) {
    case 'Constant':
      return { node: 'Constant', value: toJson(e.value) }
    case 'Constants':
      return { node: 'Constants', axes: e.axes, sizes: e.sizes, values: e.values.map(toJson) }
    case 'Ref':
      return { node: 'Ref', name: e.name }
    case 'Size':
      return { node: 'Size', axis: e.axis }
    case 'Iota':
      return { node: 'Iota', axis: e.axis }
    case 'Map':
      return { node: 'Map', op: e.op, x: at(e.x) }
    case 'Zip':
      return { node: 'Zip', op: e.op, x: at(e.x), y: at(e.y) }
    case 'Where':
      return { node: 'Where', condition: at(e.condition), x: at(e.x), y: at(e.y) }
    case 'Reduce':
      return { node: 'Reduce', op: e.op, over: e.over, x: at(e.x) }
    case 'Contract':
      return { node: 'Contract', over: e.over, x: at(e.x), y: at(e.y) }
    case 'Rename':
      return { node: 'Rename', from: e.from, to: e.to, x: at(e.x) }
    case 'Merge':
      return { node: 'Merge', from: e.from, to: e.to, x: at(e.x) }
    case 'Split':
      return { node: 'Split', from: e.from, to: e.to, x: at(e.x) }
    case 'Gather':
      return { node: 'Gather', axis: e.axis, x: at(e.x), index: at(e.index) }
    case 'Unfold':
      return { node: 'Unfold', windows: e.windows, x: at(e.x) }
    case 'Fold':
      return { node: 'Fold', windows: e.windows, x: at(e.x) }
  }
}

/** Every part of the roots once, equal ones together, and where each root stands. */
export const writeNodes = (
  roots: ReadonlyArray<Expr>
): { readonly nodes: ReadonlyArray<NodeJson>; readonly placeOf: (root: Expr) => number } => {
  const nodes: Array<NodeJson> = []
  const byText = new Map<string, number>(),
    places = new Map<Expr, number>()
  const placeOf = (e: Expr): number => places.get(e) ?? -1
  for (const e of postorder(roots)) {
    const node = nodeJson(e, placeOf),
      text = JSON.stringify(node)
    const place = byText.get(text) ?? nodes.push(node) - 1
    byText.set(text, place)
    places.set(e, place)
  }
  return { nodes, placeOf }
}

// reading

/** What is declared: axes of references, sizes of axes; a plate has none yet. */
export interface Declarations {
  readonly axesOf: ReadonlyMap<string, Axes>
  readonly sizes: ReadonlyMap<string, number | 'data'>
}

/** The first node that is none, and why. */
export interface WrongNode {
  readonly at: number
  readonly why: string
}

type Read = E.Either<string, Expr>

const misfit = 'its axes do not fit those of its operands'
const fits = (isFine: boolean, make: () => Expr, why = misfit): Read =>
  isFine ? E.right(make()) : E.left(why)

/** Of a polygamma function: a number that is written down. */
const isOrder = (x: Expr): boolean =>
  x._tag === 'Constant' && Number.isSafeInteger(x.value) && x.value >= 0

const disagree = 'the sizes of its axes disagree'

const readNode = (
  j: NodeJson,
  at: (place: number) => Expr | undefined,
  { axesOf }: Declarations,
  sizes: Sizes
): Read => {
  const operand = (place: number, use: (x: Expr) => Read): Read => {
    const x = at(place)
    return x === undefined
      ? E.left(`it uses node ${place}, which does not stand before it`)
      : use(x)
  }
  switch (j.node) {
    case 'Constant':
      return E.right(constant(Number(j.value)))
    case 'Constants':
      return fits(
        areDistinct(j.axes) &&
          areConstants(j.axes, j.sizes, j.values) &&
          j.axes.every((a, i) => agree(sizes, a, j.sizes[i] ?? NaN)),
        () => constants(j.axes, j.sizes, j.values.map(Number)),
        'it has other values than its sizes say'
      )
    case 'Ref': {
      const axes = axesOf.get(j.name)
      return axes === undefined
        ? E.left(`no data and no site is named '${j.name}'`)
        : E.right(ref(j.name, axes))
    }
    case 'Size':
      return fits(sizes.has(j.axis), () => size(j.axis), `there is no axis '${j.axis}'`)
    case 'Iota':
      return fits(sizes.has(j.axis), () => iota(j.axis), `there is no axis '${j.axis}'`)
    case 'Map':
      return operand(j.x, (x) => E.right(map(j.op)(x)))
    case 'Zip':
      return operand(j.x, (x) =>
        operand(j.y, (y) =>
          fits(j.op !== 'polygamma' || isOrder(x), () => zip(j.op)(x, y), 'its order is no number')
        )
      )
    case 'Where':
      return operand(j.condition, (c) =>
        operand(j.x, (x) => operand(j.y, (y) => E.right(where(c, x, y))))
      )
    case 'Reduce':
      return operand(j.x, (x) =>
        fits(areDistinct(j.over) && isSubset(j.over, x.axes), () => reduce(j.op, j.over)(x))
      )
    case 'Contract':
      return operand(j.x, (x) =>
        operand(j.y, (y) =>
          fits(areDistinct(j.over) && isContraction(j.over, x.axes, y.axes), () =>
            contract(j.over)(x, y)
          )
        )
      )
    case 'Rename':
      return operand(j.x, (x) =>
        fits(isRenaming(j.from, j.to, x.axes), () => rename(j.from, j.to)(x))
      )
    case 'Merge':
      return operand(j.x, (x) =>
        fits(j.from.length > 0 && areDistinct(j.from) && isMerge(j.from, j.to, x.axes), () =>
          merge(j.from, j.to)(x)
        )
      )
    case 'Split':
      return operand(j.x, (x) =>
        fits(j.to.length > 0 && areDistinct(j.to) && isSplit(j.from, j.to, x.axes), () =>
          split(j.from, j.to)(x)
        )
      )
    case 'Gather':
      return operand(j.x, (x) =>
        operand(j.index, (index) =>
          fits(isGather(j.axis, index.axes, x.axes), () => gather(j.axis, index)(x))
        )
      )
    case 'Unfold':
      return operand(j.x, (x) =>
        fits(isUnfold(j.windows, x.axes), () => unfoldWindows(j.windows)(x))
      )
    case 'Fold':
      return operand(j.x, (x) => fits(isFold(j.windows, x.axes), () => foldWindows(j.windows)(x)))
  }
}

/**
 * The expressions in order, or the first node that is wrong. One pass: a node costs what its own axes
 * cost, of which there are `mostAxes` at most.
 */
export const readNodes = (
  nodes: ReadonlyArray<NodeJson>,
  declared: Declarations,
  mostAxes: number
): E.Either<WrongNode, ReadonlyArray<Expr>> => {
  const sizes: Sizes = new Map(declared.sizes)
  const earlier: Array<Expr> = []
  for (const [at, j] of nodes.entries()) {
    const read = readNode(j, (place) => earlier[place], declared, sizes)
    if (E.isLeft(read)) return E.left({ at, why: read.left })
    const e = read.right
    if (e.axes.length > mostAxes)
      return E.left({
        at,
        why: `it is over ${e.axes.length} axes, where ${mostAxes} are the budget`
      })
    if (!sizesAgree(e, sizes)) return E.left({ at, why: disagree })
    earlier.push(e)
  }
  return E.right(earlier)
}
