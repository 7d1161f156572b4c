/**
 * The elements of a tensor of draws as columns.
 *
 * @since 0.2.0
 */
import type { WideTensor } from '../../ir/Posterior.ts'

/** `place` of an element among the `width` of one draw. */
export interface DrawColumn {
  readonly index: ReadonlyArray<number>
  readonly place: number
  readonly width: number
}

/** The first index is the fastest, as Stan and R have it. */
export const elementsOf = ({ sizes: all }: WideTensor): ReadonlyArray<DrawColumn> => {
  const sizes = all.slice(2)
  const width = sizes.reduce((a, b) => a * b, 1)
  return sizes
    .reduce<ReadonlyArray<ReadonlyArray<number>>>(
      (before, size) =>
        Array.from({ length: size }, (_, i) => before.map((index) => [...index, i])).flat(),
      [[]]
    )
    .map((index) => ({
      index,
      place: index.reduce((k, i, d) => k * (sizes[d] ?? 1) + i, 0),
      width
    }))
}
