/**
 * Biases of layers: one for each output.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Axis } from '../dsl/Axis.ts'
import { checkedPrior } from '../dsl/CheckedPrior.ts'
import { over } from '../dsl/Dist.ts'
import { normal } from '../dsl/distributions/Distributions.ts'
import { yields } from '../dsl/Lines.ts'
import type { Prior } from '../dsl/Prior.ts'
import { program } from '../dsl/Program.ts'

/** The law of a layer's biases, grouped by its outputs; N(0, 1) outside all groups unless it is given. */
export interface BiasOptions {
  readonly bias?: Prior
}

const standard: Prior = ({ axes }) => pipe(program, yields(over(...axes)(normal(0, 1))))

/** The biases of a layer to `to`. */
export const biases = <O extends string>(
  word: string,
  to: Axis<O>,
  { bias = standard }: BiasOptions
) => checkedPrior(word, bias)({ group: to, axes: [to] })
