/**
 * Ranges of a phase's work: all of it, or a thread's share.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Team } from '../emit/Emit.ts'
import { i32 } from '../emit/Emit.ts'
import type { Repeated } from './ProductTile.ts'

/** from ≤ i < to, after the code of `set` has run. */
export interface Range {
  readonly set: ReadonlyArray<Code>
  readonly from: Repeated
  readonly to: Repeated
}

export const whole = (e: Emitter, count: number): Range => ({
  set: [],
  from: () => e.i32(0),
  to: () => e.i32(count)
})

/** Thread t of T has ⌊count·t/T⌋ ≤ i < ⌊count·(t+1)/T⌋. */
export const share = (e: Emitter, team: Team, count: number): Range => {
  const { m } = e
  const from = e.local(i32),
    to = e.local(i32)
  const part = (index: Code): Code => m.i32.div_u(m.i32.mul(index, e.i32(count)), team.count())
  return {
    set: [from.set(part(team.index())), to.set(part(m.i32.add(team.index(), e.i32(1))))],
    from: from.get,
    to: to.get
  }
}

export const smaller = ({ m }: Emitter, a: Repeated, b: Repeated): Code =>
  m.select(m.i32.lt_s(a(), b()), a(), b())

/** base + Σ index·bytes, without what is known to be nothing. */
export const address = (
  { m, i32: constant }: Emitter,
  base: Code,
  ...steps: ReadonlyArray<readonly [index: Code, bytes: number]>
): Code =>
  steps.reduce(
    (sum, [index, bytes]) =>
      bytes === 0 ? sum : m.i32.add(sum, m.i32.mul(index, constant(bytes))),
    base
  )
