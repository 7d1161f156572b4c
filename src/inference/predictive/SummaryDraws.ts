/**
 * What joint draws of the guide say of elements of declared sites. Draws are kept for those elements
 * alone, in passes of bounded memory.
 *
 * @since 0.2.0
 */
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Executor } from '../../runtime/Executor.ts'
import { type Prepared, runEach } from '../host/Host.ts'
import { arrange, type Tensors } from '../host/Tensors.ts'
import { drawKey } from '../variational/OpenPosterior.ts'
import { meanAndDeviation, quantilesOf } from './Quantile.ts'

/** `probabilities` of the quantiles, each between 0 and 1. */
export interface DrawQuestion {
  readonly probabilities: ReadonlyArray<number>
  readonly draws: number
  readonly seed: number
}

/** A site to be summarised: its stored moments over its axes, and what has a closed form. */
export interface AskedSite {
  readonly site: string
  readonly mean: NamedTensor
  readonly variance: NamedTensor
  readonly response: NamedTensor | undefined
  readonly shown: number
  readonly hasMoments: boolean
  readonly hasQuantiles: boolean
}

/** Elements `from` … `to` − 1 of a site. */
interface Stretch<A> {
  readonly of: A
  readonly from: number
  readonly to: number
}

/** Draws that are kept at once (64 MiB), those of one element excepted. */
const mostNumbers = 2 ** 24

/** The elements shown of each site in passes that keep a bounded number of draws. */
export const passes = <A extends { readonly shown: number }>(
  sites: ReadonlyArray<A>,
  draws: number,
  most: number
): ReadonlyArray<ReadonlyArray<Stretch<A>>> => {
  const perPass = Math.max(1, Math.floor(most / draws))
  const found: Array<Array<Stretch<A>>> = []
  let room = 0
  for (const of of sites)
    for (let from = 0; from < of.shown;) {
      if (room === 0) {
        found.push([])
        room = perPass
      }
      const to = Math.min(of.shown, from + room)
      found.at(-1)?.push({ of, from, to })
      room -= to - from
      from = to
    }
  return found
}

export interface DrawnElement {
  readonly mean: number
  readonly sd: number
  readonly quantiles: ReadonlyArray<number>
}

/** By site, what draws say of its shown elements. */
export const byDraws = async <B>(
  executor: Executor<B>,
  plan: Prepared<B>,
  inputs: Tensors,
  sites: ReadonlyArray<AskedSite>,
  { probabilities, draws: count, seed }: DrawQuestion
): Promise<ReadonlyMap<string, ReadonlyArray<DrawnElement>>> => {
  const found = new Map<string, ReadonlyArray<DrawnElement>>()
  for (const pass of passes(sites, count, mostNumbers)) {
    const kept = pass.map((s) => ({ ...s, draws: new Float32Array((s.to - s.from) * count) }))
    let d = 0
    await runEach(executor, plan, inputs, drawKey(seed, 0), count, (values) => {
      for (const { of, from, to, draws } of kept) {
        const t = values.get(of.site)
        if (t === undefined) throw new Error(`internal: no draw of ${of.site}`)
        const all = arrange(of.mean.axes, of.mean.sizes)(t).values
        for (let i = from; i < to; i++) draws[(i - from) * count + d] = all[i] ?? NaN
      }
      d += 1
    })
    for (const { of, from, to, draws } of kept) {
      const elements = Array.from({ length: to - from }, (_, i): DrawnElement => {
        const own = draws.subarray(i * count, (i + 1) * count)
        return { ...meanAndDeviation(own), quantiles: quantilesOf(own, probabilities) }
      })
      found.set(of.site, [...(found.get(of.site) ?? []), ...elements])
    }
  }
  return found
}
