/**
 * What is kept beside each parameter that is solved or settles: the part of its float64 number that float32 leaves out.
 * In files it stands where the moments of an optimiser do.
 *
 * @since 0.2.0
 */
import { adam } from '../../lower/steps/Adam.ts'
import type { Optimiser } from '../../lower/steps/Optimiser.ts'
import type { Settings } from '../variational/Settings.ts'

export const restMoment = 'rest'

const rests: Optimiser = {
  name: 'solver',
  moments: [restMoment],
  squares: [],
  rate: (rate) => rate,
  scalars: () => new Map(),
  update: () => {
    throw new Error('internal: a solver has no steps of a schedule')
  }
}

/** Whose arrays a state has. */
export const optimiserOf = ({ solve, settle }: Pick<Settings, 'solve' | 'settle'>): Optimiser =>
  solve === undefined && settle === undefined ? adam : rests
