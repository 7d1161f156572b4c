/**
 * Where chains begin: each coordinate uniform on (−2, 2), as Stan has it, tried again where the
 * density or its gradient is not finite. Starts that lie further apart than the posterior are what
 * lets R̂ see chains that have not met; all of them at a solver's point would agree from the first
 * draw on, right or wrong.
 *
 * @since 0.2.0
 */
import { chainNoise } from './ChainNoise.ts'
import type { LogDensity } from './LogDensity.ts'

/** How often it is tried. */
export const mostStarts = 100

const reach = 2

/** A place with a finite density and gradient; undefined where none was met. */
export const startOfChain = (
  density: LogDensity,
  seed: number,
  chain: number
): Float64Array | undefined => {
  const gradient = new Float64Array(density.size)
  for (let trial = 0; trial < mostStarts; trial++) {
    const noise = chainNoise(seed, chain, trial, 'start')
    const q = new Float64Array(density.size).map(() => reach * (2 * noise.uniform() - 1))
    if (Number.isFinite(density.at(q, gradient)) && gradient.every(Number.isFinite)) return q
  }
  return undefined
}
