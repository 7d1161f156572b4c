/** Comparison of arrays of numbers. */
import { expect } from 'vitest'

const sameClass = (x: number, w: number): boolean => (Number.isNaN(w) ? Number.isNaN(x) : x === w)

/** |x − w| ≤ tolerance · max(1, |w|) everywhere, or both the same infinity or NaN. */
export const expectClose = (
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  tolerance: number | ((i: number) => number)
): void => {
  expect(found.length).toBe(wanted.length)
  for (let i = 0; i < wanted.length; i++) {
    const x = found[i] ?? NaN,
      w = wanted[i] ?? NaN
    const allowed =
      (typeof tolerance === 'number' ? tolerance : tolerance(i)) * Math.max(1, Math.abs(w))
    if (!sameClass(x, w) && !(Math.abs(x - w) <= allowed))
      expect(`element ${i}: ${x}`).toBe(`element ${i}: ${w} ± ${allowed}`)
  }
}
