/**
 * Named expressions to a plan, with the parts of a program that every plan shares.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Expr } from '../expr/Expr.ts'
import type { Plan } from '../ir/Plan.ts'
import type { Problem } from '../ir/Problem.ts'
import type { Noise, Program } from '../ir/Program.ts'

/** The number of indices of each axis. */
export type AxisSizes = ReadonlyMap<string, number>
/** A plan for each binding of sizes to axes. */
export type PlanFor = (sizes: AxisSizes) => Either<Problem, Plan>

export interface OutputOptions { readonly consumed: ReadonlyArray<string>; readonly noise: ReadonlyArray<Noise> }

export declare const lowerOutputs: (program: Program, outputs: ReadonlyMap<string, Expr>, options: OutputOptions) => PlanFor
