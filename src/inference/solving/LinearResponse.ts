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

/**
 * Covariances of the elements of one site (rows) with those of another (columns), both in the order of
 * their values.
 */
export type Covariance = (site: string, other: string) => Matrix | undefined

/** What linear response says of declared sites; of two sites `covariance` is undefined where one is none. */
export interface Response {
  readonly variances: ReadonlyMap<string, NamedTensor>
  readonly covariance: Covariance
}

/** Where no Hessian is known. */
export const noResponse: Response = { variances: new Map(), covariance: () => undefined }

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
 * Variances and covariances of declared sites by linear response. `factor` is that of the Hessian
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
): Either<Problem, Response> =>
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
      /** The slopes of each element of a site, in the order of its axes. */
      const slopesOf = (site: string): Matrix | undefined => {
        const axes = program.moments.find((m) => m.site === site)?.axes
        const found = prepared.plan.outputs.find((o) => o.name === drawnMeanOf(site))
        if (axes === undefined || found === undefined) return undefined
        const count = prepared.output(found.name).length
        const places: NamedTensor = {
          axes: found.axes,
          sizes: found.shape,
          values: Float32Array.from({ length: count }, (_, e) => e)
        }
        const inOrder = arrange(axes, sizesOf(axes))(places).values
        return Array.from(inOrder, (e) =>
          Float64Array.from(slopes, (s) => s.get(found.name)?.[e] ?? 0)
        )
      }
      const sizesOf = (axes: ReadonlyArray<string>): ReadonlyArray<number> =>
        axes.map((a) => bound.sizes.get(a) ?? 1)
      return {
        variances: new Map(
          program.moments.flatMap(({ site, axes }) => {
            const own = slopesOf(site)
            if (own === undefined) return []
            const values = Float32Array.from(own, (g) => Math.max(0, dot(g, solve(g))))
            return [[site, { axes, sizes: sizesOf(axes), values }] as const]
          })
        ),
        covariance: (site, other) => {
          const [rows, columns] = [slopesOf(site), slopesOf(other)]
          if (rows === undefined || columns === undefined) return undefined
          const solved = columns.map(solve)
          return rows.map((g) => Float64Array.from(solved, (h) => dot(g, h)))
        }
      }
    })
  )
