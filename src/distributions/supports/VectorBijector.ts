/**
 * Smooth bijections from vectors of real numbers onto vectors that lie somewhere together.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Axes, constant, contract, type Expr, iota, rename, where } from '../../expr/Expr.ts'
import {
  add,
  div,
  equal,
  exp,
  less,
  lessEqual,
  log,
  logSumExp,
  mul,
  neg,
  sqrt,
  sub,
  sumOver
} from '../../expr/Words.ts'

/** An axis with a size that is known before the data. */
export interface SizedAxis {
  readonly name: string
  readonly size: number
}

/**
 * x = forward(u), x over the axes `of` among others, u over `coordinates` in their place; ln |det dx/du|
 * is one number for each vector.
 */
export interface VectorBijector {
  readonly of: Axes
  readonly coordinates: ReadonlyArray<SizedAxis>
  readonly forward: (u: Expr) => Expr
  readonly inverse: (x: Expr) => Expr
  readonly logJacobian: (u: Expr) => Expr
}

/** The axis of the coordinates of a simplex, one shorter. */
export const freeAxis = (along: string): string => `${along}_free`

/**
 * Column j of orthonormal columns that sum to 0 (Helmert): 1/√((j + 1)(j + 2)) down to row j, then
 * −(j + 1)/√((j + 1)(j + 2)), then 0.
 */
const helmert = (along: string, free: string): Expr => {
  const next = pipe(iota(free), add(1))
  const scale = sqrt(pipe(next, mul(pipe(next, add(1)))))
  return pipe(
    where(
      pipe(iota(along), less(next)),
      constant(1),
      where(pipe(iota(along), equal(next)), neg(next), constant(0))
    ),
    div(scale)
  )
}

/** x = softmax(V u), V the columns of Helmert; ln |det| = Σ ln x + ½ ln n. */
export const softmaxOf = (along: string, size: number): VectorBijector => {
  const free = freeAxis(along)
  const v = helmert(along, free)
  const logs = (u: Expr): Expr => {
    const z = contract([free])(v, u)
    return pipe(z, sub(logSumExp([along])(z)))
  }
  return {
    of: [along],
    coordinates: [{ name: free, size: size - 1 }],
    forward: (u) => exp(logs(u)),
    inverse: (x) => contract([along])(v, log(x)),
    logJacobian: (u) => pipe(logs(u), sumOver([along]), add(0.5 * Math.log(size)))
  }
}

/** The axis `along` once more, of the elements up to one. */
export const upToAxis = (along: string): string => `${along}_upTo`

/** x_0 = u_0, x_k = x_(k−1) + e^(u_k); ln |det| = Σ_(k ≥ 1) u_k. */
export const gapsOf = (along: string, size: number): VectorBijector => {
  const upTo = upToAxis(along)
  const isFirst = pipe(iota(along), less(1))
  const sums = (steps: Expr): Expr =>
    contract([upTo])(rename(along, upTo)(steps), pipe(iota(upTo), lessEqual(iota(along))))
  const gap = (x: Expr): Expr =>
    pipe(
      x,
      sub(
        contract([upTo])(rename(along, upTo)(x), pipe(pipe(iota(upTo), add(1)), equal(iota(along))))
      )
    )
  return {
    of: [along],
    coordinates: [{ name: along, size }],
    forward: (u) => sums(where(isFirst, u, exp(u))),
    inverse: (x) => {
      const gaps = gap(x)
      return where(isFirst, gaps, log(where(isFirst, constant(1), gaps)))
    },
    logJacobian: (u) => pipe(where(isFirst, constant(0), u), sumOver([along]))
  }
}
