/**
 * How a posterior is sampled.
 *
 * @since 0.2.0
 */
import * as t from 'io-ts'
import { aCountFrom, type Field, field, fields, oneOf } from '../../ir/Fields.ts'

export const SamplerSettingsC = t.readonly(
  t.type({
    /** Chains, each from a start of its own. */
    chains: t.number,
    /** Draws of each chain that are kept. */
    draws: t.number,
    /** Iterations of each chain in which step size and mass matrix are learnt, not kept. */
    warmUp: t.number,
    seed: t.number,
    /** The mean acceptance that step sizes are learnt for: nearer 1 steps are smaller. */
    acceptance: t.number,
    /** Paths have at most 2^depth − 1 steps. */
    maxDepth: t.number,
    /** Of the mass matrix: a variance for each coordinate, or the whole covariance. */
    mass: t.keyof({ diagonal: null, dense: null }),
    /** Paths that end where they turn back, or of a given length. */
    method: t.keyof({ nuts: null, hmc: null }),
    /** Of a path of `hmc`, on average, in coordinates of mass 1. */
    pathLength: t.number
  })
)

/** How many chains, of what length, under which seed; how they are tuned. */
export type SamplerSettings = t.TypeOf<typeof SamplerSettingsC>

/** Four chains of 1,000 draws after 1,000 iterations of warm-up, as elsewhere. */
export const standardSampler: SamplerSettings = {
  chains: 4,
  draws: 1000,
  warmUp: 1000,
  seed: 1,
  acceptance: 0.8,
  maxDepth: 10,
  mass: 'diagonal',
  method: 'nuts',
  pathLength: Math.PI / 2
}

/** What may be given in the place of a default. */
export const samplerFields: Field = fields<SamplerSettings>({
  chains: aCountFrom(1, 1024),
  draws: aCountFrom(1, 2 ** 30),
  warmUp: aCountFrom(0, 2 ** 30),
  seed: aCountFrom(-Number.MAX_SAFE_INTEGER),
  acceptance: field(
    'a number between 0 and 1',
    'it is a probability',
    (x) => typeof x === 'number' && x > 0 && x < 1
  ),
  maxDepth: aCountFrom(1, 20),
  mass: oneOf('diagonal', 'dense'),
  method: oneOf('nuts', 'hmc'),
  pathLength: field(
    'a number above 0',
    'it is the length of a path',
    (x) => typeof x === 'number' && x > 0 && Number.isFinite(x)
  )
})
