/**
 * Where a fit begins: at its seed, or at the parameters of another fit.
 *
 * @since 0.2.0
 */
import type { Bindings } from '../ir/Posterior.ts'
import type { Variational } from '../ir/Variational.ts'
import { adam, type AxisSizes } from '../lower/index.ts'
import {
  type EpochMetrics,
  initFrom,
  type InitFrom,
  initialParameters,
  type State,
  stateOf
} from '../inference/index.ts'

/** A state, and the records of the epochs that ended before it. */
export interface FitStart {
  readonly state: State
  readonly metrics: ReadonlyArray<EpochMetrics>
}

/** From noise under the seed; `sizes` are those of the full data set. */
export const freshStart = (program: Variational, sizes: AxisSizes, seed: number): FitStart => ({
  state: stateOf(program, adam, initialParameters(program, sizes, seed)),
  metrics: []
})

/** Of another fit whatever agrees in name, axes and sizes; the rest from noise under the seed. */
export const startFrom = (
  program: Variational,
  sizes: AxisSizes,
  seed: number,
  others: Bindings
): FitStart & Pick<InitFrom, 'taken' | 'left'> => {
  const { parameters, taken, left } = initFrom(initialParameters(program, sizes, seed), others)
  return { state: stateOf(program, adam, parameters), metrics: [], taken, left }
}
