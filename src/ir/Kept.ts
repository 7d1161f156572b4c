/**
 * Which indices of an axis are left.
 *
 * @since 0.1.0
 */

/** Positions of an axis that are left, ascending; `size` is that of the axis before. */
export interface KeptIndices {
  readonly size: number
  readonly indices: ReadonlyArray<number>
}

/** Of each axis that lost some. */
export type KeptByAxis = ReadonlyMap<string, KeptIndices>
