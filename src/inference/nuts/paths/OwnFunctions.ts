/**
 * The functions of paths in a model's module, by name: each is called by its place in this list.
 *
 * @since 0.2.0
 */
import type { Bytes } from '../../../runtime/float64/module/ModuleBytes.ts'

export const ownNames = [
  'weigh',
  'leap',
  'mix',
  'quantile',
  'key',
  'uniform',
  'straight',
  'straightPair',
  'join',
  'addWeights',
  'leaf',
  'joined',
  'grown',
  'momenta',
  'freed',
  'weighed',
  'transition',
  'iterate'
] as const

/** A call of one. */
export type Own = (name: (typeof ownNames)[number], ...values: ReadonlyArray<Bytes>) => Bytes
