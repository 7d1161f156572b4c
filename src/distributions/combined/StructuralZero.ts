/**
 * The probability of a structural zero, by the names under which it is given, beside a distribution
 * of counts.
 *
 * @since 0.2.0
 */
import * as O from 'fp-ts/lib/Option.js'
import { type ExprLike, lift } from '../../expr/Words.ts'
import { type Chance, chanceArgument, mapChance } from '../Chance.ts'
import type { Argument, Family } from '../Family.ts'
import { argumentsUnder } from './Components.ts'

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

const chanceOfZeroArgument = (c: Chance): Argument => ({
  ...chanceArgument(c),
  name: c.by === 'logits' ? 'structuralZeroLogits' : 'structuralZero'
})

interface WithZeros<D> {
  readonly structuralZero: Chance
  readonly of: D
}

/** What distributions of counts with zeros of their own answer alike; `word` is how they are written. */
export const familyWithZeros = <D, W extends WithZeros<D>>(
  word: string,
  d: W,
  part: Family<D>
): Omit<Family<W>, 'tag' | 'logDensity' | 'sample' | 'peak' | 'moment' | 'cdf'> => {
  const chance = chanceOfZeroArgument(d.structuralZero)
  return {
    support: part.support,
    arguments: [chance, ...argumentsUnder('of', part)],
    consumes: part.consumes,
    jointly: [],
    isProper: part.isProper,
    holdsEnds: part.holdsEnds,
    mapArguments: (f) => ({
      ...d,
      structuralZero: mapChance(f, d.structuralZero),
      of: part.mapArguments(f)
    }),
    locationScale: O.none,
    expansion: O.none,
    pathwise: O.none,
    median: O.none,
    quantile: O.none,
    standard: O.none,
    entropy: O.none,
    show: ([zeros = '', ...printed]) =>
      `${word}({ ${chance.name}: ${zeros}, of: ${part.show(printed)} })`
  }
}
