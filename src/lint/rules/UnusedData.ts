/**
 * Data that are asked for, and change nothing. (A site that nothing depends on is refused.)
 *
 * @since 0.2.0
 */
import { problem } from '../../ir/Problem.ts'
import type { LintRule } from '../Warning.ts'

export const unusedData: LintRule = {
  says: 'data that no line of the model uses',
  find: ({ program }) =>
    program.decisions
      .filter((d) => d.pass === 'lint')
      .map((d) =>
        problem(
          d.site,
          d.what,
          `${d.why}, and whoever fits it has to bring them`,
          'use them, or leave them out'
        )
      )
}
