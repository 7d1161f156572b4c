/** Answers of two sides held against each other, and the verdict. */
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import type { Answer } from './Ours.ts'

/** A difference, and the largest that is agreement. */
export interface Difference {
  readonly found: number
  readonly allowed: number
}

/** The worst point of a model. Left: why it has no answer. */
export interface Row {
  readonly name: string
  readonly compared: Either<
    string,
    { readonly nats: number; readonly value: Difference; readonly gradient: Difference }
  >
}

/** A number that is not finite is no agreement, whatever the other is. */
const agrees = ({ found, allowed }: Difference): boolean =>
  Number.isFinite(allowed) && found <= allowed
const excess = ({ found, allowed }: Difference): number => {
  const ratio = found / allowed
  return Number.isNaN(ratio) ? Infinity : ratio
}
/** Nothing compared is no agreement. */
const worst = (all: ReadonlyArray<Difference>): Difference =>
  all.toSorted((a, b) => excess(b) - excess(a))[0] ?? { found: NaN, allowed: NaN }

const difference =
  (tolerance: number) =>
  (a: ReadonlyArray<number>, b: ReadonlyArray<number>): Difference => {
    const largest = (xs: ReadonlyArray<number>): number =>
      xs.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
    const found = a.length === b.length ? largest(a.map((x, i) => x - (b[i] ?? NaN))) : NaN
    return { found, allowed: tolerance * (1 + largest(a)) }
  }
/** |Δ| ≤ value · (1 + |ln p|), and of a site's gradient gradient · (1 + its largest element). */
export interface Tolerance {
  readonly value: number
  readonly gradient: number
}

/** Both sides' answers at the same points. */
export const compared = (
  tolerance: Tolerance,
  own: ReadonlyArray<Answer>,
  others: ReadonlyArray<Answer>
): { readonly nats: number; readonly value: Difference; readonly gradient: Difference } => {
  const ofValues = difference(tolerance.value),
    ofGradients = difference(tolerance.gradient)
  const none: Answer = { nats: NaN, gradients: new Map() }
  const values = own.map(({ nats }, i) => ofValues([nats], [(others[i] ?? none).nats]))
  const value = worst(values)
  return {
    nats: own[Math.max(0, values.indexOf(value))]?.nats ?? NaN,
    value,
    gradient: worst(
      own.flatMap(({ gradients }, i) =>
        [...gradients].map(([site, g]) =>
          ofGradients(g, (others[i] ?? none).gradients.get(site) ?? [])
        )
      )
    )
  }
}

export const isAgreement = ({ compared: c }: Row): boolean =>
  !isLeft(c) && agrees(c.right.value) && agrees(c.right.gradient)

/** `peer`: what answered. Left: why it could not be asked. */
export type Outcome = Either<string, { readonly peer: string; readonly rows: ReadonlyArray<Row> }>

const columns = ['model', 'ln p', '|Δ|', 'allowed', 'gradient |Δ|', 'allowed', '']

const cells = (row: Row): ReadonlyArray<string> => {
  const remark = isAgreement(row) ? '' : 'differs'
  if (isLeft(row.compared)) return [row.name, '', '', '', '', '', row.compared.left]
  const { nats, value, gradient } = row.compared.right
  const numbers = [value.found, value.allowed, gradient.found, gradient.allowed]
  return [row.name, nats.toFixed(4), ...numbers.map((x) => x.toExponential(1)), remark]
}

const table = (lines: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = columns.map((_, i) => Math.max(...lines.map((l) => (l[i] ?? '').length)))
  return lines
    .map((line) =>
      line
        .map((cell, i) =>
          i === 0 || i === 6 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)
        )
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}

/** What is printed, and the code to end with: 0 agreement, 1 none, 3 not run. */
export const verdict = (outcome: Outcome): { readonly text: string; readonly code: 0 | 1 | 3 } => {
  if (isLeft(outcome)) return { text: `not run: ${outcome.left}\n`, code: 3 }
  const { peer, rows } = outcome.right
  const differing = rows.filter((r) => !isAgreement(r)).length
  return {
    text:
      `${table([columns, ...rows.map(cells)])}\n` +
      `${rows.length - differing} of ${rows.length} models agree with ${peer}\n`,
    code: rows.length > 0 && differing === 0 ? 0 : 1
  }
}
