/**
 * The random numbers of a chain: those of an iteration are a function of seed, chain and iteration
 * alone, so that chains may run in any order, on any thread, and go on where they stopped.
 *
 * @since 0.2.0
 */
import type { NoiseKey } from '../../runtime/Executor.ts'
import { integerAt, keyWords, normalOf, streamKey } from '../../runtime/Noise.ts'

/** Numbers of one iteration of one chain, each at a place of its own. */
export interface ChainNoise {
  /** Fills with standard normals, those of the places from `from` on. */
  readonly normals: (out: Float64Array, from?: number) => void
  /** The next number on (0, 1), the middle of one of 2³² cells. */
  readonly uniform: () => number
}

/** What numbers are for: streams of their own. */
export type Purpose = 'start' | 'step size' | 'transition' | 'elbo' | 'guess'

const streamOf = (purpose: Purpose, chain: number): string => `nuts ${purpose} ${chain}`

/** What the key of an iteration is mixed from, the iteration (0 here) in the third place. */
export const chainWords = (seed: number, chain: number, purpose: Purpose): Int32Array =>
  keyWords({ seed, step: 0 }, streamOf(purpose, chain))

export const chainNoise = (
  seed: number,
  chain: number,
  iteration: number,
  purpose: Purpose
): ChainNoise => {
  const key: NoiseKey = { seed, step: iteration }
  const first = streamKey(key, streamOf(purpose, chain))
  // the same words the other way round: another stream
  const second = { k0: first.k1, k1: first.k0 }
  let counter = 0
  return {
    normals: (out, from = 0) => {
      for (let i = 0; i < out.length; i++) out[i] = normalOf(integerAt(first, from + i))
    },
    uniform: () => ((integerAt(second, counter++) >>> 0) + 0.5) * 2 ** -32
  }
}
