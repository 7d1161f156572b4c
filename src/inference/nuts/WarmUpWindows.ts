/**
 * When warm-up learns what. Step sizes are learnt throughout; the mass matrix in windows of twice
 * the length each, at whose ends it is replaced by what the window has seen: 75 iterations for
 * finding the bulk, windows of 25, 50, 100, …, and 15 % of all, 50 at least, for the last step size.
 *
 * Dual averaging swings widely at first, and acceptance falls the faster the longer steps are: the mean
 * of ln ε over a few dozen iterations is a step with an acceptance well above what was asked for.
 *
 * - below 150 iterations  the three parts have 15, 75 and 10 % of them
 * - below 20              no mass matrix is learnt
 *
 * @since 0.2.0
 */

/** Iterations from `from` up to, not with, `to`. */
export interface Window {
  readonly from: number
  readonly to: number
}

const opening = 75
const closing = (warmUp: number): number => Math.max(50, Math.floor(0.15 * warmUp))
const first = 25
const fewest = 20

/** The windows of a warm-up, in order, one beginning where the other ends. */
export const warmUpWindows = (warmUp: number): ReadonlyArray<Window> => {
  if (warmUp < fewest) return []
  const isShort = warmUp < opening + first + closing(warmUp)
  const from = isShort ? Math.floor(0.15 * warmUp) : opening
  const end = warmUp - (isShort ? Math.floor(0.1 * warmUp) : closing(warmUp))
  const windows: Array<Window> = []
  let length = isShort ? end - from : first
  for (let at = from; at < end; length *= 2) {
    // a last window that would be shorter than the next should be is part of this one
    const to = at + length + 2 * length > end ? end : at + length
    windows.push({ from: at, to })
    at = to
  }
  return windows
}
