/**
 * Adam (Kingma and Ba 2015, algorithm 1), rearranged so that a large parameter costs ten
 * elementwise operations.
 *
 * With g the gradient of step t: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − r·(m/(1−β₁ᵗ)) /
 * (√(v/(1−β₂ᵗ)) + ε). Kept here are M = m/(1−β₁) and V = v/(1−β₂), so that M ← β₁M + g, V ← β₂V +
 * g² and, with the two numbers
 *
 *   A = r·(1−β₁)/(1−β₁ᵗ)·√((1−β₂ᵗ)/(1−β₂)),   E = ε·√((1−β₂ᵗ)/(1−β₂)),   θ ← θ − A·M/(√V + E).
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add, div, mul, sqrt, square, sub } from '../../expr/Words.ts'
import type { Optimiser } from './Optimiser.ts'

/** Decay of the two moments, and what keeps the quotient finite. */
export interface AdamSettings {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/** √((1−β₂ᵗ)/(1−β₂)): the bias correction of the second moment, in the scale that V is kept in. */
const secondCorrection = (beta2: number, step: number): number =>
  Math.sqrt((1 - beta2 ** step) / (1 - beta2))

/** Adam with settings of your own. */
export const adamWith = ({ beta1, beta2, epsilon }: AdamSettings): Optimiser => ({
  name: `adam(β₁ ${beta1}, β₂ ${beta2}, ε ${epsilon})`,
  moments: ['m', 'v'],
  squares: ['v'],
  rate: (learningRate, step) =>
    learningRate * ((1 - beta1) / (1 - beta1 ** step)) * secondCorrection(beta2, step),
  scalars: (step) => new Map([['epsilon', epsilon * secondCorrection(beta2, step)]]),
  update: ({ parameter, gradient, rate, moment, scalar }) => {
    const m = pipe(moment('m'), mul(beta1), add(gradient))
    const v = pipe(moment('v'), mul(beta2), add(square(gradient)))
    const denominator = pipe(v, sqrt, add(scalar('epsilon')))
    return {
      parameter: pipe(parameter, sub(pipe(m, div(denominator), mul(rate)))),
      moments: [m, v]
    }
  }
})

/** β₁ 0.9, β₂ 0.999, ε 1e-8. */
export const adam: Optimiser = adamWith({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })
