/**
 * Masks of gates, and what they do to declared tensors: the dead slices of the target become zero,
 * nothing else changes.
 */
import type { Gate, Mask } from '../../ir/Gate.ts'
import type { Bindings, NamedTensor } from '../../ir/Posterior.ts'
import { zeroSlices } from '../../lower/Slices.ts'
import { noisiestFirst, type Scores } from './Score.ts'

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** A gate over the empty set of axes switches a whole tensor: it is reported, and masks nothing. */
export const isMaskable = (gate: Gate): boolean => gate.axes.length > 0

/** The `dead` noisiest indices are switched off. */
export const maskOfCount = (scores: Scores, dead: number): Mask => {
  const alive = new Uint8Array(scores.noise.length).fill(1)
  for (const i of noisiestFirst(scores).slice(0, dead)) alive[i] = 0
  return { gate: scores.gate, alive }
}

/** Indices whose noise is above the threshold are switched off. */
export const maskAbove = (scores: Scores, threshold: number): Mask =>
  maskOfCount(scores, scores.noise.filter((n) => n > threshold).length)

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

/** The tensor with the dead slices of the mask zero; the very same where none is dead. */
export const maskTensor =
  ({ gate, alive }: Mask) =>
  (t: NamedTensor): NamedTensor =>
    alive.includes(0)
      ? zeroSlices(
          gate.axes,
          alive.map((a) => 1 - a)
        )(t)
      : t

/** Every target with its dead slices zero; tensors that no mask names are the very same. */
export const maskTensors =
  (masks: ReadonlyArray<Mask>) =>
  (tensors: Bindings): Bindings => {
    const result = new Map(tensors)
    for (const mask of masks) {
      const t = result.get(mask.gate.target)
      if (t !== undefined) result.set(mask.gate.target, maskTensor(mask)(t))
    }
    return result
  }

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

export const aliveCount = (mask: Mask): number => mask.alive.reduce((a, b) => a + b, 0)
