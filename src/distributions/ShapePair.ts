/**
 * The two shapes α and β of a beta law as they were given: by themselves, or as the mean α/(α + β)
 * and the precision α + β.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr } from '../expr/Expr.ts'
import { add, div, type ExprLike, lift, mul, sub } from '../expr/Words.ts'
import type { Argument } from './Family.ts'

// model

export interface ShapePair {
  readonly by: 'shapes' | 'mean'
  readonly first: Expr
  readonly second: Expr
}

/** Either parametrisation, stated by name. */
export type ShapePairArguments =
  | { readonly alpha: ExprLike; readonly beta: ExprLike }
  | { readonly mean: ExprLike; readonly precision: ExprLike }

// constructors

export const shapePair = (a: ShapePairArguments): ShapePair =>
  'mean' in a
    ? { by: 'mean', first: lift(a.mean), second: lift(a.precision) }
    : { by: 'shapes', first: lift(a.alpha), second: lift(a.beta) }

// combinators

export const mapShapes = (f: (argument: Expr) => Expr, s: ShapePair): ShapePair => ({
  ...s,
  first: f(s.first),
  second: f(s.second)
})

// destructors

const names = { shapes: ['alpha', 'beta'], mean: ['mean', 'precision'] } as const

export const shapeArguments = ({ by, first, second }: ShapePair): ReadonlyArray<Argument> => [
  { name: names[by][0], value: first, support: by === 'mean' ? 'Unit' : 'Positive' },
  { name: names[by][1], value: second, support: 'Positive' }
]

export const showShapes = (
  { by }: ShapePair,
  [first = '', second = '']: ReadonlyArray<string>
): string => `${names[by][0]}: ${first}, ${names[by][1]}: ${second}`

/** α, β, and n = α + β. */
export interface Shapes {
  readonly alpha: Expr
  readonly beta: Expr
  readonly sum: Expr
  /** α/n */
  readonly share: Expr
}

const folded = (f: (x: number, y: number) => number, x: Expr, y: Expr, e: Expr): Expr =>
  x._tag === 'Constant' && y._tag === 'Constant' ? constant(f(x.value, y.value)) : e

export const shapesOf = ({ by, first: x, second: y }: ShapePair): Shapes => {
  if (by === 'shapes') {
    const sum = folded((a, b) => a + b, x, y, pipe(x, add(y)))
    return { alpha: x, beta: y, sum, share: pipe(x, div(sum)) }
  }
  return {
    alpha: folded((m, k) => m * k, x, y, pipe(x, mul(y))),
    beta: folded((m, k) => (1 - m) * k, x, y, pipe(constant(1), sub(x), mul(y))),
    sum: y,
    share: x
  }
}

/** α and β of numbers in the order of the arguments. */
export const shapesOnHost = (
  { by }: ShapePair,
  first: number,
  second: number
): readonly [number, number] =>
  by === 'shapes' ? [first, second] : [first * second, (1 - first) * second]
