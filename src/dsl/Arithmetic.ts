/**
 * Functions of two tensors, elementwise, data last: `pipe(x, sub(mean), div(sd))`. Axes unite:
 * where one operand lacks an axis it is constant along it.
 *
 * @since 0.1.0
 */
import type { SupportTag } from '../distributions/index.ts'
import { where as whereExpr, zip, type ZipOp } from '../expr/index.ts'
import { mention } from './Axis.ts'
import { type Binary, type Both, type Product, type Real, type Support } from './SupportTypes.ts'
import * as S from './SupportTypes.ts'
import { numeric, type Tensor, tensor } from './Tensor.ts'

// model

/** A number stands for a tensor without axes. */
export type TensorLike<A extends string, T extends Support = Real> = number | Tensor<A, T>

// constructors

const word =
  (op: ZipOp, becomes: (s: SupportTag, t: SupportTag) => SupportTag) =>
  (y: unknown) =>
  <A extends string, T extends Support>(x: unknown): Tensor<A, T> => {
    const [a, b] = [numeric(op, x), numeric(op, y)]
    return tensor(
      zip(op)(a.expr, b.expr),
      becomes(a.support, b.support),
      mention(a.mentioned, b.mentioned)
    )
  }

const toReal = (): SupportTag => 'Real'
const toBinary = (): SupportTag => 'Binary'

// arithmetic

/**
 * x + y
 *
 * @example
 * pipe(x, contract(features)(w), add(mu))
 */
export const add =
  <B extends string = never, T extends Real = Real>(y: TensorLike<B, T>) =>
  <A extends string, U extends Real>(x: Tensor<A, U>): Tensor<A | B, Both<U, T>> =>
    word('add', S.both)(y)(x)
/**
 * x − y
 *
 * @example
 * pipe(theta, sub(mu))
 */
export const sub =
  <B extends string = never>(y: TensorLike<B>) =>
  <A extends string>(x: Tensor<A>): Tensor<A | B> =>
    word('sub', toReal)(y)(x)
/**
 * x · y; a product of scales is a scale.
 *
 * @example
 * pipe(theta, mul(tau))
 */
export const mul =
  <B extends string = never, T extends Real = Real>(y: TensorLike<B, T>) =>
  <A extends string, U extends Real>(x: Tensor<A, U>): Tensor<A | B, Product<U, T>> =>
    word('mul', S.product)(y)(x)
/**
 * x / y; a quotient of scales is a scale.
 *
 * @example
 * pipe(theta, sub(mu), div(tau))
 */
export const div =
  <B extends string = never, T extends Real = Real>(y: TensorLike<B, T>) =>
  <A extends string, U extends Real>(x: Tensor<A, U>): Tensor<A | B, Product<U, T>> =>
    word('div', S.product)(y)(x)
/**
 * xʸ; positive where x is.
 *
 * @example
 * pipe(tau, pow(3))
 */
export const pow =
  <B extends string = never>(y: TensorLike<B>) =>
  <A extends string, U extends Real>(x: Tensor<A, U>): Tensor<A | B, S.Root<U>> =>
    word('pow', S.root)(y)(x)
/**
 * The larger of x and y.
 *
 * @example
 * pipe(theta, max(0))
 */
export const max =
  <B extends string = never, T extends Real = Real>(y: TensorLike<B, T>) =>
  <A extends string, U extends Real>(x: Tensor<A, U>): Tensor<A | B, Both<U, T>> =>
    word('max', S.both)(y)(x)
/**
 * The smaller of x and y.
 *
 * @example
 * pipe(theta, min(1))
 */
export const min =
  <B extends string = never, T extends Real = Real>(y: TensorLike<B, T>) =>
  <A extends string, U extends Real>(x: Tensor<A, U>): Tensor<A | B, Both<U, T>> =>
    word('min', S.both)(y)(x)

// conditions: 0 or 1

type Compares = <B extends string = never>(
  y: TensorLike<B>
) => <A extends string>(x: Tensor<A>) => Tensor<A | B, Binary>

/**
 * x = y
 *
 * @example
 * pipe(x, equal(0))
 */
export const equal: Compares = (y) => (x) => word('equal', toBinary)(y)(x)
/**
 * x < y
 *
 * @example
 * pipe(theta, less(mu))
 */
export const less: Compares = (y) => (x) => word('less', toBinary)(y)(x)
/**
 * x ≤ y
 *
 * @example
 * pipe(theta, lessEqual(mu))
 */
export const lessEqual: Compares = (y) => (x) => word('lessEqual', toBinary)(y)(x)

/**
 * `yes` where the condition is not 0, else `no`; the branch not taken never reaches the result, not
 * even as NaN.
 *
 * @example
 * pipe(x, less(0), where(0, x))
 */
export const where =
  <
    B extends string = never,
    C extends string = never,
    T extends Real = Real,
    U extends Real = Real
  >(
    yes: TensorLike<B, T>,
    no: TensorLike<C, U>
  ) =>
  <A extends string>(condition: Tensor<A>): Tensor<A | B | C, Both<T, U>> => {
    const [c, x, y] = [numeric('where', condition), numeric('where', yes), numeric('where', no)]
    return tensor(
      whereExpr(c.expr, x.expr, y.expr),
      S.both(x.support, y.support),
      mention(mention(c.mentioned, x.mentioned), y.mentioned)
    )
  }
