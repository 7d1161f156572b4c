/**
 * Folders of `test/` whose files share a process, so that what they import is loaded, and compiled by
 * V8, once. Their tests leave nothing in it.
 */
export const together: ReadonlyArray<string> = [
  'bench',
  'compile',
  'compress',
  'data',
  'distributions',
  'dsl',
  'export',
  'expr',
  'guides',
  'inference/approximate',
  'inference/checking',
  'inference/diagnostics',
  'inference/hmc',
  'inference/nuts',
  'inference/predictive',
  'inference/settling',
  'inference/solving',
  'laws',
  'lint',
  'lower',
  'priors',
  'report'
]
