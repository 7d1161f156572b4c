/**
 * Vectors of four float32, and parts of them: the last elements of a row are the first lanes of a
 * vector.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local } from './Emit.ts'

/**
 * Four elements: neighbours in memory, one for all lanes, or `stride` apart, of which those beyond
 * the first `lanes` are not looked at. Neighbours are loaded as a whole vector: after every array
 * as much may be read. `offset` in bytes.
 */
export const loadLanes = (
  { m }: Emitter,
  stride: number,
  lanes: number,
  address: () => Code,
  offset = 0
): Code => {
  if (stride === 1) return m.v128.load(offset, 4, address())
  if (stride === 0) return m.v128.load32_splat(offset, 4, address())
  const first = m.v128.load32_zero(offset, 4, address())
  return [1, 2, 3]
    .slice(0, lanes - 1)
    .reduce(
      (vector, lane) => m.v128.load32_lane(offset + 4 * stride * lane, 4, lane, address(), vector),
      first
    )
}

/** The first `lanes` of a vector to memory, and nothing beyond. */
export const storeLanes = (
  { m }: Emitter,
  lanes: number,
  address: () => Code,
  value: Local,
  offset = 0
): ReadonlyArray<Code> =>
  lanes === 4
    ? [m.v128.store(offset, 4, address(), value.get())]
    : lanes === 1
      ? [m.v128.store32_lane(offset, 4, 0, address(), value.get())]
      : [
          m.v128.store64_lane(offset, 4, 0, address(), value.get()),
          ...(lanes === 3 ? [m.v128.store32_lane(offset + 8, 4, 2, address(), value.get())] : [])
        ]

/** The lanes beyond the first few replaced by a number. */
export const onlyLanes = (e: Emitter, lanes: number, otherwise: number, value: Code): Code => {
  if (lanes === 4) return value
  const mask = [0, 1, 2, 3].flatMap((lane) => Array<number>(4).fill(lane < lanes ? 255 : 0))
  return e.m.v128.bitselect(value, e.splat(otherwise), e.m.v128.const(mask))
}

/** The vector turned by so many bytes. */
export const rotated = ({ m }: Emitter, x: Local, by: 4 | 8): Code =>
  m.i8x16.shuffle(
    x.get(),
    x.get(),
    Array.from({ length: 16 }, (_, i) => (i + by) % 16)
  )
