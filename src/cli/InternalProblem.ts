/**
 * A mistake of ours, with the place at which it was noticed.
 *
 * @since 0.2.0
 */
import { type Problem, problem } from '../ir/Problem.ts'
import { stackOf, thrownText } from '../ir/Thrown.ts'

export const internalProblem = (error: unknown): Problem => {
  const place = stackOf(error).split('\n')[1]?.trim()
  return problem(
    'farrier',
    thrownText(error).replace(/^internal: /, '') + (place === undefined ? '' : ` (${place})`),
    'this is a mistake in farrier, not in your files',
    'report this message, with the command and the model'
  )
}
