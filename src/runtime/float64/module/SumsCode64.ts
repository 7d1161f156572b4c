/**
 * Sums along an axis as code, in the order of `sumLoop`.
 *
 * @since 0.2.0
 */
import type { Kernel64 } from './Fusion.ts'
import type { FunctionScope } from './FunctionScope.ts'
import type { Bytes } from './ModuleBytes.ts'
import { type Arithmetic, integer, lane, loop, one, plus, two } from './ModuleCode.ts'

type SumsKernel = Extract<Kernel64, { readonly _tag: 'Sums' }>

/** Rows of `count` neighbours, each one number: four parts, as a fold of a loop has. */
const alongRows = ({ id, x, rows, count }: SumsKernel, scope: FunctionScope): Bytes => {
  const { writer, address } = scope
  const [row, at, i] = [writer.local('i32'), writer.local('i32'), writer.local('i32')]
  const [ab, cd] = [writer.local('v128'), writer.local('v128')]
  const sum = writer.local('f64')
  const whole = count - (count % 4)
  const from = address(x)
  const here = plus(at.get, i.get)
  const four = [
    ...ab.set(two.add(ab.get, two.load({ base: here, offset: from }))),
    ...cd.set(two.add(cd.get, two.load({ base: here, offset: from + 16 })))
  ]
  const rest: Array<Bytes> = []
  for (let k = whole; k < count; k++)
    rest.push(sum.set(one.add(sum.get, one.load({ base: at.get, offset: from + 8 * k }))))
  return [
    ...at.set(integer(0)),
    ...loop(row, 8 * rows, 8, [
      ...ab.set(two.constant(0)),
      ...cd.set(two.constant(0)),
      ...(whole > 0 ? loop(i, 8 * whole, 32, four) : []),
      ...sum.set(lane(ab.get, 0)),
      ...rest.flat(),
      ...sum.set(
        one.add(one.add(sum.get, lane(ab.get, 1)), one.add(lane(cd.get, 0), lane(cd.get, 1)))
      ),
      ...one.store({ base: row.get, offset: address(id) }, sum.get),
      ...at.set(plus(at.get, integer(8 * count)))
    ])
  ]
}

/** Columns that are summed side by side, in pairs. */
const mostPairs = 4

/** [rows, count, width]: columns in groups that fit into locals, each down its rows. */
const alongColumns = ({ id, x, rows, count, width }: SumsKernel, scope: FunctionScope): Bytes => {
  const { writer, address } = scope
  const [top, at, end, k] = [
    writer.local('i32'),
    writer.local('i32'),
    writer.local('i32'),
    writer.local('i32')
  ]
  const down = (a: Arithmetic, step: number, many: number, column: Bytes): Bytes => {
    const sums = Array.from({ length: many }, () => writer.local(a.type))
    const here = plus(plus(at.get, column), k.get)
    return [
      ...sums.flatMap((s) => s.set(a.constant(0))),
      ...loop(
        k,
        8 * width * count,
        8 * width,
        sums.flatMap((s, i) =>
          s.set(a.add(s.get, a.load({ base: here, offset: address(x) + step * i })))
        )
      ),
      ...sums.flatMap((s, i) =>
        a.store({ base: plus(end.get, column), offset: address(id) + step * i }, s.get)
      )
    ]
  }
  const whole = width - (width % (2 * mostPairs))
  const pairs = Math.floor((width - whole) / 2)
  const column = writer.local('i32')
  return [
    ...at.set(integer(0)),
    ...end.set(integer(0)),
    ...loop(top, rows, 1, [
      ...(whole > 0
        ? loop(column, 8 * whole, 16 * mostPairs, down(two, 16, mostPairs, column.get))
        : []),
      ...(pairs > 0 ? down(two, 16, pairs, integer(8 * whole)) : []),
      ...(width % 2 === 1 ? down(one, 8, 1, integer(8 * (width - 1))) : []),
      ...at.set(plus(at.get, integer(8 * width * count))),
      ...end.set(plus(end.get, integer(8 * width)))
    ])
  ]
}

export const sumsCode = (kernel: SumsKernel, scope: FunctionScope): Bytes =>
  kernel.width === 1 ? alongRows(kernel, scope) : alongColumns(kernel, scope)
