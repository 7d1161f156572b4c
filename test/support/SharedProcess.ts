/**
 * Folders of `test/` whose files share a process, so that what they import is loaded, and compiled by
 * V8, once. Their tests leave nothing in it.
 */
export const together: ReadonlyArray<string> = [
  'bad',
  'bench',
  'cli',
  'compile',
  'compress',
  'data',
  'distributions',
  'docs',
  'dsl',
  'export',
  'expr',
  'golden',
  'guides',
  'house',
  'inference',
  'ir',
  'layers',
  'laws',
  'library',
  'lint',
  'lower',
  'peers',
  'priors',
  'report',
  'runtime',
  'storage',
  'study',
  'types'
]

/**
 * Files there that have a process of their own all the same: what is installed, signals, hooks of Node, what
 * starts others that are watched, what spells out what lasts, and pictures, whose parts Vega counts over a
 * process.
 */
export const alone: ReadonlyArray<string> = [
  'Convolution',
  'GroupedConvolution',
  'Launcher',
  'ModelHooks',
  'NodeForm',
  'OpenExecutor',
  'Packaging',
  'Reference',
  'SharedProcess',
  'Signals',
  'Start'
]
