/**
 * Adaptive probabilities of bits, backed off from fine contexts to coarse ones.
 *
 * Level 0 is the coarsest. With n₁ ones among n bits seen before in the context of a level, its
 * estimate is
 *
 *   p₀ = (n₁ + κ₀/2) / (n + κ₀),    pₗ = (n₁ + κ·pₗ₋₁) / (n + κ)
 *
 * the posterior mean under a beta prior whose mean is the next coarser estimate and whose strength
 * is κ bits: a context speaks for itself as soon as it has seen about κ bits, and until then the
 * coarser one does. Counts are integers and the formula is +, ×, ÷ alone, so that an encoder and a
 * decoder agree on every machine.
 */
import type { BitChannel } from './RangeCoder.ts'
import { PROBABILITY_ONE } from './RangeCoder.ts'

const COARSEST_STRENGTH = 0.8
const STRENGTH = 32

/**
 * - `contexts[level]` the context of each level, set by the caller before `code`
 * - `code(channel, node, levels, bit)` codes a bit of the decision `node` with the first `levels`
 *   levels and learns from it
 */
export interface BackOffBits {
  readonly contexts: Int32Array
  readonly code: (channel: BitChannel, node: number, levels: number, bit: number) => number
}

/**
 * @param contextCounts number of contexts of each level, coarsest first; @param nodeCount number of
 * decisions.
 */
export const backOffBits = (
  contextCounts: ReadonlyArray<number>,
  nodeCount: number
): BackOffBits => {
  const contexts = new Int32Array(contextCounts.length)
  const offsets = contextCounts.map(
    (_, level) => nodeCount * contextCounts.slice(0, level).reduce((sum, count) => sum + count, 0)
  )
  const cellCount = nodeCount * contextCounts.reduce((sum, count) => sum + count, 0)
  const seen = new Uint32Array(cellCount)
  const ones = new Uint32Array(cellCount)
  const cells = new Int32Array(contextCounts.length)

  const code = (channel: BitChannel, node: number, levels: number, bit: number): number => {
    let probability = 0.5
    for (let level = 0; level < levels; level++) {
      const cell = (offsets[level] ?? 0) + (contexts[level] ?? 0) * nodeCount + node
      const strength = level === 0 ? COARSEST_STRENGTH : STRENGTH
      probability = ((ones[cell] ?? 0) + strength * probability) / ((seen[cell] ?? 0) + strength)
      cells[level] = cell
    }
    const scaled = Math.min(
      PROBABILITY_ONE - 1,
      Math.max(1, Math.round(probability * PROBABILITY_ONE))
    )
    const coded = channel.code(scaled, bit)
    for (let level = 0; level < levels; level++) {
      const cell = cells[level] ?? 0
      seen[cell] = (seen[cell] ?? 0) + 1
      ones[cell] = (ones[cell] ?? 0) + coded
    }
    return coded
  }

  return { contexts, code }
}
