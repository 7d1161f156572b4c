/**
 * ℝ∖{0}: a scale of which only the square counts, as in N(0, z²).
 *
 * - bijector  x = u, ln |dx/du| = 0: the point 0 has no mass
 *
 * @since 0.2.0
 */
import { isNonzero, nonzero } from '../../expr/intervals/Interval.ts'
import { identity } from './Bijector.ts'
import { type SupportKind, unbounded } from './SupportKind.ts'

export interface SignedSupport {
  readonly _tag: 'Signed'
}
export const signed: SignedSupport = { _tag: 'Signed' }

export const kind: SupportKind<SignedSupport> = {
  code: 2,
  one: 'a number that is not 0',
  many: 'numbers other than 0',
  isNumeric: true,
  values: nonzero,
  holds: (x) => x !== 0,
  proof: {
    suffices: isNonzero,
    admits: (x) => x > 0,
    asked: 'not 0',
    argument: 'a scale (positive, or never 0)',
    number: 'a number above 0',
    advice: 'make it positive (exp, softplus), or draw it from a positive distribution'
  },
  outcomes: undefined,
  bijector: () => identity,
  bounds: unbounded
}
