/**
 * Matrices on named axes: factors, solutions and determinants against what was multiplied together, against
 * elimination, and of Hilbert's matrices, whose inverses and determinants are whole numbers (Choi 1983).
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  axis,
  cholesky,
  choleskySolve,
  diagonal,
  identity,
  logDeterminant,
  plate,
  solveLower,
  solveLowerTransposed,
  type Tensor
} from '../../src/dsl/index.ts'
import { tensor } from '../../src/dsl/Tensor.ts'
import { type Expr, gradients, ref, simplify } from '../../src/expr/index.ts'
import { evaluate, type NamedArray } from '../../src/expr/numbers/Reference.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'

type Matrix = ReadonlyArray<ReadonlyArray<number>>

const square = (n: number, f: (i: number, j: number) => number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => f(i, j)))
const at = (a: Matrix, i: number, j: number): number => a[i]?.[j] ?? NaN
const sum = (n: number, f: (k: number) => number): number =>
  Array.from({ length: n }, (_, k) => f(k)).reduce((s, x) => s + x, 0)
const times = (a: Matrix, b: Matrix): Matrix =>
  square(a.length, (i, j) => sum(a.length, (k) => at(a, i, k) * at(b, k, j)))
const transposed = (a: Matrix): Matrix => square(a.length, (i, j) => at(a, j, i))

/** Of n rows: axes, the symbols, and what an expression of them is. */
const setting = (n: number) => {
  const rows = axis('rows', n),
    columns = axis('columns', n)
  const a: Tensor<'rows' | 'columns'> = tensor(ref('a', ['rows', 'columns']), 'Real', [
    rows,
    columns
  ])
  const b: Tensor<'rows'> = tensor(ref('b', ['rows']), 'Real', [rows])
  const c: Tensor<'columns'> = tensor(ref('c', ['columns']), 'Real', [columns])
  const numbers = (e: Expr, matrix: Matrix, side: ReadonlyArray<number> = []) => {
    const values = new Map<string, NamedArray>([
      ['a', { axes: ['rows', 'columns'], sizes: [n, n], values: matrix.flat() }],
      ['b', { axes: ['rows'], sizes: [n], values: side }],
      ['c', { axes: ['columns'], sizes: [n], values: side }]
    ])
    const sizes = new Map(['rows', 'columns', 'columns_between'].map((k) => [k, n] as const))
    return evaluate({ sizes, values })(e)
  }
  const vector = (e: Expr, matrix: Matrix, side?: ReadonlyArray<number>) =>
    Array.from(numbers(e, matrix, side).values)
  const matrixOf = (e: Expr, matrix: Matrix): Matrix => {
    const found = numbers(e, matrix)
    const isRows = found.axes[0] === 'rows'
    return square(n, (i, j) => found.values[isRows ? i * n + j : j * n + i] ?? NaN)
  }
  return { rows, columns, a, b, c, vector, matrixOf }
}

/** Lower triangular, the diagonal from 0.3 to 2, and a right side. */
const problems = fc.integer({ min: 1, max: 7 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    below: fc.array(between(-1, 1), { minLength: n * n, maxLength: n * n }),
    on: fc.array(between(0.3, 2), { minLength: n, maxLength: n }),
    side: fc.array(between(-3, 3), { minLength: n, maxLength: n })
  })
)
const lowerOf = ({
  n,
  below,
  on
}: {
  n: number
  below: ReadonlyArray<number>
  on: ReadonlyArray<number>
}): Matrix =>
  square(n, (i, j) => (i === j ? (on[i] ?? NaN) : i > j ? (below[i * n + j] ?? NaN) : 0))

const close = (found: ReadonlyArray<number>, wanted: ReadonlyArray<number>, by: number): void => {
  expect(found).toHaveLength(wanted.length)
  found.forEach((x, i) => expect(Math.abs(x - (wanted[i] ?? NaN))).toBeLessThan(by))
}

