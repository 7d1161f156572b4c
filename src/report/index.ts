/**
 * What people read: results in words. Pure; the command line and a page print the same.
 *
 * @since 0.2.0
 */

// training
export { showEpoch, showEvaluation, showProgress, showShrinkage } from './EpochText.ts'

// pressing
export { showLayers, showLedger, showPressed, showTableRow } from './PressText.ts'
