/**
 * Warnings as people and programs read them.
 *
 * @since 0.2.0
 */
import type { Ignored } from '../../lint/Ignore.ts'
import { showWarning } from '../../lint/Warning.ts'
import { counted } from '../Numbers.ts'

/** Every warning; how many there are; what was kept quiet, and why. */
export const showWarnings = ({ warnings, ignored }: Ignored): string =>
  [
    ...warnings.map((w) => `${showWarning(w)}\n`),
    `${warnings.length === 0 ? 'no warnings' : counted(warnings.length, 'warning')}` +
      (ignored.length === 0 ? '' : `; ${ignored.length} kept quiet:`),
    ...ignored.map(({ warning, reason }) => `${warning.where} (${warning.rule}): ${reason}`)
  ].join('\n')

export const warningsJson = ({ warnings, ignored }: Ignored): unknown => ({
  warnings,
  ignored: ignored.map(({ warning, reason }) => ({ ...warning, reason }))
})
