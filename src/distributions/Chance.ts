/**
 * A probability p as it was given: by itself, or by its logits l = ln(p/(1 − p)), exact near both
 * ends.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr } from '../expr/Expr.ts'
import { type ExprLike, lift, log, log1p, neg, sigmoid, softplus, sub } from '../expr/Words.ts'
import type { Argument } from './Family.ts'
import type { Mean } from './SaddlePoint.ts'

// model

export interface Chance {
  readonly by: 'probability' | 'logits'
  readonly value: Expr
}

/** One of the two, by name. */
export type ChanceArguments = { readonly probability: ExprLike } | { readonly logits: ExprLike }

// constructors

export const chance = (a: ChanceArguments): Chance =>
  'logits' in a
    ? { by: 'logits', value: lift(a.logits) }
    : { by: 'probability', value: lift(a.probability) }

// combinators

export const mapChance = (f: (argument: Expr) => Expr, c: Chance): Chance => ({
  ...c,
  value: f(c.value)
})

// destructors

export const chanceArgument = ({ by, value }: Chance): Argument => ({
  name: by,
  value,
  support: by === 'logits' ? 'Real' : 'Unit'
})

/** p, with ln p. */
export const success = ({ by, value }: Chance): Mean =>
  by === 'logits'
    ? { value: sigmoid(value), log: neg(softplus(neg(value))) }
    : { value, log: log(value) }

/** 1 − p, with ln(1 − p). */
export const failure = ({ by, value }: Chance): Mean =>
  by === 'logits'
    ? { value: sigmoid(neg(value)), log: neg(softplus(value)) }
    : { value: pipe(constant(1), sub(value)), log: log1p(neg(value)) }

/** p on the host, and 1 − p. */
export const onHost = (
  by: Chance['by'],
  given: number
): { readonly p: number; readonly q: number } =>
  by === 'logits'
    ? { p: 1 / (1 + Math.exp(-given)), q: 1 / (1 + Math.exp(given)) }
    : { p: given, q: 1 - given }
