/**
 * A smaller array spread to a larger shape, as often as it is asked. Where it repeats as a whole, or
 * each of its elements does, memory is copied or filled; else places are looked up.
 *
 * @since 0.2.0
 */
import type { Shape } from '../../ir/Plan.ts'
import { stretchPlaces } from '../reference/Places.ts'
import { gatherLoop } from './Float64Loops.ts'

/** Runs of one element shorter than this are not worth a call. */
const shortest = 8

/** Is it repeated as a whole: its axes, but for leading ones of size 1, are the last of the shape? */
const repeats = (shape: Shape, from: Shape): boolean => {
  const first = from.findIndex((d) => d !== 1)
  const own = from.slice(first < 0 ? from.length : first)
  return own.every((d, i) => d === shape[shape.length - own.length + i])
}

/** How often each element is repeated, one after the other; 0 where they are not all so. */
const runLength = (shape: Shape, from: Shape): number => {
  const lead = shape.length - from.length
  const full = Array.from(shape, (_, i) => (i < lead ? 1 : (from[i - lead] ?? 1)))
  let last = full.length
  while (last > 0 && full[last - 1] === 1) last--
  const isHead = full.every((d, i) => i >= last || d === shape[i])
  return isHead ? shape.slice(last).reduce((n, d) => n * d, 1) : 0
}

/** Writes `from` over `room`, whose shape is `shape`. */
export const spreading = (
  from: { readonly shape: Shape; readonly values: Float64Array },
  shape: Shape,
  room: Float64Array
): (() => void) => {
  const { values } = from
  const { length } = values
  if (room.length === 0) return () => undefined
  if (length === 1)
    return () => {
      room.fill(values[0] ?? NaN)
    }
  if (length > 1 && repeats(shape, from.shape))
    return () => {
      room.set(values)
      for (let done = length; done < room.length; done *= 2) room.copyWithin(done, 0, done)
    }
  const run = length > 1 ? runLength(shape, from.shape) : 0
  if (run >= shortest)
    return () => {
      for (let i = 0; i < length; i++) room.fill(values[i] ?? NaN, i * run, (i + 1) * run)
    }
  const places = stretchPlaces(shape, from.shape)
  return () => gatherLoop(room, values, places)
}
