/**
 * Windows along an axis: runs of neighbours, of which convolutions are sums and poolings maxima.
 *
 * @since 0.1.0
 */
// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * The axis they run along, the axis that counts them and the axis of the places in one; `size`
 * places each, a window every `stride` indices, over the axis with `padding` zeros at either end.
 * Window i has at place j the index i·stride + j − padding.
 */
export interface Windows {
  readonly along: string
  readonly at: string
  readonly offset: string
  readonly size: number
  readonly stride: number
  readonly padding: number
}

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** How many windows fit an axis of n indices: ⌊(n + 2·padding − size)/stride⌋ + 1, or none. */
export const windowCount = ({ size, stride, padding }: Windows, n: number): number =>
  Math.max(0, Math.floor((n + 2 * padding - size) / stride) + 1)

const isCount = (n: number, least: number): boolean => Number.isInteger(n) && n >= least
const isMeasured = ({ along, at, offset, size, stride, padding }: Windows): boolean =>
  new Set([along, at, offset]).size === 3 &&
  isCount(size, 1) &&
  isCount(stride, 1) &&
  isCount(padding, 0)

/** May they be taken of an array over these axes? */
export const isUnfold = (w: Windows, axes: ReadonlyArray<string>): boolean =>
  isMeasured(w) && axes.includes(w.along) && !axes.includes(w.at) && !axes.includes(w.offset)
/** May they be added up onto one axis? */
export const isFold = (w: Windows, axes: ReadonlyArray<string>): boolean =>
  isMeasured(w) && axes.includes(w.at) && axes.includes(w.offset) && !axes.includes(w.along)

/** Equal for equal windows. */
export const windowsKey = ({ along, at, offset, size, stride, padding }: Windows): string =>
  JSON.stringify([along, at, offset, size, stride, padding])
