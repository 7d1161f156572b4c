/**
 * Warnings: what a model may mean, and its author probably did not. What cannot be meant is refused
 * by the compiler.
 *
 * @since 0.2.0
 */
export { type Ignored, ignoredBy } from './Ignore.ts'
export { type GivenData } from './GivenData.ts'
export { lintRules, type RuleName, ruleNames } from './LintRules.ts'
export { showWarning, type Warning } from './Warning.ts'
export { warningsOf } from './WarningsOf.ts'
