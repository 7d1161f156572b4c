/**
 * What distributions that are made of others share: names of their arguments, and draws of one of
 * them.
 *
 * @since 0.2.0
 */
import { type Expr, where } from '../../expr/Expr.ts'
import { add, less, softplus, sub } from '../../expr/Words.ts'
import { pipe } from 'fp-ts/lib/function.js'
import type { Argument, Family } from '../Family.ts'

/** The family of a distribution, which those that are made of others are given. */
export type FamilyOf<D> = (d: D) => Family<D>

/** The arguments of a part under names that no other part has. */
export const argumentsUnder = (
  prefix: string,
  f: Pick<Family<unknown>, 'arguments'>
): ReadonlyArray<Argument> => f.arguments.map((a) => ({ ...a, name: `${prefix}_${a.name}` }))

/** ln(eᵃ + eᵇ), the larger one outside: exact where they differ much, and so are its slopes. */
export const logAddExp = (a: Expr, b: Expr): Expr =>
  where(
    pipe(a, less(b)),
    pipe(softplus(pipe(a, sub(b))), add(b)),
    pipe(softplus(pipe(b, sub(a))), add(a))
  )
