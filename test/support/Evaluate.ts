/** Generated cases through the reference interpreter, compared over the same order of axes. */
import { type Axes, type Expr } from '../../src/expr/Expr.ts'
import { type Environment, evaluate } from '../../src/expr/numbers/Reference.ts'
import { axisSizes, type Bound } from './ArbitraryExpr.ts'
import { spread } from '../../src/expr/rules/Smart.ts'

export const environmentOf = (bindings: ReadonlyArray<Bound>): Environment => ({
  sizes: axisSizes,
  values: new Map(
    bindings.map((b) => [
      b.name,
      { axes: b.axes, sizes: b.axes.map((a) => axisSizes.get(a) ?? 1), values: b.values }
    ])
  )
})

/** Every index over `axes`, row-major, by the sizes of `axisSizes`. */
const indices = (axes: Axes): ReadonlyArray<ReadonlyMap<string, number>> =>
  axes.reduce<ReadonlyArray<ReadonlyMap<string, number>>>(
    (all, a) =>
      all.flatMap((m) =>
        Array.from({ length: axisSizes.get(a) ?? 1 }, (_, i) => new Map([...m, [a, i] as const]))
      ),
    [new Map()]
  )

/**
 * Values row-major over `axes`, along which the expression may be constant; axes of equal size as
 * in `axisSizes`.
 */
export const valuesOver = (bindings: ReadonlyArray<Bound>, axes: Axes) => {
  const run = evaluate(environmentOf(bindings))
  return (e: Expr): ReadonlyArray<number> => {
    const x = run(spread(axes)(e))
    return indices(axes).map(
      (at) =>
        x.values[x.axes.reduce((o, a, i) => o * (x.sizes[i] ?? 1) + (at.get(a) ?? 0), 0)] ?? NaN
    )
  }
}
