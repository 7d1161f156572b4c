/**
 * Expressions as a straight-line list of operations: every node after its operands, which are named
 * by how far back they are. Axes and references are numbers in a table of names; the axes of a node
 * are computed again when it is read.
 */
import {
  areConstants,
  areDistinct,
  type Axes,
  children,
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
  type Tag,
  unfoldWindows,
  where,
  type Windows,
  zip
} from '../../expr/index.ts'
import { type Budget, standardBudget } from '../Budget.ts'
import {
  type CodesOf,
  mapCodes,
  operationOf,
  reductionCodes,
  tagCodes,
  zipCodes
} from './NetFileCodes.ts'
import { type Bytes, type ByteReader, list, natural, real } from './NetFileBytes.ts'

/** Where a name stands in the table. */
export type NumberOf = (name: string) => number

// ---------------------------------------------------------------------------
// writing
// ---------------------------------------------------------------------------

/** What a node says beside its operands. */
const ownBytes =
  (numberOf: NumberOf) =>
  (e: Expr): Bytes => {
    const name = (n: string): Bytes => natural(numberOf(n))
    const axes = list(name)
    switch (e._tag) {
      case 'Constant':
        return real(e.value)
      case 'Constants':
        return [...axes(e.axes), ...list(natural)(e.sizes), ...list(real)(e.values)]
      case 'Ref':
        return [...name(e.name), ...axes(e.axes)]
      case 'Size':
      case 'Iota':
      case 'Gather':
        return name(e.axis)
      case 'Map':
        return natural(mapCodes[e.op])
      case 'Zip':
        return natural(zipCodes[e.op])
      case 'Where':
        return []
      case 'Reduce':
        return [...natural(reductionCodes[e.op]), ...axes(e.over)]
      case 'Contract':
        return axes(e.over)
      case 'Rename':
        return [...name(e.from), ...name(e.to)]
      case 'Merge':
        return [...axes(e.from), ...name(e.to)]
      case 'Split':
        return [...name(e.from), ...axes(e.to)]
      case 'Unfold':
      case 'Fold': {
        const w = e.windows
        return [
          ...name(w.along),
          ...name(w.at),
          ...name(w.offset),
          ...natural(w.size),
          ...natural(w.stride),
          ...natural(w.padding)
        ]
      }
    }
  }

/** Every name that expressions use, each once. */
export const namesIn = (roots: ReadonlyArray<Expr>): ReadonlyArray<string> => [
  ...new Set(
    postorder(roots).flatMap((e) => [
      ...e.axes,
      ...(e._tag === 'Ref' ? [e.name] : []),
      ...(e._tag === 'Size' ? [e.axis] : [])
    ])
  )
]

/** The list of operations, and the position of each root in it. */
export const writeExpressions =
  (numberOf: NumberOf) =>
  (
    roots: ReadonlyArray<Expr>
  ): { readonly bytes: Bytes; readonly position: (root: Expr) => number } => {
    const nodes = postorder(roots)
    const positions = new Map(nodes.map((e, i) => [e, i] as const))
    const position = (e: Expr): number => positions.get(e) ?? -1
    const own = ownBytes(numberOf)
    const bytes = [
      ...natural(nodes.length),
      ...nodes.flatMap((e, i) => [
        ...natural(tagCodes[e._tag]),
        ...own(e),
        ...children(e).flatMap((c) => natural(i - position(c)))
      ])
    ]
    return { bytes, position }
  }

// ---------------------------------------------------------------------------
// reading
// ---------------------------------------------------------------------------

const nothing = constant(0)

interface Source {
  readonly r: ByteReader
  readonly names: ReadonlyArray<string>
  readonly earlier: ReadonlyArray<Expr>
}

/**
 * Reads one operation of a kind; what the constructors would take for our own mistake is refused
 * here.
 */
type Read = (s: Source) => Expr

