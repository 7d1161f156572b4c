/**
 * Variances corrected by linear response (Giordano, Broderick & Jordan 2018).
 *
 * Add t·g to the log density: the true mean of f then moves by t·Cov(f, g). The guide's optimum
 * answers the same question, with F the loss and f̄(η) = E_q f: F′(η) = t·ḡ′(η) gives dη/dt = H⁻¹ ḡ′,
 * H the Hessian of F at the optimum, and so
 *
 *   Cov(f, g) ≈ f̄′ᵀ H⁻¹ ḡ′.
 *
 * It needs means to be right only near the optimum, and does not depend on how the guide is
 * parameterised. Exact where the posterior is normal, whatever its correlations; and for a
 * log-normal guide of a gamma posterior.
 *
 * @since 0.2.0
 */
import { type Either, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { drawnMeanOf, fixedMeansPlan, hasDrawnMeans } from '../../lower/solving/FixedDrawPlan.ts'
import { fixedDraws } from '../../runtime/FixedDraws.ts'
import { type Float64Plan, prepareFloat64 } from '../../runtime/float64/Float64Plan.ts'
import { type Bound, totals } from '../host/BoundData.ts'
import { arrange } from '../host/Tensors.ts'
import type { Coordinates } from './Coordinates.ts'
import { setInputs } from '../host/SetInputs.ts'
import { setVector, streamsIn } from './DrawnObjective.ts'
import { dot, type Matrix, solveWith } from './Vectors.ts'

/** Draws that means without a formula are averaged over. */
const drawsOfMeans = 256
/** Step numbers of their own, as those of the loss have. */
const keyOfMeans = 2 ** 29 + 2 ** 20
const difference = 1e-3

interface Means {
  readonly prepared: Float64Plan
  readonly sites: ReadonlyArray<string>
}

const openMeans = (program: Variational, bound: Bound, seed: number): Either<Problem, Means> => {
  const count = hasDrawnMeans(program) ? drawsOfMeans : 2
  return pipe(
    fixedMeansPlan(program, count)(bound.sizes),
    map((plan) => {
      const prepared = prepareFloat64(plan)
      setInputs(prepared, new Map([...bound.data, ...totals(bound)]))
      const streams = streamsIn(
        plan,
        program.drawNoise.map((n) => n.name)
      )
      for (const [name, values] of fixedDraws({ seed, step: keyOfMeans }, streams, count))
        prepared.input(name)?.set(values)
      return { prepared, sites: plan.outputs.map((o) => o.name) }
    })
  )
}

/**
 * By declared site, the variance of each element by linear response. `factor` is that of the Hessian
 * of the loss at x in these units.
 */
export const linearResponse = (
  program: Variational,
  bound: Bound,
  seed: number,
  c: Coordinates,
  at: {
    readonly x: Float64Array
    readonly parameters: ReadonlyMap<string, NamedTensor>
    readonly units: Float64Array
    readonly factor: Matrix
  }
): Either<Problem, ReadonlyMap<string, NamedTensor>> =>
  pipe(
    openMeans(program, bound, seed),
    map(({ prepared }) => {
      const { x, units, factor } = at
      // parameters that are not trained have no place in x
      setInputs(prepared, at.parameters)
      const meansAt = (i: number, sign: number): ReadonlyMap<string, Float64Array> => {
        const moved = Float64Array.from(x)
        moved[i] = (x[i] ?? 0) + sign * difference * (units[i] ?? 1)
        setVector(prepared, c, moved)
        prepared.run()
        return new Map(
          prepared.plan.outputs.map((o) => [o.name, Float64Array.from(prepared.output(o.name))])
        )
      }
      const slopes = Array.from(x, (_, i) => {
        const [up, down] = [meansAt(i, 1), meansAt(i, -1)]
        return new Map(
          [...up].map(([name, u]) => [
            name,
            u.map((v, e) => (v - (down.get(name)?.[e] ?? NaN)) / (2 * difference))
          ])
        )
      })
      const solve = solveWith(factor)
      const varianceOf = (name: string, e: number): number => {
        const slope = Float64Array.from(slopes, (s) => s.get(name)?.[e] ?? 0)
        return Math.max(0, dot(slope, solve(slope)))
      }
      return new Map(
        program.moments.flatMap(({ site, axes }) => {
          const found = prepared.plan.outputs.find((o) => o.name === drawnMeanOf(site))
          if (found === undefined) return []
          const count = prepared.output(found.name).length
          const variance: NamedTensor = {
            axes: found.axes,
            sizes: found.shape,
            values: Float32Array.from({ length: count }, (_, e) => varianceOf(found.name, e))
          }
          const sizes = axes.map((a) => bound.sizes.get(a) ?? 1)
          return [[site, arrange(axes, sizes)(variance)] as const]
        })
      )
    })
  )
