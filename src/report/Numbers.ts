/**
 * Numbers as people read them.
 *
 * @since 0.1.0
 */

/** 0.0213 → `2.13 %`. */
export const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)} %`

/** 41230 → `41,230`. */
export const grouped = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',')

/** `1 draw`, `1,000 draws`. */
export const counted = (n: number, what: string): string =>
  `${grouped(n)} ${what}${n === 1 ? '' : 's'}`

/** Seconds as `1:07` or `1:02:33`. */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  const two = (n: number): string => String(n).padStart(2, '0')
  const hours = Math.floor(whole / 3600),
    minutes = Math.floor(whole / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** Rows under a head, columns padded: numbers to the right, the first column to the left. */
export const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>
): string => {
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => (r[i] ?? '').length)))
  const line = (cells: ReadonlyArray<string>): string =>
    cells
      .map((c, i) => (i === 0 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [head, ...rows].map(line).join('\n')
}

/** Four significant digits: `0.02133`, `41230`, `1.5e-7`; ∞ and what is no number as they are. */
export const significant = (x: number): string =>
  Number.isFinite(x) ? String(Number(x.toPrecision(4))) : Number.isNaN(x) ? '—' : x > 0 ? '∞' : '−∞'
