/**
 * Do all contestants of a workload compute the same thing? Losses of the same parameters, side by
 * side.
 */
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import type { LossRequest } from './Protocol.ts'

/** A question to every contestant, and by how much, relatively, the answers may differ. */
export interface Question {
  readonly what: string
  readonly request: LossRequest
  readonly tolerance: number
}

export const questions: ReadonlyArray<Question> = [
  { what: 'without noise', request: { steps: 0, draws: 0 }, tolerance: 1e-4 },
  { what: 'after 10 steps without noise', request: { steps: 10, draws: 0 }, tolerance: 1e-3 },
  { what: 'mean over 300 draws', request: { steps: 0, draws: 300 }, tolerance: 1e-2 }
]

export type Loss = Either<string, number | null>

/**
 * One line an answer; the first number is what the others are held to. Null is an answer of no
 * contestant that has nothing to compare.
 */
export const agreement = (
  question: Question,
  losses: ReadonlyArray<readonly [name: string, loss: Loss]>
): { readonly agrees: boolean; readonly lines: ReadonlyArray<string> } => {
  const numbers = losses.flatMap(([, loss]) =>
    isLeft(loss) || loss.right === null ? [] : [loss.right]
  )
  const reference = numbers[0] ?? NaN
  const differs = (x: number): number => Math.abs(x - reference) / Math.abs(reference)
  const lines = losses.map(([name, loss]) => {
    if (isLeft(loss)) return `  ${name}: not available: ${loss.left}`
    if (loss.right === null) return `  ${name}: not compared`
    const difference = differs(loss.right)
    const remark =
      difference <= question.tolerance ? '' : `, differs by ${(100 * difference).toFixed(3)} %`
    return `  ${name}: ${loss.right.toFixed(5)}${remark}`
  })
  return {
    agrees: numbers.every((x) => differs(x) <= question.tolerance),
    lines: [`loss ${question.what} (to ${100 * question.tolerance} %)`, ...lines]
  }
}
