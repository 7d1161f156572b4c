/**
 * Parts of vectors.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local } from './Emit.ts'

/** The first `lanes` of a vector to memory. */
export const storeLanes = ({ m }: Emitter, lanes: number, address: () => Code, value: Local): ReadonlyArray<Code> =>
  lanes === 4 ? [m.v128.store(0, 4, address(), value.get())]
    : lanes === 1 ? [m.v128.store32_lane(0, 4, 0, address(), value.get())]
    : [m.v128.store64_lane(0, 4, 0, address(), value.get()), ...(lanes === 3 ? [m.v128.store32_lane(8, 4, 2, address(), value.get())] : [])]
