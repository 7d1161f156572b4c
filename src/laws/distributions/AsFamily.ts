/**
 * What laws of distributions are asked about, in whatever form it comes, and how it is shown.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { type Distribution, family } from '../../distributions/index.ts'
import { isDist, type UntypedDist } from '../../dsl/Dist.ts'
import { print, type Expr } from '../../expr/index.ts'
import type { AnyFamily } from '../numbers/FamilyNumbers.ts'

/** As models are written, `gamma({ … })`; as the compiler has it; or as the answers themselves. */
export type Distributed = UntypedDist | Distribution | AnyFamily

/** The answers of each. */
export const asFamily = (d: Distributed): AnyFamily =>
  isDist(d) ? family(d.distribution) : '_tag' in d ? family(d) : d

const asText = (e: Expr): string =>
  e._tag === 'Constant'
    ? String(e.value)
    : e._tag === 'Constants'
      ? `[${e.values.join(', ')}]`
      : print(e)

/** As the language writes it. */
export const codeOf = (f: AnyFamily): string => f.show(f.arguments.map((a) => asText(a.value)))

/** Generated families, with one that all are like: it says which questions they answer. */
export const familiesOf = (
  distributions: fc.Arbitrary<Distributed>
): { readonly families: fc.Arbitrary<AnyFamily>; readonly like: AnyFamily } => {
  const families = distributions.map(asFamily)
  const [like] = fc.sample(families, { numRuns: 1, seed: 1 })
  if (like === undefined) throw new Error('internal: an arbitrary makes values')
  return { families, like }
}
