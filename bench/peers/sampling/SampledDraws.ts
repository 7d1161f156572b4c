/** What a sampler answers, and the least effective size of it: counted here for all, by the same code. */
import { isRight } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { bulkSize } from '../../../src/index.ts'

/**
 * `seconds` of processor time for warm-up and draws; `leapfrogs` of the draws; `draws` the bytes of
 * float64, [element, chain, draw].
 */
export const SampledC = t.type({ seconds: t.number, leapfrogs: t.number, draws: t.string })
export type SampledAnswer = t.TypeOf<typeof SampledC>

/** Chains and draws of each, for all. */
export const chains = 4
export const draws = 1000

const most = 100

/** The elements of a site that are looked at: all, or so many, evenly. */
export const lookedAt = (width: number): ReadonlyArray<number> =>
  Array.from({ length: Math.min(width, most) }, (_, i) =>
    width <= most ? i : Math.floor((i * width) / most)
  )

/** The least effective size of the bulk. */
export const leastSize = ({ draws: bytes }: SampledAnswer): number => {
  const buffer = Buffer.from(bytes, 'base64')
  const values = new Float64Array(
    buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength)
  )
  let least = Infinity
  for (let at = 0; at < values.length; at += chains * draws) {
    const size = bulkSize({ chains, draws, values: values.subarray(at, at + chains * draws) })
    if (isRight(size)) least = Math.min(least, size.right)
  }
  return least
}

/** Means of the elements: who is far from others samples something else. */
export const meansOf = ({ draws: bytes }: SampledAnswer): ReadonlyArray<number> => {
  const buffer = Buffer.from(bytes, 'base64')
  const count = buffer.byteLength / 8 / (chains * draws)
  return Array.from({ length: count }, (_, e) => {
    let sum = 0
    for (let d = 0; d < chains * draws; d++)
      sum += buffer.readDoubleLE(8 * (e * chains * draws + d))
    return sum / (chains * draws)
  })
}
