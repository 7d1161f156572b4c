/** Generated expressions, lowered, and their values by the interpreter of expressions. */
import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Axes, Expr } from '../../src/expr/Expr.ts'
import { refs } from '../../src/expr/Fold.ts'
import {
  type Environment,
  evaluate,
  type Evaluated,
  type EvaluateOptions
} from '../../src/expr/numbers/Reference.ts'
import type { Plan } from '../../src/ir/Plan.ts'
import { lower } from '../../src/lower/Lower.ts'
import { arbitraryCase, axisSizes, type Bound } from '../support/ArbitraryExpr.ts'

export const order: ReadonlyArray<string> = ['c', 'j', 'a', 'd', 'i', 'k', 'b', 'l', 'ab', 't', 'o']

/** Values of named arrays, row-major over `axes`. */
export interface Named {
  readonly axes: Axes
  readonly values: ArrayLike<number>
}

/** Row-major values over other orders of the same axes. */
export const permuted = (x: Named, sizes: ReadonlyMap<string, number>, to: Axes): Float64Array => {
  const extent = (a: string): number => sizes.get(a) ?? 1
  const stride = (a: string): number =>
    x.axes.slice(x.axes.indexOf(a) + 1).reduce((n, b) => n * extent(b), 1)
  const offsets = to.reduce<ReadonlyArray<number>>(
    (before, a) =>
      before.flatMap((o) => Array.from({ length: extent(a) }, (_, i) => o + i * stride(a))),
    [0]
  )
  return Float64Array.from(offsets, (o) => x.values[o] ?? NaN)
}

export interface PlanCase {
  readonly plan: Plan
  readonly sizes: ReadonlyMap<string, number>
  /** In the plan's order of axes. */
  readonly inputs: ReadonlyMap<string, Float32Array>
  /** By output, in the plan's order of axes. */
  readonly expected: (options?: EvaluateOptions) => ReadonlyMap<string, Float64Array>
}

export const planCase = (
  outputs: ReadonlyMap<string, Expr>,
  bindings: ReadonlyArray<Bound>,
  sizes: ReadonlyMap<string, number>,
  consumed: ReadonlySet<string> = new Set()
): PlanCase => {
  const lowered = lower({ outputs, sizes, order, noise: new Set(), consumed })
  if (isLeft(lowered)) throw new Error(lowered.left.what)
  const plan = lowered.right
  const named = new Map(bindings.map((b) => [b.name, b]))
  const used = refs([...outputs.values()])
  const env: Environment = {
    sizes,
    values: new Map(
      [...used.keys()].flatMap((name) => {
        const b = named.get(name)
        return b === undefined
          ? []
          : [
              [
                name,
                {
                  axes: b.axes,
                  sizes: b.axes.map((a) => sizes.get(a) ?? 1),
                  values: b.values.map(Math.fround)
                }
              ] as const
            ]
      })
    )
  }
  const expected = (options: EvaluateOptions = {}): ReadonlyMap<string, Float64Array> => {
    const run = evaluate(env, options)
    return new Map(
      plan.outputs.map((o) => {
        const e = outputs.get(o.name)
        if (e === undefined) throw new Error(`no output ${o.name}`)
        const value: Evaluated = run(e)
        return [
          o.name,
          permuted(
            value,
            new Map([...sizes, ...value.axes.map((a, i) => [a, value.sizes[i] ?? 1] as const)]),
            o.axes
          )
        ]
      })
    )
  }
  const inputs = new Map(
    plan.inputs.map((i) => {
      const b = named.get(i.name)
      if (b === undefined) throw new Error(`no binding of ${i.name}`)
      return [i.name, Float32Array.from(permuted(b, sizes, i.axes))] as const
    })
  )
  return { plan, sizes, inputs, expected }
}

/** Two expressions that share references, lowered together. */
export const arbitraryPlanCase = (depth: number): fc.Arbitrary<PlanCase> =>
  fc
    .tuple(arbitraryCase({ smooth: false, depth }), arbitraryCase({ smooth: false, depth }))
    .map(([one, two]) =>
      planCase(
        new Map([
          ['one', one.expr],
          ['two', two.expr]
        ]),
        one.bindings,
        axisSizes
      )
    )
