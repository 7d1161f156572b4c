/**
 * What dies with what.
 *
 * @since 0.1.0
 */
import type { Axes } from '../expr/Expr.ts'

/**
 * When one of the factors at an index of `axes` goes to zero, so does that slice of the declared
 * tensor `target`; a real factor falls to −∞ instead, as the logarithm of one that goes to zero.
 * `axes = []` is the whole tensor: reported, never masked by default.
 */
export interface Gate {
  readonly factors: ReadonlyArray<string>
  readonly target: string
  readonly axes: Axes
  /** How it follows from the model, in words. */
  readonly why: string
}

/** Which indices of a gate survive, row-major over the gate's axes: 1 alive, 0 dead. */
export interface Mask {
  readonly gate: Gate
  readonly alive: Uint8Array
}

export const showGate = (g: Pick<Gate, 'axes' | 'target'>): string =>
  `${g.axes.length === 0 ? 'whole tensor' : g.axes.join('×')}←${g.target}`