const nameIn = ({ r, names }: Source): string => {
  const name = names[r.natural()]
  if (name === undefined) r.fail('a name is not in the table')
  return name ?? ''
}
const axesIn = (s: Source): Axes => {
  const axes = s.r.list(() => nameIn(s))
  if (!areDistinct(axes)) s.r.fail('an axis is listed twice')
  return axes
}
const operandIn = ({ r, earlier }: Source): Expr => {
  const e = earlier[earlier.length - r.natural()]
  if (e === undefined) r.fail('an operation uses one that does not come before it')
  return e ?? nothing
}
/** The operation that comes next; `first` stands for one that is not known. */
const codeIn = <Op extends string>(codes: CodesOf<Op>, first: Op): ((s: Source) => Op) => {
  const operation = operationOf(codes)
  return ({ r }) => {
    const found = operation(r.natural())
    if (found === undefined) r.fail('an operation is not known')
    return found ?? first
  }
}
const mapIn = codeIn(mapCodes, 'neg')
const zipIn = codeIn(zipCodes, 'add')
const reductionIn = codeIn(reductionCodes, 'sum')
const tagIn = codeIn(tagCodes, 'Constant')
const windowsIn = (s: Source): Windows => {
  const along = nameIn(s),
    at = nameIn(s),
    offset = nameIn(s)
  return { along, at, offset, size: s.r.natural(), stride: s.r.natural(), padding: s.r.natural() }
}
/** The node, if its axes fit. */
const checked = ({ r }: Source, fits: boolean, make: () => Expr): Expr => {
  if (!fits) r.fail('the axes of an operation do not fit those of its operands')
  return r.isFine() ? make() : nothing
}

const readers: { readonly [T in Tag]: Read } = {
  Constant: ({ r }) => constant(r.real()),
  Constants: (s) => {
    const [axes, sizes, values] = [axesIn(s), s.r.list(s.r.natural), s.r.list(s.r.real)]
    return checked(s, areConstants(axes, sizes, values), () => constants(axes, sizes, values))
  },
  Ref: (s) => {
    const name = nameIn(s)
    return ref(name, axesIn(s))
  },
  Size: (s) => size(nameIn(s)),
  Iota: (s) => iota(nameIn(s)),
  Map: (s) => {
    const op = mapIn(s)
    return map(op)(operandIn(s))
  },
  Zip: (s) => {
    const op = zipIn(s)
    const x = operandIn(s)
    return zip(op)(x, operandIn(s))
  },
  Where: (s) => {
    const condition = operandIn(s)
    const x = operandIn(s)
    return where(condition, x, operandIn(s))
  },
  Reduce: (s) => {
    const op = reductionIn(s),
      over = axesIn(s),
      x = operandIn(s)
    return checked(s, isSubset(over, x.axes), () => reduce(op, over)(x))
  },
  Contract: (s) => {
    const over = axesIn(s),
      x = operandIn(s),
      y = operandIn(s)
    return checked(s, isContraction(over, x.axes, y.axes), () => contract(over)(x, y))
  },
  Rename: (s) => {
    const from = nameIn(s),
      to = nameIn(s),
      x = operandIn(s)
    return checked(s, isRenaming(from, to, x.axes), () => rename(from, to)(x))
  },
  Merge: (s) => {
    const from = axesIn(s),
      to = nameIn(s),
      x = operandIn(s)
    return checked(s, isMerge(from, to, x.axes), () => merge(from, to)(x))
  },
  Split: (s) => {
    const from = nameIn(s),
      to = axesIn(s),
      x = operandIn(s)
    return checked(s, isSplit(from, to, x.axes), () => split(from, to)(x))
  },
  Gather: (s) => {
    const axis = nameIn(s),
      x = operandIn(s),
      index = operandIn(s)
    return checked(s, isGather(axis, index.axes, x.axes), () => gather(axis, index)(x))
  },
  Unfold: (s) => {
    const windows = windowsIn(s),
      x = operandIn(s)
    return checked(s, isUnfold(windows, x.axes), () => unfoldWindows(windows)(x))
  },
  Fold: (s) => {
    const windows = windowsIn(s),
      x = operandIn(s)
    return checked(s, isFold(windows, x.axes), () => foldWindows(windows)(x))
  }
}

/** The operations in order; on a failure of the reader, which a budget can be too, fewer. */
export const readExpressions = (
  r: ByteReader,
  names: ReadonlyArray<string>,
  budget: Pick<Budget, 'operations' | 'axes'> = standardBudget
): ReadonlyArray<Expr> => {
  const earlier: Array<Expr> = []
  const source = { r, names, earlier }
  const count = r.natural()
  if (count > budget.operations) r.exceed(`${count} operations`, budget.operations)
  for (let i = 0; i < count && r.isFine(); i++) {
    const e = readers[tagIn(source)](source)
    if (e.axes.length > budget.axes)
      r.exceed(`an operation over ${e.axes.length} axes`, budget.axes)
    earlier.push(e)
  }
  return earlier
}
