/**
 * Tables as comma-separated values: RFC 4180, with a head, and lines that end as Unix has them.
 *
 * A field with a comma, a quote or a line break is quoted, its quotes doubled. Numbers are the
 * shortest that read back as the same float32; what is not finite is NaN, Infinity or -Infinity.
 *
 * @since 0.2.0
 */

import { shortestText } from '../expr/numbers/ShortestText.ts'

const field = (value: string | number): string =>
  typeof value === 'number'
    ? shortestText(value)
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
