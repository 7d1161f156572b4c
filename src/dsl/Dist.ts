/**
 * A distribution with the axes of one draw: those of its arguments, and those it is repeated over.
 *
 * @since 0.1.0
 */
import * as R from 'fp-ts/lib/ReadonlyRecord.js'
import { type Distribution, drawAxes, family } from '../distributions/Distribution.ts'
import { factsOf, isWithin, type SupportTag } from '../distributions/supports/Support.ts'
import { type Axes, type Expr, union } from '../expr/index.ts'
import type { AxisSize } from '../ir/Graph.ts'
import { type Problem, problem } from '../ir/Problem.ts'
import { type Axis, mention, type NameOf, repeated } from './Axis.ts'
import { isGenerator } from './Forgotten.ts'
import { misuse, showFound } from './Misuse.ts'
import type { Real, Support } from './SupportTypes.ts'
import { isTensor, operand, origin, type Untyped } from './Tensor.ts'

// model

/** A draw has the axes A and values in S. */
export interface Dist<in out A extends string, out S extends Support = Real> {
  readonly distribution: Distribution
  /** Axes the draw is repeated over, outermost first. */
  readonly over: Axes
  readonly mentioned: ReadonlyArray<AxisSize>
  /** Found while it was written; `build` reports them at the site. */
  readonly problems: ReadonlyArray<Problem>
  readonly _axes?: A | undefined
  readonly _support?: S | undefined
}

/** A distribution of whatever axes and support. */
export interface UntypedDist extends Pick<
  Dist<never>,
  'distribution' | 'over' | 'mentioned' | 'problems'
> {}

// constructors

/** What is wrong with an argument that is asked to lie in a support. */
const argumentProblem = (
  distName: string,
  name: string,
  asked: SupportTag,
  { expr, support }: Untyped
): ReadonlyArray<Problem> => {
  const { proof, one } = factsOf(asked)
  const refuse = (what: string, found: string, advice: string): ReadonlyArray<Problem> => [
    problem(
      '',
      `${distName}: ${name} must be ${what}, found ${found}`,
      'the density is defined for those values alone',
      advice
    )
  ]
  if (expr._tag === 'Constant')
    return proof === undefined || proof.admits(expr.value)
      ? []
      : refuse(proof.number, `${expr.value}`, `give ${proof.number}`)
  if (isWithin(asked)(support)) return []
  const found = `${factsOf(support).one}: ${origin(expr)}`
  return !factsOf(support).isNumeric
    ? refuse(proof?.argument ?? one, found, 'look the argument up: gather(axis)(index)')
    : refuse(proof?.argument ?? one, found, proof?.advice ?? 'give a number')
}

/**
 * A distribution of arguments given by their standard names: built from their expressions, each
 * argument checked against the support that the family asks for. Types say the same; they are
 * erased when a model file is run.
 */
export const dist = <A extends string, S extends Support, K extends string>(
  name: string,
  given: R.ReadonlyRecord<K, unknown>,
  make: (args: R.ReadonlyRecord<K, Expr>) => Distribution
): Dist<A, S> => {
  const names = Object.keys(given).join(', ')
  // numbers one after the other leave every name without its value
  return names !== '' && Object.values(given).every((x) => x === undefined)
    ? misuse(
        '',
        `${name}: expected its arguments by name, found none of ${names}`,
        'by their names they cannot be exchanged',
        `${name}({ ${names} })`
      )
    : distOf(name, given, [], make)
}

const isRecord = (x: unknown): x is object =>
  typeof x === 'object' &&
  x !== null &&
  ![Array.isArray, isTensor, isDist, isGenerator].some((is) => is(x))

