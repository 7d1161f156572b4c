/**
 * Whether draws of a sampler can be trusted, by what its chains say of each other and of themselves.
 *
 * - R̂                 of every element of every site, rank-normalised and split: above 1.01 the chains
 *                      are not one sample
 * - effective sizes    of bulk and tail: below 100 a chain the numbers that are reported are not known
 * - divergences        places that the sampler could not follow: draws may miss what lies there
 * - energy fraction    below 0.3 momenta do not reach the tails
 *
 * An element that is the same in every draw, as a site that data fix, says nothing and is left out; if
 * all are, nothing moved.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import type { Chains, Undiagnosed } from '../diagnostics/Chains.ts'
import { bulkSize, tailSize } from '../diagnostics/EffectiveSize.ts'
import { energyFractions, leastEnergyFraction } from '../diagnostics/EnergyFraction.ts'
import { rHat } from '../diagnostics/RHat.ts'
import { statisticOf } from '../nuts/DrawsOfChains.ts'
import type { Trust } from './Verdict.ts'

/** An element of a site, by its number in the order of the draws, and the number that makes it the worst. */
export interface WorstElement {
  readonly site: string
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly at: number
  readonly value: number
}

/** What decided, in this order. */
export type ChainDecision =
  | 'no number'
  | 'disagreement'
  | 'bulk'
  | 'divergences'
  | 'tail'
  | 'energy'
  | 'nothing'

/** The verdict on a sampler's draws, and the worst numbers behind it. */
export interface ChainCheck {
  readonly trust: Trust
  readonly by: ChainDecision
  readonly chains: number
  readonly draws: number
  readonly elements: number
  /** Of all elements that vary; undefined where there is none. */
  readonly rHat: WorstElement | undefined
  readonly bulkSize: WorstElement | undefined
  readonly tailSize: WorstElement | undefined
  /** The first element of which nothing can be said, and why. */
  readonly unknown: (Omit<WorstElement, 'value'> & { readonly why: Undiagnosed }) | undefined
  readonly divergences: number
  /** The least of all chains; undefined where energies say nothing. */
  readonly energyFraction: number | undefined
}

export const mostRHat = 1.01
/** Effective draws of each chain. */
export const leastSize = 100

interface Worsts {
  rHat: WorstElement | undefined
  bulkSize: WorstElement | undefined
  tailSize: WorstElement | undefined
  unknown: ChainCheck['unknown']
}

/** Energies of single draws are no chain. */
const leastFraction = (draws: PosteriorDraws): number | undefined => {
  const found = energyFractions({
    chains: draws.chains,
    draws: draws.draws,
    values: statisticOf(draws, 'energy')
  })
  const known = E.isLeft(found) ? [] : found.right.flatMap((f) => (E.isRight(f) ? [f.right] : []))
  return known.length === 0 ? undefined : Math.min(...known)
}

const decisionOf = (
  { rHat: r, bulkSize: bulk, tailSize: tail, unknown }: Worsts,
  least: number,
  divergences: number,
  fraction: number | undefined
): ChainDecision =>
  unknown !== undefined
    ? 'no number'
    : r !== undefined && r.value > mostRHat
      ? 'disagreement'
      : bulk !== undefined && bulk.value < least
        ? 'bulk'
        : divergences > 0
          ? 'divergences'
          : tail !== undefined && tail.value < least
            ? 'tail'
            : fraction !== undefined && fraction < leastEnergyFraction
              ? 'energy'
              : 'nothing'

const trusts: { readonly [D in ChainDecision]: Trust } = {
  'no number': 'do not trust',
  disagreement: 'do not trust',
  bulk: 'do not trust',
  divergences: 'trust means only',
  tail: 'trust means only',
  energy: 'trust means only',
  nothing: 'trust'
}

/** Of all draws of all sites. */
export const checkChains = (drawn: PosteriorDraws): ChainCheck => {
  const { chains, draws, sites } = drawn
  const worst: Worsts = {
    rHat: undefined,
    bulkSize: undefined,
    tailSize: undefined,
    unknown: undefined
  }
  let elements = 0
  let still: ChainCheck['unknown']
  for (const [site, { axes, sizes, values }] of sites) {
    const width = values.length / (chains * draws)
    const place = { site, axes: axes.slice(2), sizes: sizes.slice(2) }
    for (let at = 0; at < width; at++) {
      elements += 1
      const c: Chains = {
        chains,
        draws,
        values: Float64Array.from(
          { length: chains * draws },
          (_, d) => values[d * width + at] ?? NaN
        )
      }
      const asked = [
        ['rHat', rHat(c), 1],
        ['bulkSize', bulkSize(c), -1],
        ['tailSize', tailSize()(c), -1]
      ] as const
      for (const [kind, found, sign] of asked)
        if (E.isRight(found)) {
          const before = worst[kind]
          if (before === undefined || sign * found.right > sign * before.value)
            worst[kind] = { ...place, at, value: found.right }
        } else if (found.left === 'constant') still ??= { ...place, at, why: found.left }
        else worst.unknown ??= { ...place, at, why: found.left }
    }
  }
  if (worst.rHat === undefined) worst.unknown ??= still
  const divergences = statisticOf(drawn, 'divergent').filter((x) => x > 0).length
  const energyFraction = leastFraction(drawn)
  const by = decisionOf(worst, leastSize * chains, divergences, energyFraction)
  return { trust: trusts[by], by, chains, draws, elements, ...worst, divergences, energyFraction }
}
