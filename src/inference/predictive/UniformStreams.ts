/**
 * Uniform numbers for draws on the host: a stream of its own for each element of each site in each
 * draw, so that a value depends on the seed, the draw, the site and its place alone, and on nothing
 * that was drawn before it.
 *
 * @since 0.2.0
 */
import type { NoiseKey } from '../../runtime/Executor.ts'
import { integerAt, streamKey } from '../../runtime/Noise.ts'

/** Numbers on (0, 1): the middles of 2³² cells, never an end. */
export const uniformStreams = (
  key: NoiseKey,
  name: string
): ((element: number) => () => number) => {
  const stream = streamKey(key, name)
  const turned = { k0: stream.k1, k1: stream.k0 }
  return (element) => {
    const own = { k0: integerAt(stream, element), k1: integerAt(turned, element) }
    let counter = 0
    return () => ((integerAt(own, counter++) >>> 0) + 0.5) * 2 ** -32
  }
}
