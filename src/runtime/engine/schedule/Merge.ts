/**
 * Loops over one space that share operands become one, where that makes nothing wait.
 *
 * @since 0.1.0
 */
import type { ValueId } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import {
  canReduce,
  type Chain,
  type Draft,
  drafts,
  isLoop,
  kernelOf,
  remove
} from '../emit/Draft.ts'
import { made } from '../Kernel.ts'
import { aligned, reads, sourcesOf } from '../loop/Operands.ts'
import type { Views } from '../memory/Views.ts'

/** Adds what a loop computes to an earlier one of its space. */
const absorb = (host: Draft, guest: Draft): void => {
  host.body.push(...guest.body)
  host.reductions.push(...guest.reductions)
  host.reduced ??= guest.reduced
}

/**
 * Each loop joins the latest before it that reads or makes one of its operands and can compute it.
 */
export const merge = (chain: Chain, views: Views): void => {
  const { at, constant } = views
  const maker = new Map<ValueId, Draft>()
  const readers = new Map<ValueId, Array<Draft>>()
  const reductions = new Set<ValueId>()
  const note = (d: Draft, by: Draft): void => {
    for (const id of made(kernelOf(d))) maker.set(id, by)
    for (const r of d.reductions) reductions.add(r.id)
  }
  for (const d of drafts(chain)) note(d, d)
  /**
   * Everything that `guest` reads is there when `host` runs, or is computed in the same place of
   * the same loop.
   */
  const isReady = (host: Draft, guest: Draft): boolean =>
    [...guest.body, ...guest.reductions].every((i) =>
      sourcesOf(views, i).every((s) => {
        const by = constant(s.base) ? undefined : maker.get(s.base)
        return (
          by === undefined ||
          by === guest ||
          by.rank < host.rank ||
          (by === host && !reductions.has(s.base) && aligned(views, host.space, s))
        )
      })
    )
  const near = (v: ValueId): ReadonlyArray<Draft> => {
    const by = maker.get(v)
    return [...(readers.get(v) ?? []), ...(by === undefined ? [] : [by])]
  }
  const hostOf = (d: Draft, operands: ReadonlySet<ValueId>): Draft | undefined =>
    [...new Set([...operands].flatMap(near))]
      .filter(
        (c) =>
          c !== d &&
          isLoop(c, d.space, d.body.length + d.reductions.length) &&
          canReduce(c, d.reduced)
      )
      .sort((a, b) => b.rank - a.rank)
      .find((c) => isReady(c, d))
  for (const d of drafts(chain)) {
    const operands = new Set(reads(views, kernelOf(d)))
    const host = d.kernel === undefined ? hostOf(d, operands) : undefined
    if (host !== undefined) {
      absorb(host, d)
      remove(chain, d)
      note(d, host)
    }
    // numbers are read by everything: no reason to be together
    for (const v of operands)
      if (elements(at(v).shape) > 1) readers.set(v, [...(readers.get(v) ?? []), host ?? d])
  }
}
