/**
 * The probability of a structural zero, by the names under which it is given, beside a distribution
 * of counts.
 *
 * @since 0.2.0
 */
import { type ExprLike, lift } from '../../expr/Words.ts'
import { type Chance, chanceArgument } from '../Chance.ts'
import type { Argument } from '../Family.ts'

/** One of the two, by name. */
export type StructuralZero =
  | { readonly structuralZero: ExprLike }
  | { readonly structuralZeroLogits: ExprLike }

/** With the counts of others. */
export type CountsWithZeros<D> = StructuralZero & { readonly of: D }

export const chanceOfZero = (a: StructuralZero): Chance =>
  'structuralZero' in a
    ? { by: 'probability', value: lift(a.structuralZero) }
    : { by: 'logits', value: lift(a.structuralZeroLogits) }

export const chanceOfZeroArgument = (c: Chance): Argument => ({
  ...chanceArgument(c),
  name: c.by === 'logits' ? 'structuralZeroLogits' : 'structuralZero'
})
