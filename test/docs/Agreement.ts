/** What a page shows beside what was printed: to the letter, numbers to what processors agree on. */

const number = /[−-]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/g

/** Do two numbers, as texts, agree to 5 % or two units of the last digit that is shown? */
const agree = (wanted: string, printed: string): boolean => {
  const [a, b] = [wanted, printed].map((x) => Number(x.replaceAll(',', '').replace('−', '-')))
  if (a === undefined || b === undefined) return false
  const decimals = /\.(\d+)/.exec(wanted)?.[1]?.length ?? 0
  const unit = decimals === 0 ? 0 : 10 ** -decimals
  return Math.abs(a - b) <= Math.max(2 * unit, 0.05 * Math.abs(b))
}

const words = (line: string): string => line.replace(number, '#').trim().replace(/\s+/g, ' ')
const numbers = (line: string): ReadonlyArray<string> => line.match(number) ?? []

export const linesAgree = (wanted: string, printed: string): boolean =>
  words(wanted) === words(printed) &&
  numbers(wanted).every((n, i) => agree(n, numbers(printed)[i] ?? ''))

/** Does every line agree, in order, `…` standing for any? */
const matches = (wanted: ReadonlyArray<string>, printed: ReadonlyArray<string>): boolean => {
  const [first, ...rest] = wanted
  if (first === undefined) return printed.length === 0
  if (first.trim() === '…')
    return rest.length === 0 || printed.some((_, i) => matches(rest, printed.slice(i)))
  const [head, ...tail] = printed
  return head !== undefined && linesAgree(first, head) && matches(rest, tail)
}

const linesOf = (text: string): ReadonlyArray<string> =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')

export const agrees = (wanted: string, printed: string): boolean =>
  matches(linesOf(wanted), linesOf(printed))