/** The same, of a word whose arguments stand one after the other. */
export const distInOrder = <A extends string, S extends Support, K extends string>(
  name: string,
  given: R.ReadonlyRecord<K, unknown>,
  make: (args: R.ReadonlyRecord<K, Expr>) => Distribution
): Dist<A, S> => {
  const record = Object.values(given).find(isRecord)
  return record === undefined
    ? distOf(name, given, [], make)
    : 'group' in record && 'axes' in record
      ? misuse(
          '',
          `${name}: found the place of a prior, its group and axes, as an argument`,
          'what makes a prior takes its arguments first, and gives what is asked for a place',
          'call it where it is given: groupHorseshoe(0.1), not groupHorseshoe'
        )
      : misuse(
          '',
          `${name}: expected its arguments one after the other, found an object`,
          'it has few, in the order in which its law is written',
          `${name}(${Object.keys(given).join(', ')})`
        )
}

/** Refuses arguments that stand one after the other, of a word that looks into an object of them. */
export const requireNamed = (word: string, given: unknown, example: string): void => {
  if (!isRecord(given))
    misuse(
      '',
      `${word}: expected its arguments by name, found ${showFound(given)}`,
      'by their names they cannot be exchanged',
      example
    )
}

/** The same, of one that is made of other distributions too, which have been checked. */
export const distOf = <A extends string, S extends Support, K extends string>(
  name: string,
  given: R.ReadonlyRecord<K, unknown>,
  parts: ReadonlyArray<UntypedDist>,
  make: (args: R.ReadonlyRecord<K, Expr>) => Distribution
): Dist<A, S> => {
  const operands = R.mapWithIndex((k: K, x: unknown) => operand(`${name}: ${k}`, x))(given)
  const byName: R.ReadonlyRecord<string, Untyped> = operands
  const distribution = make(R.map((t: Untyped) => t.expr)(operands))
  const asked = new Map(family(distribution).arguments.map((a) => [a.name, a.support]))
  return {
    distribution,
    over: [],
    mentioned: [...Object.values(byName), ...parts].reduce<ReadonlyArray<AxisSize>>(
      (seen, t) => mention(seen, t.mentioned),
      []
    ),
    problems: [
      ...parts.flatMap((p) => p.problems),
      ...Object.entries(byName).flatMap(([k, t]) => {
        const support = asked.get(k)
        if (support === undefined) throw new Error(`internal: ${name} has no ${k}`)
        return argumentProblem(name, k, support, t)
      })
    ]
  }
}

// combinators

/**
 * One independent draw for every index of the axes, besides those that the arguments bring.
 *
 * @example
 * over(features, hidden)(normal(0, 1))
 */
export const over =
  <const X extends ReadonlyArray<Axis<string>>>(...axes: X) =>
  <A extends string, S extends Support>(d: Dist<A, S>): Dist<A | NameOf<X>, S> => {
    if (!isDist(d))
      return misuse(
        '',
        `over: expected a distribution, found ${showFound(d)}`,
        'draws are repeated, not values',
        'over(axis)(normal(0, 1))'
      )
    const names = axes.map((a) => a.name)
    const twice = repeated(names)
    const used = names.filter((n) => family(d.distribution).consumes.includes(n))
    return {
      distribution: d.distribution,
      over: union([...new Set(names)], d.over),
      mentioned: mention(d.mentioned, axes),
      problems: [
        ...d.problems,
        ...twice.map((n) =>
          problem(
            '',
            `over: the axis '${n}' is given twice`,
            'an axis appears once in a tensor; a square array needs two axes',
            `give one of the two another name: axis('${n}2', …)`
          )
        ),
        ...used.map((n) =>
          problem(
            '',
            `over: one draw already uses up the axis '${n}'`,
            'the classes of a categorical are inside each draw',
            'leave this axis out of over'
          )
        )
      ]
    }
  }

// destructors

export const isDist = (x: unknown): x is UntypedDist =>
  typeof x === 'object' && x !== null && 'distribution' in x && 'over' in x

/** The axes of one full draw: those it is repeated over, then those of its arguments. */
export const axesOf = (d: UntypedDist): Axes => union(d.over, drawAxes(d.distribution))
