/**
 * Convolutions.
 *
 *   h[o, i] = Σ_{j, c} x[c, i·stride + j·dilation − before] · w[j, c, o] + b[o]
 *
 * w is under the prior, b ~ N(0, 1) outside the groups, or under a prior of its own. A group is an
 * output map: with it a whole filter goes, and with that, derived and not declared, what the next
 * layer makes of its map. Sites: `w` over the places of the windows, the input maps and the output
 * maps, `b` over the output maps. A dense layer is the convolution whose windows have one place.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add } from '../dsl/Arithmetic.ts'
import { type Axis, axis } from '../dsl/Axis.ts'
import { checkedPrior } from '../dsl/CheckedPrior.ts'
import { include } from '../dsl/Lines.ts'
import { misuse } from '../dsl/Misuse.ts'
import { convolve, convolveInGroups } from '../dsl/OverWindows.ts'
import type { Prior } from '../dsl/Prior.ts'
import { program, returns } from '../dsl/Program.ts'
import {
  type AlongOf,
  type AnySliding,
  type PlaceOf,
  placesOf,
  type Sliding
} from '../dsl/Sliding.ts'
import type { Real } from '../dsl/SupportTypes.ts'
import type { Having, Tensor } from '../dsl/Tensor.ts'
import { biases, type BiasOptions } from './Bias.ts'

/** Whose weights live and die together: those of an output map (the default) or of an input map. */
export interface ConvolutionOptions extends BiasOptions {
  readonly group?: 'output' | 'input'
}

const requireOther = (word: string, from: Axis<string>, to: Axis<string>): void => {
  if (from.name === to.name)
    misuse(
      '',
      `${word}: '${from.name}' is the input axis and the output axis`,
      'then w is no filter: the sum over the input takes the output with it',
      `give the output an axis of its own: axis('${to.name}2', ${to.size})`
    )
}

const convolution =
  <I extends string, O extends string, const X extends ReadonlyArray<AnySliding>>(
    word: string,
    from: Axis<I>,
    to: Axis<O>,
    windows: X,
    prior: Prior,
    { group = 'output', ...options }: ConvolutionOptions
  ) =>
  <A extends string, N extends string>(x: Tensor<A, Real, N> & Having<I | AlongOf<X>, A, N>) => {
    requireOther(word, from, to)
    const axes: ReadonlyArray<Axis<I | O | PlaceOf<X>>> = [...placesOf(windows), from, to]
    const drawn = checkedPrior(word, prior)
    const weights = group === 'output' ? drawn({ group: to, axes }) : drawn({ group: from, axes })
    return pipe(
      program,
      include('w', weights),
      include('b', biases(word, to, options)),
      returns(({ w, b }) => pipe(x, convolve(windows, [from], w), add(b)))
    )
  }

/**
 * A convolution along one axis, from the maps `from` to the maps `to`. Group: the output map, or
 * the input map where `group` says so.
 *
 * @example
 * const windows = slide(schools, 'windows', { size: 3, padding: 'same' })
 * conv1d(features, hidden, windows, normalPrior())(pipe(x, mul(theta)))
 */
export const conv1d = <I extends string, O extends string, L extends string, W extends string>(
  from: Axis<I>,
  to: Axis<O>,
  windows: Sliding<L, W>,
  prior: Prior,
  options: ConvolutionOptions = {}
) => convolution('conv1d', from, to, [windows], prior, options)

/**
 * A convolution along two axes, from the maps `from` to the maps `to`. Group: the output map, or
 * the input map where `group` says so.
 *
 * @example
 * const rows = slide(schools, 'rows', { size: 3 })
 * const columns = slide(features, 'columns', { size: 2, stride: 1 })
 * const [one, two] = [axis('one', 1), axis('two', 2)]
 * conv2d(one, two, [rows, columns], normalPrior())(
 *   pipe(x, mul(theta), mul(yield* draw('u', over(one)(normal(0, 1)))))
 * )
 */
export const conv2d = <
  I extends string,
  O extends string,
  const X extends readonly [AnySliding, AnySliding]
>(
  from: Axis<I>,
  to: Axis<O>,
  windows: X,
  prior: Prior,
  options: ConvolutionOptions = {}
) => convolution('conv2d', from, to, windows, prior, options)

/** The maps of one group, out of `from`. */
const partOf = <I extends string>(
  word: string,
  from: Axis<I>,
  to: Axis<string>,
  groups: Axis<string>
): Axis<`${I}-of-one`> => {
  const parts = [from, to].map((a) => Number(a.size) / Number(groups.size))
  return parts.every(Number.isInteger)
    ? axis(`${from.name}-of-one`, parts[0] ?? 1)
    : misuse(
        '',
        `${word}: ${groups.size} groups do not divide the ${from.size} maps of '${from.name}' ` +
          `and the ${to.size} of '${to.name}'`,
        'all groups have equally many maps, of the input and of the output',
        'make the numbers of maps multiples of the number of groups'
      )
}

/**
 * A convolution along two axes in groups of maps: those of one group of `from` lead to those of one
 * group of `to`. As many groups as maps make it a convolution map by map. `w` is over the places of
 * the windows, the input maps of one group and the output maps.
 *
 * @example
 * const rows = slide(schools, 'rows', { size: 3 })
 * const columns = slide(features, 'columns', { size: 2 })
 * const [one, two, groups] = [axis('one', 2), axis('two', 4), axis('groups', 2)]
 * groupedConv2d(groups, one, two, [rows, columns], normalPrior())(
 *   pipe(x, mul(theta), mul(yield* draw('u', over(one)(normal(0, 1)))))
 * )
 */
export const groupedConv2d =
  <I extends string, O extends string, const X extends readonly [AnySliding, AnySliding]>(
    groups: Axis<string>,
    from: Axis<I>,
    to: Axis<O>,
    windows: X,
    prior: Prior,
    options: BiasOptions = {}
  ) =>
  <A extends string, N extends string>(x: Tensor<A, Real, N> & Having<I | AlongOf<X>, A, N>) => {
    requireOther('groupedConv2d', from, to)
    const part = partOf('groupedConv2d', from, to, groups)
    const axes: ReadonlyArray<Axis<`${I}-of-one` | O | PlaceOf<X>>> = [
      ...placesOf(windows),
      part,
      to
    ]
    return pipe(
      program,
      include('w', checkedPrior('groupedConv2d', prior)({ group: to, axes })),
      include('b', biases('groupedConv2d', to, options)),
      returns(({ w, b }) =>
        pipe(x, convolveInGroups(windows, { groups, part }, from, to, w), add(b))
      )
    )
  }
