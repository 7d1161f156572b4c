/**
 * Float32 numbers as the decimals that people wrote them with.
 *
 * @since 0.2.0
 */

/**
 * The shortest decimal that reads back as the same float32: 0.1 as float32 is 0.10000000149011612,
 * and reads back from 0.1.
 */
export const shortestText = (x: number): string => {
  const whole = String(x)
  if (whole.length <= 8) return whole
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits))
    if (Math.fround(short) === Math.fround(x)) return String(short)
  }
  return String(Number(x.toPrecision(9)))
}
