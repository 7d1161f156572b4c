/**
 * Keyed counter-based random numbers: number `counter` of a stream is a function of (seed, step,
 * stream name, counter) alone, so every executor draws the same, in any order. 32-bit integer
 * operations and float64 sums and products only.
 *
 * @since 0.1.0
 */
import type { NoiseKey } from './Executor.ts'
import { middleCubics, tailCubics } from './NormalTable.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** A stream: 64 bits mixed from seed, step and name. */
export interface StreamKey {
  readonly k0: number
  readonly k1: number
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const firstFactor = 0xed5ad4bb
const secondFactor = 0xac4c1b51
const thirdFactor = 0x31848bab

/** For who writes the same as code: what is multiplied with, and what keys are mixed from. */
export const mixFactors = [firstFactor, secondFactor, thirdFactor] as const
export const keyFrom: StreamKey = { k0: 0x2545f491, k1: 0x6c078965 }

/**
 * A bijection of 32-bit integers in which every bit of x moves half of the result's, keyed before
 * and within.
 */
const mix = (x: number, k0: number, k1: number): number => {
  let h = x ^ k0
  h ^= h >>> 17
  h = Math.imul(h, firstFactor)
  h ^= h >>> 11
  h = Math.imul((h + k1) | 0, secondFactor)
  h ^= h >>> 15
  h = Math.imul(h, thirdFactor)
  return h ^ (h >>> 14)
}

export const streamKey = (key: NoiseKey, name: string): StreamKey => {
  let { k0, k1 } = keyFrom
  // seed, step and length, then the letters: no closure, since chains ask for a key every iteration
  for (let i = -4; i < name.length; i++) {
    const word =
      i === -4
        ? key.seed | 0
        : i === -3
          ? Math.floor(key.seed / 2 ** 32) | 0
          : i === -2
            ? key.step | 0
            : i === -1
              ? name.length
              : name.charCodeAt(i)
    k0 = mix(word, k0, k1)
    k1 = mix(word, k1, k0)
  }
  return { k0, k1 }
}

/** The words that `streamKey` mixes, in their order. */
export const keyWords = ({ seed, step }: NoiseKey, name: string): Int32Array =>
  Int32Array.of(
    seed,
    Math.floor(seed / 2 ** 32),
    step,
    name.length,
    ...Array.from({ length: name.length }, (_, i) => name.charCodeAt(i))
  )

/** The integer at a place of a stream, uniform on [−2³¹, 2³¹): three rounds, two of them keyed. */
export const integerAt = ({ k0, k1 }: StreamKey, counter: number): number => mix(counter, k0, k1)

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** −Φ⁻¹ of the nearer tail of u, for the 3 % of integers beyond the middle table. */
const tailMagnitude = (nearer: number): number => {
  const v = (nearer << 1) | 1
  const zeros = Math.clz32(v)
  const y = v << zeros
  const at = (((31 - zeros) << 4) | ((y >>> 27) & 15)) << 2
  const s = y & 0x7ffffff
  return -(
    (tailCubics[at] ?? 0) +
    s *
      ((tailCubics[at + 1] ?? 0) + s * ((tailCubics[at + 2] ?? 0) + s * (tailCubics[at + 3] ?? 0)))
  )
}

/**
 * The standard normal of a 32-bit integer u, taken as unsigned: Φ⁻¹((u + ½)·2⁻³²) from tables of
 * cubics, in float64. |z| ≤ 6.34, error below 1e-6.
 */
export const normalOf = (u: number): number => {
  const row = u >>> 23
  if (row < 8) return -tailMagnitude(u)
  if (row >= 504) return tailMagnitude(~u)
  const at = row << 2
  const s = u & 0x7fffff
  return (
    (middleCubics[at] ?? 0) +
    s *
      ((middleCubics[at + 1] ?? 0) +
        s * ((middleCubics[at + 2] ?? 0) + s * (middleCubics[at + 3] ?? 0)))
  )
}

/** Normals between two looks at the tails: a loop without branches is twice as fast. */
const blockLength = 4096
const tails = new Int32Array(blockLength)

/** Fills `out` with `normalOf` the integers of a stream, rounded to float32. */
export const fillNormals = (key: StreamKey, out: Float32Array): void => {
  const k0 = key.k0 | 0
  const k1 = key.k1 | 0
  const cubics = middleCubics
  for (let from = 0; from < out.length; from += blockLength) {
    const to = Math.min(out.length, from + blockLength)
    let tailCount = 0
    for (let i = from; i < to; i++) {
      const x = mix(i, k0, k1)
      const row = x >>> 23
      const at = row << 2
      const s = x & 0x7fffff
      out[i] =
        (cubics[at] ?? 0) +
        s * ((cubics[at + 1] ?? 0) + s * ((cubics[at + 2] ?? 0) + s * (cubics[at + 3] ?? 0)))
      tails[tailCount] = i
      tailCount += (((row + 8) & 511) - 16) >>> 31
    }
    for (let t = 0; t < tailCount; t++) {
      const i = tails[t] ?? 0
      out[i] = normalOf(mix(i, k0, k1))
    }
  }
}

export const normals = (key: NoiseKey, name: string, n: number): Float32Array => {
  const out = new Float32Array(n)
  fillNormals(streamKey(key, name), out)
  return out
}

/** Uniform on (0, 1): the middles of 2²⁴ cells, never an end. */
export const uniforms = (key: NoiseKey, name: string, n: number): Float32Array => {
  const stream = streamKey(key, name)
  return Float32Array.from({ length: n }, (_, i) =>
    Math.min(1 - 2 ** -24, ((integerAt(stream, i) >>> 8) + 0.5) * 2 ** -24)
  )
}

/** A permutation of 0 … n − 1 (Fisher–Yates); each index has the same probability up to n·2⁻³². */
export const permutation = (key: NoiseKey, name: string, n: number): Uint32Array => {
  const stream = streamKey(key, name)
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((integerAt(stream, i) >>> 0) * 2 ** -32 * (i + 1))
    const kept = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = kept
  }
  return order
}
