/**
 * Masks of gates, and what they do to declared tensors: the dead slices of the target become zero,
 * nothing else changes.
 */
import type { Gate, Mask } from '../../ir/Gate.ts'
import type { Bindings, NamedTensor } from '../../ir/Posterior.ts'
import { indexOver } from '../remove/Elements.ts'
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

/** The tensor with the dead slices of the mask zero. */
export const maskTensor =
  ({ gate, alive }: Mask) =>
  (t: NamedTensor): NamedTensor => {
    const at = indexOver(gate.axes)(t)
    // tensors have hundreds of thousands of numbers, and training asks this after every epoch
    const values = t.values.slice()
    for (let k = 0; k < values.length; k++) if (alive[at[k] ?? 0] !== 1) values[k] = 0
    return { ...t, values }
  }

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
