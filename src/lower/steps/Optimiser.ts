/**
 * What an optimiser is: arithmetic on expressions. A step's updates are lowered with its gradients
 * into one plan.
 *
 * @since 0.1.0
 */
import type { Expr } from '../../expr/Expr.ts'

/**
 * One parameter before the update. `rate` is the scalar learning rate of its kind, as
 * `Optimiser.rate` makes it.
 */
export interface Update {
  readonly parameter: Expr
  readonly gradient: Expr
  readonly rate: Expr
  /** By the names of `Optimiser.moments`. */
  readonly moment: (name: string) => Expr
  /** By the names of `Optimiser.scalars`. */
  readonly scalar: (name: string) => Expr
}

/** The parameter after the update, and its moments in the order of `Optimiser.moments`. */
export interface Updated {
  readonly parameter: Expr
  readonly moments: ReadonlyArray<Expr>
}

/**
 * Steps are counted from 1. Whatever depends on the step alone is a number computed outside the
 * plan: `rate` turns the schedule's learning rate into the factor the update uses, `scalars` are
 * the other numbers it needs.
 */
export interface Optimiser {
  readonly name: string
  /** Arrays of the shape of each parameter, zero at the start. */
  readonly moments: ReadonlyArray<string>
  /** Those of them that are sums of squares: never negative. */
  readonly squares: ReadonlyArray<string>
  readonly rate: (learningRate: number, step: number) => number
  readonly scalars: (step: number) => ReadonlyMap<string, number>
  readonly update: (u: Update) => Updated
}

/** The input and output of a plan that holds a moment of a parameter. */
export const momentOf = (moment: string, parameter: string): string => `${moment}:${parameter}`
/** The scalar input that holds the factor of `Optimiser.rate`. */
export const rateOf = (kind: string): string => `rate:${kind}`
/** The scalar input that holds a number of `Optimiser.scalars`. */
export const scalarOf = (name: string): string => `optimiser:${name}`
