/**
 * How many steps one call takes. Results do not depend on it: a block is as long as a person may
 * wait for the next look at the fit.
 *
 * @since 0.1.0
 */

/** Long beside what a call costs, short beside anyone's patience. */
export const blockMs = 50
/** Without a clock, blocks have this many steps. */
export const blindLength = 16
/** The inputs of a block have at most this many numbers (64 MiB), those of one step excepted. */
export const mostNumbers = 2 ** 24

/** The longest block whose steps read this many numbers each. */
export const longest = (numbersPerStep: number): number =>
  Math.max(1, Math.floor(mostNumbers / Math.max(1, numbersPerStep)))

/**
 * The next length after a block of `length` steps took `tookMs`: towards `blockMs`, at most
 * doubled, never above `most`.
 */
export const nextLength = (length: number, tookMs: number | undefined, most: number): number => {
  const wanted =
    tookMs === undefined
      ? blindLength
      : Math.min(2 * length, tookMs <= 0 ? Infinity : Math.floor((length * blockMs) / tookMs))
  return Math.max(1, Math.min(most, wanted))
}
