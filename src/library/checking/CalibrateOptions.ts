/**
 * How a calibration is asked for.
 *
 * @since 0.2.0
 */
import type { CompileOptions } from '../../compile/index.ts'
import {
  type BoundData,
  type SamplerSettings,
  samplerFields,
  type Settings,
  settingsFields
} from '../../inference/index.ts'
import {
  aCountFrom,
  aFunction,
  anything,
  aText,
  field,
  type FieldsOf,
  listOf,
  oneOf,
  perhaps
} from '../../ir/Fields.ts'
import type { ExecutorName } from '../../runtime/index.ts'
import { type CalibratedMethod, calibratedMethods } from './PosteriorInWorld.ts'
import type { CalibrationHooks } from './RankedWorlds.ts'

// model

/**
 * - `data` arrays of the slots; what is observed is drawn, and may be left out where sizes of plates are known
 * - `method` a fit of guides unless said
 * - `worlds` 100 unless said, `draws` of each posterior among which parameters have a rank: 999, and of
 *   chains 99, taken evenly from all that they make, so that they hang together little
 * - `settings` of fits, `sampler` those of chains: one of 1,000 draws unless said
 * - `centred` as in a fit, or in a chain
 * - `resume` what was calibrated before, of the same options, `worlds` apart: goes on behind its last world
 * - `keep` is given what there is after every world, which `resume` takes
 */
export interface CalibrateOptions extends CalibrationHooks {
  readonly data: BoundData
  readonly method?: CalibratedMethod
  readonly worlds?: number
  readonly draws?: number | undefined
  readonly seed?: number
  readonly settings?: Partial<Settings>
  readonly sampler?: Partial<SamplerSettings>
  readonly centred?: CompileOptions['centred'] | undefined
  readonly backend?: ExecutorName
  readonly threads?: number | 'auto'
}

// constructors

export const standardWorlds = 100
const mostWorlds = 100_000
/** How many draws are taken, unless it is said, and from how many chains. */
export const ofChains = { draws: 99, chains: 1 }
export const ofApproximations = { draws: 999, chains: 4 }
export const calibrateFields: FieldsOf<CalibrateOptions> = {
  data: anything,
  method: oneOf(...calibratedMethods),
  worlds: aCountFrom(1, mostWorlds),
  draws: perhaps(aCountFrom(9, 9999)),
  seed: aCountFrom(-Number.MAX_SAFE_INTEGER),
  settings: settingsFields,
  sampler: samplerFields,
  centred: perhaps(listOf(aText)),
  backend: anything,
  threads: anything,
  resume: field(
    'what a calibration answered',
    'it goes on with its ranks',
    (x) => x instanceof Object
  ),
  keep: aFunction,
  onProgress: aFunction,
  shouldStop: aFunction,
  pause: aFunction
}
