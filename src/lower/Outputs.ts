/**
 * Named expressions of a program to a plan: what every plan of a program has in common.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Axes, Expr } from '../expr/Expr.ts'
import type { Plan } from '../ir/Plan.ts'
import type { Problem } from '../ir/Problem.ts'
import type { Derived } from '../ir/Derived.ts'
import type { Noise } from '../ir/Variational.ts'
import { lower } from './Lower.ts'

/** The number of indices of each axis. */
export type AxisSizes = ReadonlyMap<string, number>

/** A plan for each binding of sizes to axes. */
export type PlanFor = (sizes: AxisSizes) => Either<Problem, Plan>

/** An output with the axes it lies over; its expression is spread along those it lacks. */
export interface Output {
  readonly name: string
  readonly value: Expr
  readonly axes: Axes
}

export const output = (name: string, value: Expr, axes: Axes): Output => ({ name, value, axes })

export interface OutputOptions {
  readonly consumed: ReadonlyArray<string>
  readonly noise: ReadonlyArray<Noise>
}

/** The order in which values lie: axes of data first, then the others as they were declared. */
export const axisOrder = ({ axes }: Pick<Derived, 'axes'>): ReadonlyArray<string> => [
  ...axes.filter((a) => a.size === 'data').map((a) => a.name),
  ...axes.filter((a) => a.size !== 'data').map((a) => a.name)
]

export const lowerOutputs =
  (
    program: Pick<Derived, 'axes'>,
    outputs: ReadonlyArray<Output>,
    { consumed, noise }: OutputOptions
  ): PlanFor =>
  (sizes) =>
    lower({
      outputs: new Map(outputs.map((o) => [o.name, o.value] as const)),
      outputAxes: new Map(outputs.map((o) => [o.name, o.axes] as const)),
      sizes,
      order: axisOrder(program),
      noise: new Set(noise.map((n) => n.name)),
      consumed: new Set(consumed)
    })
