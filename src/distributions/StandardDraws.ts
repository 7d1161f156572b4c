/**
 * Draws of standard distributions on the host, in float64, from numbers of (0, 1) that `uniform`
 * gives: what the `sample` of a distribution is made of.
 *
 * - normal     Φ⁻¹(u): one number a draw
 * - gamma      ln x for x ~ gamma(a, scale 1). Marsaglia and Tsang (2000), ACM TOMS 26(3): a shape
 *              below 1 is that of a + 1 times u^(1/a). In logarithms, since the draws of a small
 *              shape lie below every float64
 *
 * @since 0.2.0
 */
import { ndtri } from '../expr/numbers/SpecialFunctions.ts'

/** Numbers strictly between 0 and 1. */
export type Uniform01 = () => number

/**
 * One draw. `args` are in the order of the family's `arguments`: each its one number, or its
 * numbers along the axis that a draw consumes.
 */
export type HostDraw = (args: ReadonlyArray<ArrayLike<number>>, uniform: Uniform01) => number

/**
 * One draw of the `size` elements that are drawn together. Each of `args` is its one number, or its
 * numbers along the axes that it has of those elements and of what a draw consumes, in that order.
 */
export type VectorDraw = (
  args: ReadonlyArray<ArrayLike<number>>,
  uniform: Uniform01,
  size: number
) => ReadonlyArray<number>

/** A draw from arguments of one number each. */
export const scalarDraw =
  (draw: (args: ReadonlyArray<number>, uniform: Uniform01) => number): HostDraw =>
  (args, uniform) =>
    draw(
      args.map((a) => a[0] ?? NaN),
      uniform
    )

/** ε ~ N(0, 1) */
export const standardNormal = (uniform: Uniform01): number => ndtri(uniform())

/** |ε|, never 0: the left half of the normal, whose tail is the finer one. */
export const standardHalfNormal = (uniform: Uniform01): number => -ndtri(uniform() / 2)

const logGammaFromOne = (shape: number, uniform: Uniform01): number => {
  const d = shape - 1 / 3,
    c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = standardNormal(uniform),
      root = 1 + c * x
    const logCube = 3 * Math.log(root)
    if (root > 0 && Math.log(uniform()) < 0.5 * x * x + d * (1 - root ** 3 + logCube))
      return Math.log(d) + logCube
  }
}

/** ln x, x ~ gamma with this shape and scale 1. */
export const logStandardGamma = (shape: number, uniform: Uniform01): number =>
  shape < 1
    ? logGammaFromOne(shape + 1, uniform) + Math.log(uniform()) / shape
    : logGammaFromOne(shape, uniform)

/** eˣ, but neither 0 nor ∞: the nearest positive float64. */
export const positiveExp = (x: number): number =>
  Math.min(Math.max(Math.exp(x), Number.MIN_VALUE), Number.MAX_VALUE)
