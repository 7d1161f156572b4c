/**
 * Products of matrices as code, with the sums of `matMulLoop` in their order.
 *
 * @since 0.2.0
 */
import type { Kernel64 } from './Fusion.ts'
import type { FunctionScope } from './FunctionScope.ts'
import type { Bytes } from './ModuleBytes.ts'
import {
  type Arithmetic,
  integer,
  lane,
  type Local,
  loadTwice,
  loop,
  one,
  plus,
  two
} from './ModuleCode.ts'

type ProductKernel64 = Extract<Kernel64, { readonly _tag: 'Product' }>

/** Where code is written to, and where arrays lie. */
type Room = Pick<FunctionScope, 'writer' | 'address'>

/** The byte offsets of the matrices that are multiplied. */
interface Heads {
  readonly x: Local
  readonly y: Local
  readonly out: Local
}

const forward = (l: Local, bytes: number): Bytes => l.set(plus(l.get, integer(bytes)))

/** Rows that are multiplied side by side: each is a chain of sums, and chains do not wait for others. */
const mostRows = 4

/** [m, k] · [k]: of each row, its dot product in two parts. */
const rowsByVector = (
  { id, x, y, m, k }: ProductKernel64,
  { writer, address }: Room,
  heads: Heads
): Bytes => {
  const j = writer.local('i32')
  const even = k - (k % 2)
  const rows = (many: number): Bytes => {
    const sums = Array.from({ length: many }, () => writer.local('v128'))
    const totals = Array.from({ length: many }, () => writer.local('f64'))
    const factors = writer.local('v128')
    const rowAt = (r: number) => address(x) + 8 * k * r
    return [
      ...sums.flatMap((s) => s.set(two.constant(0))),
      ...(even > 0
        ? loop(j, 8 * even, 16, [
            ...factors.set(two.load({ base: plus(heads.y.get, j.get), offset: address(y) })),
            ...sums.flatMap((s, r) =>
              s.set(
                two.add(
                  s.get,
                  two.mul(
                    two.load({ base: plus(heads.x.get, j.get), offset: rowAt(r) }),
                    factors.get
                  )
                )
              )
            )
          ])
        : []),
      ...totals.flatMap((t, r) => t.set(lane(sums[r]?.get ?? [], 0))),
      ...(even < k
        ? totals.flatMap((t, r) =>
            t.set(
              one.add(
                t.get,
                one.mul(
                  one.load({ base: heads.x.get, offset: rowAt(r) + 8 * even }),
                  one.load({ base: heads.y.get, offset: address(y) + 8 * even })
                )
              )
            )
          )
        : []),
      ...totals.flatMap((t, r) =>
        one.store(
          { base: heads.out.get, offset: address(id) + 8 * r },
          one.add(t.get, lane(sums[r]?.get ?? [], 1))
        )
      ),
      ...forward(heads.x, 8 * k * many),
      ...forward(heads.out, 8 * many)
    ]
  }
  const row = writer.local('i32')
  const whole = m - (m % mostRows)
  return [
    ...(whole > 0 ? loop(row, whole, mostRows, rows(mostRows)) : []),
    ...(whole < m ? rows(m - whole) : []),
    ...forward(heads.y, 8 * k)
  ]
}

/** Columns that a row is multiplied with side by side, in pairs. */
const mostPairs = 4

/** [m, k] · [k, n]: a row of the result in groups of columns that stay in locals, four of k at a time. */
const rowsByMatrix = (
  { id, x, y, m, k, n }: ProductKernel64,
  { writer, address }: Room,
  heads: Heads
): Bytes => {
  const [row, column, at, left] = [
    writer.local('i32'),
    writer.local('i32'),
    writer.local('i32'),
    writer.local('i32')
  ]
  const fours = k - (k % 4)
  const group = (a: Arithmetic, step: number, many: number, from: Bytes): Bytes => {
    const sums = Array.from({ length: many }, () => writer.local(a.type))
    const factors = Array.from({ length: 4 }, () => writer.local(a.type))
    const factorAt = (base: Bytes, offset: number): Bytes =>
      a.type === 'v128' ? loadTwice({ base, offset }) : one.load({ base, offset })
    const below = (base: Bytes, r: number, i: number): Bytes =>
      a.load({ base, offset: address(y) + 8 * n * r + step * i })
    const down = plus(plus(heads.y.get, from), at.get)
    const still = plus(heads.y.get, from)
    const product = (base: Bytes, r: number, f: number, i: number): Bytes =>
      a.mul(factors[f]?.get ?? [], below(base, r, i))
    const rest: Array<Bytes> = []
    for (let r = fours; r < k; r++) {
      const [factor] = factors
      if (factor === undefined) continue
      rest.push(
        factor.set(factorAt(heads.x.get, address(x) + 8 * r)),
        ...sums.map((s, i) => s.set(a.add(s.get, product(still, r, 0, i))))
      )
    }
    return [
      ...sums.flatMap((s) => s.set(a.constant(0))),
      ...left.set(heads.x.get),
      ...(fours > 0
        ? loop(at, 8 * n * fours, 8 * n * 4, [
            ...factors.flatMap((f, r) => f.set(factorAt(left.get, address(x) + 8 * r))),
            ...sums.flatMap((s, i) =>
              s.set(
                a.add(
                  a.add(s.get, a.add(product(down, 0, 0, i), product(down, 1, 1, i))),
                  a.add(product(down, 2, 2, i), product(down, 3, 3, i))
                )
              )
            ),
            ...forward(left, 32)
          ])
        : []),
      ...rest.flat(),
      ...sums.flatMap((s, i) =>
        a.store({ base: plus(heads.out.get, from), offset: address(id) + step * i }, s.get)
      )
    ]
  }
  const whole = n - (n % (2 * mostPairs))
  const pairs = Math.floor((n - whole) / 2)
  return [
    ...loop(row, m, 1, [
      ...(whole > 0
        ? loop(column, 8 * whole, 16 * mostPairs, group(two, 16, mostPairs, column.get))
        : []),
      ...(pairs > 0 ? group(two, 16, pairs, integer(8 * whole)) : []),
      ...(n % 2 === 1 ? group(one, 8, 1, integer(8 * (n - 1))) : []),
      ...forward(heads.x, 8 * k),
      ...forward(heads.out, 8 * n)
    ]),
    ...forward(heads.y, 8 * k * n)
  ]
}

export const productCode = (kernel: ProductKernel64, scope: Room): Bytes => {
  const local = (): Local => scope.writer.local('i32')
  const heads: Heads = { x: local(), y: local(), out: local() }
  const index = local()
  const one64 = kernel.n === 1 ? rowsByVector : rowsByMatrix
  return [
    ...heads.x.set(integer(0)),
    ...heads.y.set(integer(0)),
    ...heads.out.set(integer(0)),
    ...loop(index, kernel.batch, 1, one64(kernel, scope, heads))
  ]
}
