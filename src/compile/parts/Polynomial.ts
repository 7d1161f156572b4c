/**
 * Expressions that are sums of products of powers of random references: what moments and merged
 * scales can be read from.
 *
 * @since 0.1.0
 */
import {
  constant,
  type Expr,
  fold,
  type Algebra,
  one,
  product,
  ref,
  zip
} from '../../expr/index.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** coefficient · Π xᵖ; the coefficient holds no random reference. */
export interface Term {
  readonly coefficient: Expr
  readonly powers: ReadonlyMap<string, number>
}

/** A sum of terms; undefined where the expression has no such form. */
export type Polynomial = ReadonlyArray<Term>

/**
 * Random references by name, and whether their values are positive (only then may they have
 * fractional powers).
 */
export type RandomNames = ReadonlyMap<string, { readonly expr: Expr; readonly isPositive: boolean }>

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

const isOne = (e: Expr): boolean => e._tag === 'Constant' && e.value === 1
const times = (a: Expr, b: Expr): Expr => (isOne(a) ? b : isOne(b) ? a : zip('mul')(a, b))

const multiplyTerms =
  (a: Term) =>
  (b: Term): Term => {
    const powers = new Map(a.powers)
    for (const [name, p] of b.powers) powers.set(name, (powers.get(name) ?? 0) + p)
    return { coefficient: times(a.coefficient, b.coefficient), powers }
  }

export const multiply = (a: Polynomial, b: Polynomial): Polynomial =>
  a.flatMap((s) => b.map(multiplyTerms(s)))

const isConstant = (p: Polynomial): boolean => p.every((t) => t.powers.size === 0)

/** Powers of a single term; a fractional or negative one needs positive references. */
const raise =
  (names: RandomNames, k: number, onCoefficient: (c: Expr) => Expr) =>
  (p: Polynomial): Polynomial | undefined => {
    const [t] = p
    if (t === undefined || p.length !== 1) return undefined
    const ok =
      Number.isInteger(k) && k > 0
        ? true
        : [...t.powers.keys()].every((n) => names.get(n)?.isPositive === true)
    return ok
      ? [
          {
            coefficient: isOne(t.coefficient) ? one : onCoefficient(t.coefficient),
            powers: new Map([...t.powers].map(([n, q]) => [n, q * k]))
          }
        ]
      : undefined
  }

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

type Answer = Polynomial | 'none'

/** Reads an expression as a polynomial in the random references. */
export const polynomial = (names: RandomNames): ((e: Expr) => Polynomial | undefined) => {
  const known = (node: Expr): Answer => [{ coefficient: node, powers: new Map() }]
  /**
   * A node over operands without random references is a coefficient; over others it has no such
   * form unless a rule says so.
   */
  const opaque = (node: Expr, ...operands: ReadonlyArray<Answer>): Answer =>
    operands.every((o) => o !== 'none' && isConstant(o)) ? known(node) : 'none'
  const power = (k: number, node: Expr, x: Answer): Answer =>
    x === 'none' || isConstant(x)
      ? opaque(node, x)
      : (raise(names, k, (c) => zip('pow')(c, constant(k)))(x) ?? 'none')
  const algebra: Algebra<Answer> = {
    Constant: (_, n) => known(n),
    Constants: (_, n) => known(n),
    Size: (_, n) => known(n),
    Iota: (_, n) => known(n),
    Ref: (_, n) =>
      names.has(n.name) ? [{ coefficient: one, powers: new Map([[n.name, 1]]) }] : known(n),
    Map: ({ op, x }, n) => {
      if (op === 'neg' && x !== 'none')
        return x.map((t) => ({ ...t, coefficient: times(constant(-1), t.coefficient) }))
      const k = op === 'square' ? 2 : op === 'sqrt' ? 0.5 : op === 'reciprocal' ? -1 : undefined
      return k === undefined ? opaque(n, x) : power(k, n, x)
    },
    Zip: ({ op, x, y }, n) => {
      if (x === 'none' || y === 'none') return 'none'
      if (isConstant(x) && isConstant(y)) return known(n)
      if (op === 'add') return [...x, ...y]
      if (op === 'sub')
        return [...x, ...y.map((t) => ({ ...t, coefficient: times(constant(-1), t.coefficient) }))]
      if (op === 'mul') return multiply(x, y)
      if (op === 'div') {
        const inverse = isConstant(y) ? known(zip('div')(one, n.y)) : power(-1, n.y, y)
        return inverse === 'none' ? 'none' : multiply(x, inverse)
      }
      if (op === 'pow' && n.y._tag === 'Constant') return power(n.y.value, n, x)
      return 'none'
    },
    Where: ({ condition, x, y }, n) => opaque(n, condition, x, y),
    Reduce: ({ x }, n) => opaque(n, x),
    Contract: ({ x, y }, n) => opaque(n, x, y),
    Rename: ({ x }, n) => opaque(n, x),
    Merge: ({ x }, n) => opaque(n, x),
    Split: ({ x }, n) => opaque(n, x),
    Gather: ({ x, index }, n) => opaque(n, x, index),
    Unfold: ({ x }, n) => opaque(n, x),
    Fold: ({ x }, n) => opaque(n, x)
  }
  const read = fold(algebra)
  return (e) => {
    const answer = read(e)
    return answer === 'none' ? undefined : answer
  }
}

/** xᵖ as written. */
export const powerOf = (x: Expr, p: number): Expr =>
  p === 1
    ? x
    : p === 0.5
      ? { _tag: 'Map', axes: x.axes, op: 'sqrt', x }
      : zip('pow')(x, constant(p))

/** The term as an expression again. */
export const termValue =
  (names: RandomNames) =>
  (t: Term): Expr => {
    const factors = [...t.powers].map(([n, p]) => powerOf(names.get(n)?.expr ?? ref(n, []), p))
    return isOne(t.coefficient) ? product(factors) : product([t.coefficient, ...factors])
  }
