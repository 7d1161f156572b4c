/**
 * How many vectors of a row go down the rows together where columns are summed.
 *
 * @since 0.2.0
 */
import type { Nest } from './Nest.ts'

/**
 * Vectors that are summed down the rows together at most: a line of the first-level cache, which
 * else would be gone before its next quarter is read.
 */
const mostStrands = 4
/** Vectors of a row for each strand, so that threads have enough to share. */
const vectorsPerStrand = 8

/**
 * Where the last dimension stays and others are summed, as many strands as rows have vectors for: 1,
 * 2 or 4. Of three, joined in pairs, V8 in Node 24.21 makes wrong maxima and minima, at random.
 */
export const strandsOf = ({ extents, reduced, order }: Nest): number => {
  const last = extents.length - 1
  if (
    reduced[last] === true ||
    !reduced.includes(true) ||
    order.indexOf(last) > order.findIndex((d) => reduced[d] === true)
  )
    return 1
  const most = Math.floor((extents[last] ?? 1) / (4 * vectorsPerStrand))
  return most >= mostStrands ? mostStrands : most >= 2 ? 2 : 1
}
