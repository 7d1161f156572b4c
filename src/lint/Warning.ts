/**
 * What a rule answers: a `Problem` that stops nothing, with the rule that found it.
 *
 * @since 0.2.0
 */
import type { Graph } from '../ir/Graph.ts'
import { type Problem, showProblem } from '../ir/Problem.ts'
import type { Variational } from '../ir/Variational.ts'
import type { GivenData } from './GivenData.ts'

// model

/** `where` is the site, or the data. */
export interface Warning extends Problem {
  readonly rule: string
}

/** What rules look at: the declared model, what was derived from it, and data where there are some. */
export interface Linted {
  readonly graph: Graph
  readonly program: Variational
  readonly given?: GivenData
}

/**
 * `says` what it finds, in a line; `find` answers each finding with the site as its `where`; of data that
 * are not given, a rule that `asksData` finds nothing.
 */
export interface LintRule {
  readonly says: string
  readonly asksData?: boolean
  readonly find: (m: Linted) => ReadonlyArray<Problem>
}

// destructors

/** As people read it: the rule stands behind what was found. */
export const showWarning = ({ rule, ...p }: Warning): string =>
  showProblem({ ...p, what: `${p.what} (${rule})` })
