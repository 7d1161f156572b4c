/**
 * What reading a file may cost, so that a small file cannot ask for more memory and time than there
 * is. A refusal by budget comes before the work: within a second and 200 MB.
 *
 * Costs that follow the length of a file are no matter of a budget; these are the ones that a few
 * bytes can raise at will. docs/reference/files.md has them as a table.
 *
 * @since 0.2.0
 */
import { type Problem, problem } from '../ir/Problem.ts'

/**
 * - `numbers` that all arrays of a network hold when they are unpacked, and that its operations make
 *   for one row of data; so many in any case, or `numbersPerByte` of the file where that is more
 * - `work` products and sums for one row, or `workPerByte` where that is more
 * - `operations` of a network, those that several predictions use counted for each
 * - `axes` of one array
 * - `textBytes`, `values`, `depth` of one JSON text: its length, its numbers, texts, lists and
 *   objects, and how deep they are nested
 * - `unpackedBytes` of a gzip file, or `unpackedPerByte` where that is more; `statedPerByte` where a
 *   header inside says how many there are, so that a refusal need not unpack them
 */
export interface Budget {
  readonly numbers: number
  readonly numbersPerByte: number
  readonly work: number
  readonly workPerByte: number
  readonly operations: number
  readonly axes: number
  readonly textBytes: number
  readonly values: number
  readonly depth: number
  readonly unpackedBytes: number
  readonly unpackedPerByte: number
  readonly statedPerByte: number
}

/** Ten times LeNet-5 and more; a file of a large network has more by its own length. */
export const standardBudget: Budget = {
  numbers: 2 ** 22,
  numbersPerByte: 64,
  work: 2 ** 26,
  workPerByte: 2 ** 12,
  operations: 10_000,
  axes: 32,
  textBytes: 2 ** 24,
  values: 2 ** 18,
  depth: 64,
  unpackedBytes: 2 ** 25,
  unpackedPerByte: 16,
  statedPerByte: 128
}

/** So many times the standard. Depth and axes stay: nothing that is meant has more. */
export const raisedBudget = (factor: number): Budget => ({
  ...standardBudget,
  numbers: factor * standardBudget.numbers,
  numbersPerByte: factor * standardBudget.numbersPerByte,
  work: factor * standardBudget.work,
  workPerByte: factor * standardBudget.workPerByte,
  operations: factor * standardBudget.operations,
  textBytes: factor * standardBudget.textBytes,
  values: factor * standardBudget.values,
  unpackedBytes: factor * standardBudget.unpackedBytes,
  unpackedPerByte: factor * standardBudget.unpackedPerByte,
  statedPerByte: factor * standardBudget.statedPerByte
})

/** Numbers and work that a file of so many bytes may ask for. */
export const allowance = (
  b: Budget,
  fileBytes: number
): { readonly numbers: number; readonly work: number } => ({
  numbers: Math.max(b.numbers, b.numbersPerByte * fileBytes),
  work: Math.max(b.work, b.workPerByte * fileBytes)
})

/** What helps where a network is read. */
const raise =
  'if you trust where it comes from, read it with a larger budget: --budget 10 for ten times as much'

/** The refusal of a file that asks for too much: `9 axes, where the budget is 8`. */
export const overBudget = (where: string, asked: string, remedy: string = raise): Problem =>
  problem(
    where,
    `the file asks for ${asked}`,
    'a few bytes can ask for more memory and time than there is, so what a file may ask for is bounded',
    remedy
  )
