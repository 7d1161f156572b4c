/**
 * Draws of one number in chains, and why nothing can be said of some.
 *
 * A diagnostic is a number or a reason, never a number that is wrong: chains that are too short,
 * that never moved, or that hold NaN have a reason.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { quantileOfSorted } from '../predictive/Quantile.ts'

// model

/** `values` has chain after chain, each of `draws` in the order in which they were drawn. */
export interface Chains {
  readonly chains: number
  readonly draws: number
  readonly values: Float64Array
}

/** Why there is no number. */
export type Undiagnosed =
  | 'misshapen'
  | 'few draws'
  | 'one chain'
  | 'constant'
  | 'NaN'
  | 'infinite'
  | 'tied tail'

/** The same for people. */
export const whyUndiagnosed: { readonly [U in Undiagnosed]: string } = {
  misshapen: 'there are not as many numbers as chains times draws',
  'few draws': 'there are too few draws',
  'one chain': 'there is one chain, with nothing to compare it to',
  constant: 'every draw is the same',
  NaN: 'a draw is NaN',
  infinite: 'a draw is infinite, or too large to be squared',
  'tied tail': 'the tail of the weights has too few different values'
}

/** A number, or the reason why there is none. */
export type Diagnosis = E.Either<Undiagnosed, number>

// constructors

/** Chains of one length, each an array of its draws. Left where the lengths differ or none is. */
export const chainsOf = (
  chains: ReadonlyArray<ArrayLike<number>>
): E.Either<Undiagnosed, Chains> => {
  const draws = chains[0]?.length ?? 0
  if (chains.length === 0 || chains.some((c) => c.length !== draws)) return E.left('misshapen')
  const values = new Float64Array(chains.length * draws)
  for (const [i, c] of chains.entries()) values.set(c, i * draws)
  return E.right({ chains: chains.length, draws, values })
}

/** What is asked of chains that are long enough and hold no NaN. */
export const ofValid =
  <A>(fewest: number, ask: (c: Chains) => E.Either<Undiagnosed, A>) =>
  (c: Chains): E.Either<Undiagnosed, A> =>
    c.chains < 1 || c.values.length !== c.chains * c.draws
      ? E.left('misshapen')
      : c.values.some(Number.isNaN)
        ? E.left('NaN')
        : c.draws < fewest
          ? E.left('few draws')
          : ask(c)

/** A number, or the reason why it is none. */
export const finite = (x: number): Diagnosis =>
  Number.isFinite(x) ? E.right(x) : E.left('infinite')

// combinators

/** Every chain as two: its first half and its last, without the middle draw of an odd number. */
export const halves = ({ chains, draws, values }: Chains): Chains => {
  const half = Math.floor(draws / 2)
  const out = new Float64Array(2 * chains * half)
  for (let c = 0; c < chains; c++) {
    out.set(values.subarray(c * draws, c * draws + half), c * half)
    out.set(values.subarray((c + 1) * draws - half, (c + 1) * draws), (chains + c) * half)
  }
  return { chains: 2 * chains, draws: half, values: out }
}

export const mapDraws =
  (f: (x: number) => number) =>
  (c: Chains): Chains => ({ ...c, values: c.values.map(f) })

/** The p-quantile of all draws, type 7. */
export const quantileIn = ({ values }: Chains, p: number): number =>
  quantileOfSorted(values.slice().sort(), p)

export const isConstant = ({ values }: Chains): boolean => values.every((x) => x === values[0])

export interface Centred {
  /** (x − mean) / scale, at most 1 in size. */
  readonly chains: Chains
  readonly scale: number
}

/** About the mean of all draws, in units of the furthest: no square overflows or is lost. */
export const centred = (c: Chains): E.Either<Undiagnosed, Centred> => {
  if (isConstant(c)) return E.left('constant')
  const mean = meanOf(c.values)
  const scale = c.values.reduce((most, x) => Math.max(most, Math.abs(x - mean)), 0)
  return pipe(
    finite(mean + scale),
    E.map(() => ({ chains: mapDraws((x) => (x - mean) / scale)(c), scale }))
  )
}

// destructors

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ?? NaN
  return sum / values.length
}

/** With divisor n − 1; 0 of equal numbers, whose mean may be off by rounding. */
export const varianceOf = (values: ArrayLike<number>): number => {
  const mean = meanOf(values)
  let squares = 0
  let isMoving = false
  for (let i = 0; i < values.length; i++) {
    squares += ((values[i] ?? NaN) - mean) ** 2
    isMoving ||= values[i] !== values[0]
  }
  if (!isMoving && values.length > 1) return 0
  return squares / (values.length - 1)
}

/** Each chain's draws, without a copy. */
export const eachChain = ({ chains, draws, values }: Chains): ReadonlyArray<Float64Array> =>
  Array.from({ length: chains }, (_, c) => values.subarray(c * draws, (c + 1) * draws))
