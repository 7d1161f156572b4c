/**
 * Where the values of a tensor lie, as types: Real ⊃ Positive ⊃ Unit, Real ⊃ Signed, Real ⊃ Count;
 * and the same knowledge at run time, since a model file is run with its types erased.
 *
 * @since 0.1.0
 */
import { factsOf, type SupportTag } from '../distributions/supports/Support.ts'
import { isNonzero, isPositive } from '../expr/intervals/Interval.ts'

// model

// the names of what is not there are read by people: they stand in what the type checker says

/** Any real number. */
export interface Real {
  readonly 'a number': true
}
/** A number above 0. */
export interface Positive extends Real {
  readonly 'above 0': true
}
/** A number between 0 and 1: a probability, a share. */
export interface Unit extends Positive {
  readonly 'between 0 and 1': true
}
/** ℝ∖{0}: a scale through its square, as in N(0, z²). */
export interface Signed extends Real {
  readonly 'never 0, as a scale is': true
}
/** What may stand where a standard deviation is asked. */
export type Scale = Positive | Signed
/** 0 or 1. */
export interface Binary extends Real {
  readonly '0 or 1': true
}
/** A whole number from 0. */
export interface Count extends Real {
  readonly 'a whole number from 0': true
}
/** An index of the axis K: not a number to calculate with. */
export interface Category<out K extends string = string> {
  readonly 'an index of': K
}
/** Where values lie: a number of some kind, or an index. */
export type Support = Real | Category

/** Where the values of a datum lie: `reals`, `positives`, `counts`, `indicesOf(axis)`. */
export interface Values<out S extends Support> {
  readonly support: SupportTag
  readonly axis?: string
  readonly _support?: S
}

// what the operations do with supports

export type Product<S, T> = S extends Positive
  ? T extends Positive
    ? Positive
    : T extends Signed
      ? Signed
      : Real
  : S extends Signed
    ? T extends Scale
      ? Signed
      : Real
    : Real
/** Of a sum, a power, a maximum: positive where both are. */
export type Both<S, T> = S extends Positive ? (T extends Positive ? Positive : Real) : Real
export type Square<S> = S extends Scale ? Positive : Real
export type Root<S> = S extends Positive ? Positive : Real
export type Reciprocal<S> = S extends Positive ? Positive : S extends Signed ? Signed : Real
export type Negative<S> = S extends Scale ? Signed : Real

// the same at run time: what is known of the sign of a support's values

export const isScale = (s: SupportTag): boolean => isNonzero(factsOf(s).values)
const isAboveZero = (s: SupportTag): boolean => isPositive(factsOf(s).values)

export const product = (s: SupportTag, t: SupportTag): SupportTag =>
  !isScale(s) || !isScale(t) ? 'Real' : isAboveZero(s) && isAboveZero(t) ? 'Positive' : 'Signed'
export const both = (s: SupportTag, t: SupportTag): SupportTag =>
  isAboveZero(s) && isAboveZero(t) ? 'Positive' : 'Real'
export const square = (s: SupportTag): SupportTag => (isScale(s) ? 'Positive' : 'Real')
export const root = (s: SupportTag): SupportTag => (isAboveZero(s) ? 'Positive' : 'Real')
export const reciprocal = (s: SupportTag): SupportTag =>
  isAboveZero(s) ? 'Positive' : isScale(s) ? 'Signed' : 'Real'
export const negative = (s: SupportTag): SupportTag => (isScale(s) ? 'Signed' : 'Real')
export const ofNumber = (x: number): SupportTag => (x > 0 ? 'Positive' : x < 0 ? 'Signed' : 'Real')
