/**
 * The questions a kind of support answers, one kind a file. Passes ask these; they never name a
 * support.
 *
 * @since 0.2.0
 */
import type { Expr } from '../../expr/Expr.ts'
import type { Interval } from '../../expr/intervals/Interval.ts'
import type { Bijector } from './Bijector.ts'
import type { VectorBijector } from './VectorBijector.ts'

/** What an argument owes that is asked to lie in a support, and the words that ask for it. */
export interface Proof {
  /** Is an expression known to lie in it, whose values lie in this interval? */
  readonly suffices: (values: Interval) => boolean
  /** Is a number that is written down one? A scale of either sign is written positive. */
  readonly admits: (x: number) => boolean
  /** '… is not provably *positive*' */
  readonly asked: string
  /** 'the scale must be *a positive number*', and of a number that is written down */
  readonly argument: string
  readonly number: string
  /** What to do instead. */
  readonly advice: string
}

/** What is so for every support of a kind, whatever its ends or its axis. */
export interface SupportFacts {
  /** Its number in files: part of their formats, never given twice. */
  readonly code: number
  /** As messages name one value, and data of many. */
  readonly one: string
  readonly many: string
  /** Are values numbers to calculate with? An index of an axis is not. */
  readonly isNumeric: boolean
  /** An interval in which all values lie. */
  readonly values: Interval
  /** Is a finite number a value, as far as the kind alone can tell? */
  readonly holds: (x: number) => boolean
  /** None where every number will do. */
  readonly proof: Proof | undefined
  /**
   * How many values there are, numbered from 0, given the sizes of the axes that a draw consumes;
   * none where they are not finitely many.
   */
  readonly outcomes: ((consumed: ReadonlyArray<number>) => number) | undefined
}

/** A kind of support with what depends on its ends: `S` is one support of it. */
export interface SupportKind<in S> extends SupportFacts {
  /** From the real line onto the support; none for discrete ones. */
  readonly bijector: (s: S) => Bijector | undefined
  /** Of vectors that lie somewhere together, instead: absent of others. */
  readonly vectorBijector?: (s: S) => VectorBijector
  /** The ends that a support with ends of its own has. */
  readonly bounds: (s: S) => Bounds | undefined
}

/** low < x < high, as far as there are ends. */
export interface Bounds {
  readonly low?: Expr
  readonly high?: Expr
}

export const noBijector = (): undefined => undefined
export const unbounded = (): undefined => undefined

/** Of a support that no expression is known to lie in, unless it was drawn there or is a number. */
export const drawnOnly = (one: string, admits: (x: number) => boolean): Proof => ({
  suffices: ({ low, high }) => low === high && admits(low),
  admits,
  asked: one,
  argument: one,
  number: one,
  advice: 'draw it from a distribution with that support'
})
