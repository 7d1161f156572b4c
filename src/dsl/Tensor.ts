/**
 * Symbolic tensors: what the lines of a model see of the sites above them. The axes are a set of
 * names in the type, the support says where the values lie; the values themselves do not exist
 * while the model is being written.
 *
 * @since 0.1.0
 */
import { factsOf, type SupportTag } from '../distributions/supports/Support.ts'
import { constant as constantExpr, type Expr, refs } from '../expr/index.ts'
import type { AxisSize } from '../ir/Graph.ts'
import { inPlaceOfTensor } from './Forgotten.ts'
import { misuse } from './Misuse.ts'
import { ofNumber, type Positive, type Real, type Support } from './SupportTypes.ts'

// model

/**
 * A tensor over the axes A with values in S, and the name of the line that it stands for, where it stands for
 * one: that is there for messages, and no part of what may stand where.
 */
export interface Tensor<
  in out A extends string,
  out S extends Support = Real,
  _N extends string = string
> {
  readonly expr: Expr
  /** What S says, at run time. */
  readonly support: SupportTag
  /** The axis values used on the way here: `build` compares their sizes. */
  readonly mentioned: ReadonlyArray<AxisSize>
  readonly _axes?: A | undefined
  readonly _support?: S | undefined
}

/**
 * What stands beside a tensor that must have the axes K: nothing where it has them, else what the type
 * checker is to say. That of a line is named.
 */
export type Having<K extends string, A extends string, N extends string> = [K] extends [A]
  ? unknown
  : string extends N
    ? `this value has no axis '${Exclude<K, A>}': declare what it is made of over ${Exclude<K, A>}`
    : `'${N}' has no axis '${Exclude<K, A>}': declare it over ${Exclude<K, A>}`

/** A tensor of whatever axes and support. */
export interface Untyped extends Pick<Tensor<never>, 'expr' | 'support' | 'mentioned'> {}

/** A tensor without axes. */
export type Scalar<S extends Support = Real> = Tensor<never, S>

// constructors

const uses: { readonly [hint: string]: string } = {
  number: 'a number',
  string: 'text',
  default: 'a number or text'
}

/** The sites a value was computed from, as messages name them. */
export const origin = (e: Expr): string => {
  const names = [...refs([e]).keys()].map((n) => `'${n}'`)
  return names.length === 0
    ? 'a constant'
    : e._tag === 'Ref'
      ? names.join('')
      : `a value computed from ${names.join(', ')}`
}

/** A symbol refuses to be a number, a condition or text: its value does not exist yet. */
export const tensor = <A extends string, S extends Support>(
  expr: Expr,
  support: SupportTag,
  mentioned: ReadonlyArray<AxisSize>
): Tensor<A, S> => {
  const refuse = (hint: string): never =>
    misuse(
      origin(expr),
      `used as ${uses[hint] ?? hint} while the model is being written`,
      'a model is written down once, before it is fitted: its values do not exist yet',
      'calculate with words (add, mul, exp, …) and choose with where(…); both become part of the model'
    )
  const guard = { [Symbol.toPrimitive]: refuse, toJSON: () => refuse('text') }
  return Object.defineProperties(
    { expr, support, mentioned },
    {
      [Symbol.toPrimitive]: { value: guard[Symbol.toPrimitive] },
      toJSON: { value: guard.toJSON }
    }
  )
}

/**
 * A number as a tensor without axes; its type does not know its sign.
 *
 * @example
 * constant(3)
 */
export const constant = (value: number): Scalar => number(value)

/**
 * A number > 0 as a tensor without axes, fit to be a scale.
 *
 * @example
 * normal(mu, positive(2.5))
 */
export const positive = (value: number): Scalar<Positive> =>
  value > 0
    ? number(value)
    : misuse(
        '',
        `positive(${value}): expected a number > 0`,
        'a scale is positive',
        'give a number above 0'
      )

const number = <S extends Support>(value: number): Scalar<S> =>
  Number.isFinite(value)
    ? tensor(constantExpr(value), ofNumber(value), [])
    : misuse(
        '',
        `expected a finite number, found ${value}`,
        'a model is made of finite numbers',
        'check the calculation that gave it'
      )

// combinators

export const isTensor = (x: unknown): x is Untyped =>
  typeof x === 'object' && x !== null && 'expr' in x && 'mentioned' in x

/** What a word was given, number or tensor, checked: types are erased when a model file is run. */
export const operand = (word: string, x: unknown): Untyped => {
  if (typeof x === 'number') return number(x)
  if (isTensor(x)) return x
  const { found, try: advice } = inPlaceOfTensor(x)
  return misuse(
    '',
    `${word}: expected a tensor or a number, found ${found}`,
    'the words of the language calculate with tensors',
    advice
  )
}

/** The same, for calculating: an index of an axis is not a number. */
export const numeric = (word: string, x: unknown): Untyped => {
  const t = operand(word, x)
  return factsOf(t.support).isNumeric
    ? t
    : misuse(
        origin(t.expr),
        `${word}: expected a number, found ${factsOf(t.support).one}`,
        'categories have no arithmetic',
        'use it as an index: gather(axis)(index)'
      )
}
