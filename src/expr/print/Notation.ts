/**
 * Printing apart from the letters: precedence, and names for what is used more than once, so that
 * the text grows with the number of nodes and not with the number of paths through them.
 *
 * @since 0.1.0
 */
import type { Axes, Expr, MapOp, ReduceOp, ZipOp } from '../Expr.ts'
import { children, foldList, postorder } from '../Fold.ts'
import type { Windows } from '../Windows.ts'

/** How tightly a text holds together: a looser one in a tighter place needs brackets. */
export const level = { compare: 0, sum: 1, big: 2, product: 3, power: 4, atom: 5 } as const
export type Level = (typeof level)[keyof typeof level]
export interface Piece {
  readonly text: string
  readonly level: Level
}
export const piece = (text: string, at: Level = level.atom): Piece => ({ text, level: at })

/** What each kind of node looks like. */
export interface Notation {
  readonly number: (value: number) => Piece
  readonly constants: (axes: Axes, values: ReadonlyArray<number>) => Piece
  readonly ref: (name: string) => Piece
  readonly size: (axis: string) => Piece
  readonly iota: (axis: string) => Piece
  readonly map: { readonly [O in MapOp]: (x: Piece) => Piece }
  readonly zip: { readonly [O in ZipOp]: (x: Piece, y: Piece) => Piece }
  readonly where: (condition: Piece, x: Piece, y: Piece) => Piece
  readonly reduce: { readonly [O in ReduceOp]: (over: Axes, x: Piece) => Piece }
  readonly rename: (from: string, to: string, x: Piece) => Piece
  readonly merge: (from: Axes, to: string, x: Piece) => Piece
  readonly split: (from: string, to: Axes, x: Piece) => Piece
  readonly gather: (axis: string, x: Piece, index: Piece) => Piece
  readonly unfold: (windows: Windows, x: Piece) => Piece
  readonly fold: (windows: Windows, x: Piece) => Piece
  /** The i-th name for a common part, i = 1, 2, … */
  readonly name: (i: number) => Piece
  readonly definition: (name: string, value: string) => string
  readonly lines: (definitions: ReadonlyArray<string>, result: string) => string
}

/** The text of x where at least `least` is needed. */
export const at =
  (least: Level, open: string, close: string) =>
  (x: Piece): string =>
    x.level >= least ? x.text : `${open}${x.text}${close}`

const draw =
  (n: Notation) =>
  (e: Expr, [x = piece(''), y = piece(''), z = piece('')]: ReadonlyArray<Piece>): Piece => {
    switch (e._tag) {
      case 'Constant':
        return n.number(e.value)
      case 'Constants':
        return n.constants(e.axes, e.values)
      case 'Ref':
        return n.ref(e.name)
      case 'Size':
        return n.size(e.axis)
      case 'Iota':
        return n.iota(e.axis)
      case 'Map':
        return n.map[e.op](x)
      case 'Zip':
        return n.zip[e.op](x, y)
      case 'Where':
        return n.where(x, y, z)
      case 'Reduce':
        return n.reduce[e.op](e.over, x)
      case 'Contract':
        return e.over.length === 0 ? n.zip.mul(x, y) : n.reduce.sum(e.over, n.zip.mul(x, y))
      case 'Rename':
        return n.rename(e.from, e.to, x)
      case 'Merge':
        return n.merge(e.from, e.to, x)
      case 'Split':
        return n.split(e.from, e.to, x)
      case 'Gather':
        return n.gather(e.axis, x, y)
      case 'Unfold':
        return n.unfold(e.windows, x)
      case 'Fold':
        return n.fold(e.windows, x)
    }
  }

/**
 * Nodes with more than one use; leaves and what is as short as its name are written out each time.
 */
const shared = (root: Expr): ReadonlySet<Expr> => {
  const uses = new Map<Expr, number>()
  for (const e of postorder([root]))
    for (const c of children(e)) uses.set(c, (uses.get(c) ?? 0) + 1)
  return new Set(
    [...uses].flatMap(([e, n]) =>
      n > 1 && children(e).some((c) => children(c).length > 0 || e._tag !== 'Map') ? [e] : []
    )
  )
}

export const printWith =
  (n: Notation) =>
  (root: Expr): string => {
    const named = shared(root),
      definitions: Array<string> = []
    const result = foldList<Piece>((e, operands) => {
      const p = draw(n)(e, operands)
      if (!named.has(e)) return p
      const name = n.name(definitions.length + 1)
      definitions.push(n.definition(name.text, p.text))
      return name
    })(root)
    return n.lines(definitions, result.text)
  }
