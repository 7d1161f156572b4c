/** Standard normal draws in float64, by a seed. */
import { ndtri } from '../../../src/expr/numbers/SpecialFunctions.ts'

/** Evenly over (0, 1), by mulberry32. */
export const uniforms = (count: number, seed: number): Float64Array => {
  let state = (seed * 2_654_435_761 + 1) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  return Float64Array.from({ length: count }, () => (next() + (next() + 0.5) / 2 ** 32) / 2 ** 32)
}

export const standardNormals = (count: number, seed: number): Float64Array =>
  uniforms(count, seed).map(ndtri)
