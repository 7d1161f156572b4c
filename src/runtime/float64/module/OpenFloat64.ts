/**
 * A float64 plan made ready, by its module where there can be one.
 *
 * @since 0.2.0
 */
import type { Plan } from '../../../ir/Plan.ts'
import { type Float64Plan, prepareFloat64 } from '../Float64Plan.ts'
import { prepareModule } from './Float64Module.ts'

/** As `prepareFloat64`, and the same numbers: a module where the engine takes it, else loops. */
export const openFloat64 = (
  plan: Plan,
  changing: ReadonlyArray<ReadonlyArray<string>> = []
): Float64Plan => prepareModule(plan, changing) ?? prepareFloat64(plan, changing)
