/**
 * One node for equal expressions, so that counting a node's uses counts a value's.
 *
 * @since 0.1.0
 */
import type { Expr } from '../expr/Expr.ts'
import { children, fold, rebuild } from '../expr/Fold.ts'
import { windowsKey } from '../expr/Windows.ts'

const number = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

/** Equal for nodes of equal meaning whose operands are the same nodes. */
const keyOf = (e: Expr, operands: string): string => {
  switch (e._tag) {
    case 'Constant':
      return `constant ${number(e.value)}`
    case 'Constants':
      return `constants ${JSON.stringify([e.axes, e.sizes])} ${e.values.map(number).join(' ')}`
    case 'Ref':
      return `ref ${JSON.stringify([e.name, [...e.axes].sort()])}`
    case 'Size':
      return `size ${e.axis}`
    case 'Iota':
      return `iota ${e.axis}`
    case 'Map':
      return `${e.op} ${operands}`
    case 'Zip':
      return `${e.op} ${operands}`
    case 'Where':
      return `where ${operands}`
    case 'Reduce':
      return `reduce ${e.op} ${JSON.stringify([...e.over].sort())} ${operands}`
    case 'Contract':
      return `contract ${JSON.stringify([...e.over].sort())} ${operands}`
    case 'Rename':
      return `rename ${JSON.stringify([e.from, e.to])} ${operands}`
    case 'Merge':
      return `merge ${JSON.stringify([e.from, e.to])} ${operands}`
    case 'Split':
      return `split ${JSON.stringify([e.from, e.to])} ${operands}`
    case 'Gather':
      return `gather ${e.axis} ${operands}`
    case 'Unfold':
    case 'Fold':
      return `${e._tag} ${windowsKey(e.windows)} ${operands}`
  }
}

/** The returned function shares across all roots it is given. */
export const intern = (): ((root: Expr) => Expr) => {
  const numbers = new Map<Expr, number>()
  const known = new Map<string, Expr>()
  const canonical = (e: Expr): Expr => {
    const key = keyOf(
      e,
      children(e)
        .map((c) => numbers.get(c) ?? 'unknown')
        .join(' ')
    )
    const before = known.get(key)
    if (before !== undefined) return before
    known.set(key, e)
    numbers.set(e, numbers.size)
    return e
  }
  return fold<Expr>({
    Constant: (f, e) => canonical(rebuild.Constant(f, e)),
    Constants: (f, e) => canonical(rebuild.Constants(f, e)),
    Ref: (f, e) => canonical(rebuild.Ref(f, e)),
    Size: (f, e) => canonical(rebuild.Size(f, e)),
    Iota: (f, e) => canonical(rebuild.Iota(f, e)),
    Map: (f, e) => canonical(rebuild.Map(f, e)),
    Zip: (f, e) => canonical(rebuild.Zip(f, e)),
    Where: (f, e) => canonical(rebuild.Where(f, e)),
    Reduce: (f, e) => canonical(rebuild.Reduce(f, e)),
    Contract: (f, e) => canonical(rebuild.Contract(f, e)),
    Rename: (f, e) => canonical(rebuild.Rename(f, e)),
    Merge: (f, e) => canonical(rebuild.Merge(f, e)),
    Split: (f, e) => canonical(rebuild.Split(f, e)),
    Gather: (f, e) => canonical(rebuild.Gather(f, e)),
    Unfold: (f, e) => canonical(rebuild.Unfold(f, e)),
    Fold: (f, e) => canonical(rebuild.Fold(f, e))
  })
}
