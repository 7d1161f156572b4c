/**
 * Slopes by differences, to hold derivatives to: central differences at falling steps, extrapolated to a
 * step of 0 (Ridders 1982, Advances in Engineering Software 4(2)), with an estimate of their error.
 *
 * @since 0.2.0
 */

/** A slope, and about how far off it may be. */
export interface Slope {
  readonly slope: number
  readonly error: number
}

const shorter = 1.4
const columns = 12

/** f′(x) from steps of `h` and less; what is no number at a step is left out. */
export const slopeAt = (f: (x: number) => number, x: number, h: number): Slope => {
  let best: Slope = { slope: NaN, error: Infinity },
    before: ReadonlyArray<number> = [],
    step = h
  for (let i = 0; i < columns; i += 1, step /= shorter) {
    // the step that is taken, and not the one that was meant
    const [high, low] = [x + step, x - step]
    const first = (f(high) - f(low)) / (high - low)
    if (!Number.isFinite(first)) continue
    const row = [first]
    before.forEach((above, j) => {
      const more = shorter ** (2 * (j + 1)),
        here = row[j] ?? NaN
      const next = (here * more - above) / (more - 1)
      const error = Math.max(Math.abs(next - here), Math.abs(next - above))
      if (error <= best.error) best = { slope: next, error }
      row.push(next)
    })
    before = row
  }
  return best
}
