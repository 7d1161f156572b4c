/**
 * The rules by name. To add one: its file in `rules/`, a row here, and a wrong model in
 * `test/bad/warnings/`.
 *
 * @since 0.2.0
 */
import { centredHeavyTail } from './rules/CentredHeavyTail.ts'
import { costlyStart } from './rules/CostlyStart.ts'
import { impossibleBounds } from './rules/ImpossibleBounds.ts'
import { constantData, dataScale, unusedColumn } from './rules/DataRules.ts'
import { improperPrior } from './rules/ImproperPrior.ts'
import { infiniteMoment } from './rules/InfiniteMoment.ts'
import { degenerateScale, scaleLiteral } from './rules/ScaleLiterals.ts'
import { unusedData } from './rules/UnusedData.ts'
import type { LintRule } from './Warning.ts'

export const lintRules = {
  'unused-data': unusedData,
  'scale-literal': scaleLiteral,
  'degenerate-scale': degenerateScale,
  'impossible-bounds': impossibleBounds,
  'centred-heavy-tail': centredHeavyTail,
  'costly-start': costlyStart,
  'infinite-moment': infiniteMoment,
  'improper-prior': improperPrior,
  'unused-column': unusedColumn,
  'constant-data': constantData,
  'data-scale': dataScale
} satisfies Readonly<Record<string, LintRule>>

/** What `farrier-ignore` names. */
export type RuleName = keyof typeof lintRules

/** In the order of the table. */
export const ruleNames: ReadonlyArray<RuleName> = Object.keys(lintRules).filter(
  (name): name is RuleName => name in lintRules
)

/** Do findings of this name wait for data? */
export const asksData = (name: string): boolean => {
  const rules: Readonly<Record<string, LintRule>> = lintRules
  return rules[name]?.asksData === true
}
