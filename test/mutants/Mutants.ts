/** The table of mistakes. */
import type { Mutant } from './Mutant.ts'
import { unseen } from './Unseen.ts'

export const mutants: ReadonlyArray<Mutant> = [...unseen]
