/**
 * Who uses a node of a network's expressions, and which tensor a constant can be added to without
 * changing anything else.
 */
import { type Axes, children, type Expr, isSubset, postorder } from '../../expr/index.ts'
import type { Bindings } from '../../ir/Posterior.ts'

/** A use for each operand that is the node; a root is used once more, from outside. */
export interface Uses {
  readonly usersOf: (e: Expr) => ReadonlyArray<Expr | 'outside'>
  readonly refUses: (name: string) => number
}

export const uses = (roots: ReadonlyArray<Expr>): Uses => {
  const users = new Map<Expr, Array<Expr | 'outside'>>()
  const add = (e: Expr, user: Expr | 'outside'): void => {
    const found = users.get(e)
    if (found === undefined) users.set(e, [user])
    else found.push(user)
  }
  const nodes = postorder(roots)
  for (const e of nodes) for (const c of children(e)) add(c, e)
  for (const r of new Set(roots)) add(r, 'outside')
  const counts = new Map<string, number>()
  for (const e of nodes)
    if (e._tag === 'Ref')
      counts.set(e.name, (counts.get(e.name) ?? 0) + (users.get(e)?.length ?? 0))
  return { usersOf: (e) => users.get(e) ?? [], refUses: (name) => counts.get(name) ?? 0 }
}

const sameAxes = (a: Axes, b: Axes): boolean => isSubset(a, b) && isSubset(b, a)

/**
 * The tensor that is added to `e`, and to nothing else, over exactly `axes`: its bias. A constant
 * over these axes that is to be added to `e` can be added to it instead.
 */
export const biasOf =
  ({ usersOf, refUses }: Uses, tensors: Bindings, axes: Axes) =>
  (e: Expr): string | undefined => {
    const [user, ...others] = usersOf(e)
    if (
      user === undefined ||
      user === 'outside' ||
      others.length > 0 ||
      user._tag !== 'Zip' ||
      user.op !== 'add'
    )
      return undefined
    const bias = user.x === e ? user.y : user.x
    return bias._tag === 'Ref' &&
      tensors.has(bias.name) &&
      refUses(bias.name) === 1 &&
      sameAxes(bias.axes, axes)
      ? bias.name
      : undefined
  }

/** A name that no tensor has yet. */
export const freshName = (taken: ReadonlySet<string>): string => {
  let n = 1
  while (taken.has(`constant ${n}`)) n += 1
  return `constant ${n}`
}
