/**
 * Standard normals by counters, in WebAssembly: the numbers of `fillNormals`, bit for bit. Four at
 * a time, and the 3 % in the tails once more, one by one.
 *
 * @since 0.1.0
 */
import {
  type Address,
  type Code,
  type Emitter,
  i32,
  type Local,
  type Phase,
  type Team,
  v128
} from '../emit/Emit.ts'
import { middleNormals, oneNormal, tailLanes } from './NormalsCubics.ts'
import { fourLanes, mix, oneLane } from './NormalsMix.ts'
import { share, whole } from '../product/ProductShare.ts'

export { normalTables } from './NormalsCubics.ts'

/**
 * - `count` numbers are written from `out` on;
 * - `key` holds the stream's two 32-bit integers, k0 and k1;
 * - `tables` holds `normalTables`, at a multiple of 16.
 */
export interface NormalsOptions {
  readonly count: number
  readonly out: Address
  readonly key: Address
  readonly tables: Address
}

const fill = (
  e: Emitter,
  team: Team | undefined,
  { count, out, key, tables }: NormalsOptions
): Code => {
  const { m, i32: constant } = e
  const groupCount = Math.ceil(count / 4),
    groups = team === undefined ? whole(e, groupCount) : share(e, team, groupCount)
  const [group, last, first, place, x, pending] = [
    e.local(i32),
    e.local(i32),
    e.local(i32),
    e.local(i32),
    e.local(i32),
    e.local(i32)
  ]
  const [start, table, k0, k1] = [e.local(i32), e.local(i32), e.local(i32), e.local(i32)]
  const [fourTables, fourK0, fourK1, fourX] = [
    e.local(v128),
    e.local(v128),
    e.local(v128),
    e.local(v128)
  ]
  const at = (index: Local): Code => m.i32.add(start.get(), m.i32.shl(index.get(), constant(2)))
  const counters = m.i32x4.add(
    m.i32x4.splat(first.get()),
    e.constant([0, 1, 2, 3].flatMap((lane) => [lane, 0, 0, 0]))
  )
  return e.block([
    ...groups.set,
    last.set(groups.to()),
    start.set(out(e)),
    table.set(tables(e)),
    k0.set(m.i32.load(0, 4, key(e))),
    k1.set(m.i32.load(4, 4, key(e))),
    fourTables.set(m.i32x4.splat(table.get())),
    fourK0.set(m.i32x4.splat(k0.get())),
    fourK1.set(m.i32x4.splat(k1.get())),
    e.loop(group, groups.from(), last.get, 1, [
      first.set(m.i32.shl(group.get(), constant(2))),
      fourX.set(counters),
      ...mix(fourLanes(e), fourX, fourK0, fourK1),
      m.if(
        m.i32.le_u(m.i32.add(first.get(), constant(4)), constant(count)),
        e.block([
          m.v128.store(0, 4, at(first), middleNormals(e, fourX, fourTables)),
          pending.set(tailLanes(e, fourX))
        ]),
        pending.set(constant(2 ** (count % 4) - 1))
      ),
      // the tails of a whole group; all of the last group if it is not whole
      m.if(
        pending.get(),
        e.repeat(
          [
            place.set(m.i32.add(first.get(), m.i32.ctz(pending.get()))),
            x.set(place.get()),
            ...mix(oneLane(e), x, k0, k1),
            m.f32.store(0, 4, at(place), oneNormal(e, x, table))
          ],
          pending.tee(m.i32.and(pending.get(), m.i32.sub(pending.get(), constant(1))))
        )
      )
    ])
  ])
}

/** Numbers below which a second thread would cost more than it does. */
const parallelCount = 2048

/**
 * Fills `count` places with the normals of a stream, each a function of its place alone: the same
 * for any number of threads.
 */
export const normalsPhases = (options: NormalsOptions): ReadonlyArray<Phase> => {
  const parallel = options.count >= parallelCount
  return [{ parallel, emit: (e, team) => fill(e, parallel ? team : undefined, options) }]
}
