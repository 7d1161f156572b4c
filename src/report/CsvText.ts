/**
 * Tables as comma-separated values: RFC 4180, with a head, and lines that end as Unix has them.
 *
 * A field with a comma, a quote or a line break is quoted, its quotes doubled. Numbers are the
 * shortest that read back as the same float32; what is not finite is NaN, Infinity or -Infinity.
 *
 * @since 0.2.0
 */

/** 0.1 as float32 is 0.10000000149011612, and reads back from 0.1. */
const csvNumber = (x: number): string => {
  const whole = String(x)
  if (whole.length <= 8) return whole
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits))
    if (Math.fround(short) === Math.fround(x)) return String(short)
  }
  return String(Number(x.toPrecision(9)))
}

const field = (value: string | number): string =>
  typeof value === 'number'
    ? csvNumber(value)
    : /[",\r\n]/.test(value)
      ? `"${value.replaceAll('"', '""')}"`
      : value

const line = (values: ReadonlyArray<string | number>): string => `${values.map(field).join(',')}\n`

/** Every line ends, the last too. */
export const csvText = (
  head: ReadonlyArray<string>,
  rows: Iterable<ReadonlyArray<string | number>>
): string => {
  let text = line(head)
  for (const row of rows) text += line(row)
  return text
}
