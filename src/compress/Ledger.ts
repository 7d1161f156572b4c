/**
 * Where every byte of a file went. The parts add up to the file.
 */

/**
 * - `part` what the bytes hold; - `detail` what they would be otherwise, or how many things they
 *   say.
 */
export interface LedgerRow {
  readonly part: string
  readonly sizeBytes: number
  readonly detail: string
}
/** Where the bytes of a file went; the rows add up to its size. */
export interface Ledger {
  readonly rows: ReadonlyArray<LedgerRow>
  readonly sizeBytes: number
}

export const ledger = (rows: ReadonlyArray<LedgerRow>): Ledger => ({
  rows,
  sizeBytes: rows.reduce((sum, r) => sum + r.sizeBytes, 0)
})