describe('laws', () => {
  test('the factor of L Lᵀ is L, whatever lies above the diagonal of it', () =>
    fc.assert(
      fc.property(problems, between(-50, 50), (p, junk) => {
        const { rows, columns, a, matrixOf } = setting(p.n)
        const l = lowerOf(p),
          product = times(l, transposed(l))
        const factor = cholesky(rows, columns)(a)
        close(matrixOf(factor.expr, product).flat(), l.flat(), 1e-9)
        const spoilt = square(p.n, (i, j) => (j > i ? junk : at(product, i, j)))
        expect(matrixOf(factor.expr, spoilt)).toEqual(matrixOf(factor.expr, product))
      })
    ))
  test('solutions, put back, are the right side', () =>
    fc.assert(
      fc.property(problems, (p) => {
        const { rows, columns, a, b, c, vector } = setting(p.n)
        const l = lowerOf(p),
          { side, n } = p
        const forward = vector(solveLower(rows, columns)(a)(b).expr, l, side)
        close(
          side.map((_, i) => sum(n, (k) => at(l, i, k) * (forward[k] ?? NaN))),
          side,
          1e-8
        )
        const back = vector(solveLowerTransposed(rows, columns)(a)(c).expr, l, side)
        close(
          side.map((_, i) => sum(n, (k) => at(l, k, i) * (back[k] ?? NaN))),
          side,
          1e-8
        )
        const solved = vector(choleskySolve(rows, columns)(a)(b).expr, l, side)
        const product = times(l, transposed(l))
        const scale = Math.max(1, ...solved.map(Math.abs))
        close(
          side.map((_, i) => sum(n, (k) => at(product, i, k) * (solved[k] ?? NaN))),
          side,
          1e-8 * scale
        )
      })
    ))
  test('ln det L Lᵀ is twice the sum of ln L_ii, and its slopes are the inverse', () =>
    fc.assert(
      fc.property(problems, (p) => {
        const { rows, columns, a, b, vector, matrixOf } = setting(p.n)
        const l = lowerOf(p),
          product = times(l, transposed(l))
        const value = logDeterminant(rows, columns)(a)
        expect(vector(value.expr, product)[0]).toBeCloseTo(
          2 * p.on.reduce((s, x) => s + Math.log(x), 0),
          9
        )
        const slope = gradients(value.expr, [{ name: 'a' }]).get('a')
        if (slope === undefined) throw new Error('no slope')
        const found = matrixOf(simplify(slope), product)
        const inverse = choleskySolve(rows, columns)(cholesky(rows, columns)(a))(b).expr
        for (let j = 0; j < p.n; j++) {
          const column = vector(inverse, product, square(p.n, (i, k) => (i === k ? 1 : 0))[j])
          // what lies below the diagonal stands for what lies above it too
          for (let i = j; i < p.n; i++) {
            const wanted = (i === j ? 1 : 2) * (column[i] ?? NaN)
            expect(Math.abs(at(found, i, j) - wanted) / (1 + Math.abs(wanted))).toBeLessThan(1e-7)
          }
        }
      }),
      { numRuns: 40 }
    ))
  test('the diagonal, and the identity, which factors to itself', () => {
    const { rows, columns, a, vector, matrixOf } = setting(4)
    const one = square(4, (i, j) => (i === j ? 1 : 0))
    const unit: Tensor<'rows' | 'columns'> = identity(rows, columns)
    expect(matrixOf(unit.expr, one)).toEqual(one)
    expect(matrixOf(cholesky(rows, columns)(unit).expr, one)).toEqual(one)
    const onDiagonal: Tensor<'rows'> = diagonal(rows, columns)(a)
    expect(
      vector(
        onDiagonal.expr,
        square(4, (i, j) => 10 * i + j)
      )
    ).toEqual([0, 11, 22, 33])
  })
  test('of what is not positive definite, no number', () => {
    const { rows, columns, a, vector } = setting(2)
    const value = logDeterminant(rows, columns)(a).expr
    expect(
      vector(value, [
        [1, 2],
        [2, 1]
      ])
    ).toEqual([NaN])
    expect(
      vector(value, [
        [-1, 0],
        [0, 1]
      ])
    ).toEqual([NaN])
  })
})

describe('Hilbert matrices, 1/(i + j − 1)', () => {
  const hilbert = (n: number): Matrix => square(n, (i, j) => 1 / (i + j + 1))
  test('determinants 1/2160, 1/266716800000', () => {
    for (const [n, whole] of [
      [3, 2160],
      [5, 266716800000]
    ] as const) {
      const { rows, columns, a, vector } = setting(n)
      const [found = NaN] = vector(logDeterminant(rows, columns)(a).expr, hilbert(n))
      expect(Math.abs(found + Math.log(whole))).toBeLessThan(1e-9)
    }
  })
  test('the first column of the inverse of the fifth is 25, −300, 1050, −1400, 630', () => {
    const { rows, columns, a, b, vector } = setting(5)
    const solved = choleskySolve(rows, columns)(cholesky(rows, columns)(a))(b)
    close(vector(solved.expr, hilbert(5), [1, 0, 0, 0, 0]), [25, -300, 1050, -1400, 630], 1e-6)
  })
})

describe('axes', () => {
  const { rows, columns, a, b } = setting(3)
  test('others run along: a matrix each, a right side each', () => {
    const many = axis('many', 2)
    const l: Tensor<'rows' | 'columns' | 'many'> = tensor(
      ref('l', ['rows', 'columns', 'many']),
      'Real',
      [rows, columns, many]
    )
    const x: Tensor<'columns' | 'many'> = solveLower(rows, columns)(l)(b)
    const y: Tensor<'rows' | 'many'> = choleskySolve(rows, columns)(l)(b)
    const d: Tensor<'many'> = logDeterminant(rows, columns)(l)
    expect([x, y, d].map((t) => t.expr.axes.toSorted())).toEqual([
      ['columns', 'many'],
      ['many', 'rows'],
      ['many']
    ])
  })
  test('says what does not fit', () => {
    const call =
      (f: object, ...xs: ReadonlyArray<unknown>) =>
      (): unknown =>
        xs.reduce((g, x) => (typeof g === 'function' ? Reflect.apply(g, undefined, [x]) : g), f)
    expect(() => cholesky(rows, rows)(a)).toThrow("cholesky: the axis 'rows' is given twice")
    expect(() => identity(rows, plate('people'))).toThrow("identity: 'people' is a plate")
    expect(() => cholesky(rows, axis('columns', 4))(a)).toThrow(
      "cholesky: 'rows' has 3 indices and 'columns' 4"
    )
    expect(call(cholesky(rows, columns), b)).toThrow("cholesky: expected the axis 'columns'")
    expect(call(choleskySolve(rows, columns)(a), a)).toThrow(
      "choleskySolve: the right side has the axis 'columns' too"
    )
    expect(call(solveLowerTransposed(rows, columns)(a), b)).toThrow(
      "solveLowerTransposed: expected the axis 'columns'"
    )
    const own: Tensor<'rows' | 'columns' | 'columns_between'> = tensor(
      ref('o', ['rows', 'columns', 'columns_between']),
      'Real',
      [rows, columns]
    )
    expect(() => cholesky(rows, columns)(own)).toThrow("already has the axis 'columns_between'")
  })
})
