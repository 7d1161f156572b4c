/**
 * The one place where problems are drawn.
 *
 * @since 0.1.0
 */
import { type Problems, showProblem } from '../ir/Problem.ts'

/** One block a problem; with `asJson` one object with all of them. */
export const drawProblems = (problems: Problems, asJson: boolean): string =>
  asJson ? `${JSON.stringify({ problems })}\n` : `${problems.map(showProblem).join('\n\n')}\n`
