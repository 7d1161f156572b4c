/**
 * The whole sentence as a few functions: compile, fit, press, evaluate.
 *
 * @since 0.1.0
 */

export type { CompiledModel, FitOptions, Fitted, Problems } from './Library.ts'
export { compileModel, evaluateOn, fitModel, pressFitted } from './Library.ts'

// networks on an executor
export { dataProgram, effectOn, evaluateNetwork, firstRows, meanOn } from './NetworkEvaluation.ts'
export { type SavedNats, savingsOn } from './Savings.ts'
