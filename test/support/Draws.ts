/**
 * Binds noises and evaluates expressions many times through the float64 interpreter: what Monte
 * Carlo laws need.
 */
import { evaluate, type Expr, type NamedArray } from '../../src/expr/index.ts'
import type { Noise } from '../../src/ir/Variational.ts'
import { normals } from '../../src/runtime/Noise.ts'

export interface Bound {
  readonly sizes: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, NamedArray>
}

export const filled = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyMap<string, number>,
  value: (i: number) => number
): NamedArray => {
  const shape = axes.map((a) => sizes.get(a) ?? 1)
  return {
    axes,
    sizes: shape,
    values: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i))
  }
}

export const withNoise = (bound: Bound, noise: ReadonlyArray<Noise>, step: number): Bound => ({
  sizes: bound.sizes,
  values: new Map([
    ...bound.values,
    ...noise.map((n) => {
      const length = n.axes.reduce((p, a) => p * (bound.sizes.get(a) ?? 1), 1)
      return [
        n.name,
        {
          axes: n.axes,
          sizes: n.axes.map((a) => bound.sizes.get(a) ?? 1),
          values: normals({ seed: 7, step }, n.name, length)
        }
      ] as const
    })
  ])
})

/** Mean and standard error of the mean of a scalar expression over `n` keyed draws. */
export const meanOf = (
  e: Expr,
  bound: Bound,
  noise: ReadonlyArray<Noise>,
  n: number
): { readonly mean: number; readonly error: number } => {
  const xs = Array.from(
    { length: n },
    (_, step) => evaluate(withNoise(bound, noise, step))(e).values[0] ?? NaN
  )
  const mean = xs.reduce((a, b) => a + b, 0) / n
  const variance = xs.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1)
  return { mean, error: Math.sqrt(variance / n) }
}
