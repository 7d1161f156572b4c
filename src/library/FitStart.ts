/**
 * Where a fit begins: at its seed, or at the parameters of another fit.
 *
 * @since 0.2.0
 */
import type { Bindings } from '../ir/Posterior.ts'
import type { Variational } from '../ir/Variational.ts'
import { adam, type AxisSizes } from '../lower/index.ts'
import {
  endNames,
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

/**
 * From noise under the seed; `sizes` are those of the full data set, `starts` what `dataStarts` found
 * in it.
 */
export const freshStart = (
  program: Variational,
  sizes: AxisSizes,
  seed: number,
  starts: Bindings = new Map()
): FitStart => ({
  state: stateOf(program, adam, initialParameters(program, sizes, seed, starts)),
  metrics: []
})

/**
 * Of another fit whatever agrees in name, axes and sizes, but for ends that its data set; the rest
 * from noise under the seed.
 */
export const startFrom = (
  program: Variational,
  sizes: AxisSizes,
  seed: number,
  others: Bindings,
  starts: Bindings = new Map()
): FitStart & Pick<InitFrom, 'taken' | 'left'> => {
  const own = initialParameters(program, sizes, seed, starts)
  const ends = new Set(endNames(program))
  const { parameters, taken, left } = initFrom(
    new Map([...own].filter(([name]) => !ends.has(name))),
    new Map([...others].filter(([name]) => !ends.has(name)))
  )
  const whole = new Map([...own].map(([name, t]) => [name, parameters.get(name) ?? t]))
  return { state: stateOf(program, adam, whole), metrics: [], taken, left }
}
