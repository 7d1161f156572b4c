/** The table of mistakes: those that no test saw once, and those that were seen, room by room. */
import { compiler } from './Compiler.ts'
import { compression } from './Compression.ts'
import { diagnostics } from './Diagnostics.ts'
import { distributions } from './Distributions.ts'
import { estimators } from './Estimators.ts'
import { expressions } from './Expressions.ts'
import { files } from './Files.ts'
import { jointGuides } from './JointGuides.ts'
import { language } from './Language.ts'
import { lawKit } from './LawKit.ts'
import { lint } from './Lint.ts'
import { running } from './Running.ts'
import { sampling } from './Sampling.ts'
import { solving } from './Solving.ts'
import { summedOut } from './SummedOut.ts'
import { supports } from './Supports.ts'
import { truncation } from './Truncation.ts'
import type { Mutant } from './Mutant.ts'
import { unseen } from './Unseen.ts'

export const mutants: ReadonlyArray<Mutant> = [
  ...unseen,
  ...expressions,
  ...distributions,
  ...truncation,
  ...summedOut,
  ...language,
  ...lawKit,
  ...compiler,
  ...jointGuides,
  ...estimators,
  ...lint,
  ...running,
  ...diagnostics,
  ...sampling,
  ...solving,
  ...supports,
  ...compression,
  ...files
]
