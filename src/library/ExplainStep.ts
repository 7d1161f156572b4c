/**
 * A training step as it would run: its plan for given sizes, and what an executor makes of it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Plan } from '../ir/Plan.ts'
import type { Problem } from '../ir/Problem.ts'
import type { Variational } from '../ir/Variational.ts'
import { adam, type AxisSizes, trainStep } from '../lower/index.ts'
import type { ExplainedPlan, Executor } from '../runtime/index.ts'

/** `explained` undefined: every instruction is a kernel of its own, in the order of the plan. */
export interface ExplainedStep {
  readonly plan: Plan
  readonly name: string
  readonly explained: ExplainedPlan | undefined
}

/** The plan of a step on axes of these sizes, those of a batch for the plate that is cut. */
export const stepPlan = (program: Variational, sizes: AxisSizes): E.Either<Problem, Plan> =>
  trainStep(program, adam)(sizes)

/** What the executor makes of a plan. */
export const explainOn =
  (plan: Plan) =>
  <B>(executor: Executor<B>): TaskEither<Problem, ExplainedStep> => {
    const found: E.Either<Problem, ExplainedPlan | undefined> =
      executor.explain?.(plan) ?? E.right(undefined)
    return TE.fromEither(
      pipe(
        found,
        E.map((explained) => ({ plan, name: executor.name, explained }))
      )
    )
  }
