/**
 * The dense layer.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add } from '../dsl/Arithmetic.ts'
import type { Axis } from '../dsl/Axis.ts'
import { checkedPrior } from '../dsl/CheckedPrior.ts'
import { include } from '../dsl/Lines.ts'
import { misuse } from '../dsl/Misuse.ts'
import type { Prior } from '../dsl/Prior.ts'
import { program, returns } from '../dsl/Program.ts'
import { contract } from '../dsl/Reductions.ts'
import type { Real } from '../dsl/SupportTypes.ts'
import type { Having, Tensor } from '../dsl/Tensor.ts'
import { biases, type BiasOptions } from './Bias.ts'

/**
 * h[o] = Σ_i x[i]·w[i, o] + b[o], with w under `prior`, its groups the inputs, and b ~ N(0, 1)
 * outside the groups, or under `bias`, its groups the outputs. Sites: `w` over i and o, `b` over o.
 * Refused at build where input and output are the same axis.
 *
 * @example
 * dense(features, hidden, normalPrior())(x)
 */
export const dense =
  <I extends string, O extends string>(
    i: Axis<I>,
    o: Axis<O>,
    prior: Prior,
    options: BiasOptions = {}
  ) =>
  <A extends string, N extends string>(x: Tensor<A, Real, N> & Having<I, A, N>) =>
    isSame(i, o)
      ? misuse(
          '',
          `dense: '${i.name}' is the input axis and the output axis`,
          'then w is not a matrix: the sum over the input takes the output with it',
          `give the output an axis of its own: axis('${o.name}2', ${o.size})`
        )
      : pipe(
          program,
          include('w', checkedPrior('dense', prior)({ group: i, axes: [i, o] })),
          include('b', biases('dense', o, options)),
          returns(({ w, b }) => pipe(x, contract(i)(w), add(b)))
        )

const isSame = (i: Axis<string>, o: Axis<string>): boolean => i.name === o.name
