/**
 * Where all chains begin, or why a model cannot be sampled.
 *
 * Errors: a posterior without a total mass, by the site along which it has none; no place where the
 * density is finite; no step size under which it stays so.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { type Problem, problem, type Problems } from '../../ir/Problem.ts'
import { chainFrom, type ChainState } from './Chain.ts'
import { openEnd, openTogether } from './ImproperTail.ts'
import type { LogDensity } from './LogDensity.ts'
import type { ModelTarget } from './ModelTarget.ts'
import type { SamplerSettings } from './SamplerSettings.ts'
import { mostStarts, startOfChain } from './StartOfChain.ts'

/** One problem a site: the first of its coordinates that has an open end. */
const improper = (
  { stretches }: ModelTarget,
  density: LogDensity,
  q: Float64Array
): ReadonlyArray<Problem> => {
  const found = new Map<string, Problem>()
  for (const { declared, from, to } of stretches.filter((s) => !s.isProper))
    for (let i = from; i < to && !found.has(declared); i++) {
      const end = openEnd(density, q, i)
      if (end !== undefined)
        found.set(
          declared,
          problem(
            declared,
            `the posterior has no total mass: too much of it lies where ${declared} goes to ${end}`,
            'its prior is improper, and the data say nothing there: a chain would run off for ever',
            'give it a proper prior (halfCauchy, halfNormal)'
          )
        )
    }
  return [...found.values()]
}

/** Pairs of coordinates that are looked at, at most: the first of so many. */
const mostTogether = 16

/** The first two sites that the data hold together, and neither alone. */
const improperTogether = (
  { stretches }: ModelTarget,
  density: LogDensity,
  q: Float64Array
): ReadonlyArray<Problem> => {
  const loose = stretches
    .filter((s) => !s.isProper)
    .flatMap(({ declared, from, to }) =>
      Array.from({ length: to - from }, (_, i) => ({ declared, at: from + i }))
    )
    .slice(0, mostTogether)
  for (const a of loose)
    for (const b of loose)
      if (a !== b && openTogether(density, q, a.at, b.at))
        return [
          problem(
            a.declared,
            `the posterior has no total mass: it does not fall where ${a.declared} grows and ${b.declared} goes to 0`,
            'both priors are improper, and the data say what the two are together, not what each is',
            'give one of them a proper prior (halfCauchy, halfNormal)'
          )
        ]
  return []
}

const noStart = (chain: number): Problem =>
  problem(
    `chain ${chain + 1}`,
    `in ${mostStarts} tries no place was met where the density and its slopes are finite`,
    'chains begin with real coordinates between −2 and 2',
    'look at scales and ends of the model: farrier explain shows supports and coordinates'
  )

const noStep = (chain: number): Problem =>
  problem(
    `chain ${chain + 1}`,
    'no step size is small or large enough for its first step',
    'the density is flat, or its slopes are not those of its values',
    'look for a site that neither its prior nor the data hold'
  )

/** Where chains begin, each at a place of its own; nothing of a posterior without a total mass. */
export const properStarts = (
  target: ModelTarget,
  density: LogDensity,
  { chains, seed }: Pick<SamplerSettings, 'chains' | 'seed'>
): E.Either<Problems, ReadonlyArray<Float64Array>> => {
  const starts: Array<Float64Array> = []
  for (let chain = 0; chain < chains; chain++) {
    const q = startOfChain(density, seed, chain)
    if (q === undefined) return E.left(of(noStart(chain)))
    const wrong = chain === 0 ? improper(target, density, q) : []
    if (isNonEmpty(wrong)) return E.left(wrong)
    const together = chain === 0 ? improperTogether(target, density, q) : []
    if (isNonEmpty(together)) return E.left(together)
    starts.push(q)
  }
  return E.right(starts)
}

/** The states of all chains before their first iteration. */
export const firstStates = (
  target: ModelTarget,
  density: LogDensity,
  settings: SamplerSettings
): E.Either<Problems, ReadonlyArray<ChainState>> =>
  pipe(
    properStarts(target, density, settings),
    E.chain(
      E.traverseArrayWithIndex((chain, q) =>
        pipe(chainFrom(settings, density, chain, q), E.fromNullable(of(noStep(chain))))
      )
    )
  )
