/**
 * Chains as arrays that can be kept, and back: all that they drew, and all that they go on with.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { WideTensor } from '../../ir/Posterior.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { elements } from '../host/Tensors.ts'
import { type ChainState, slopesSeen } from './Chain.ts'
import { drawnBy } from './ChainRunner.ts'
import type { KeptChain } from './GrowingChain.ts'
import type { SamplerSettings } from './SamplerSettings.ts'
import { statisticNames } from './StatisticNames.ts'

/** By the part of a chain, how its array is named, and over what it lies. */
const parts = [
  'scalars',
  'place',
  'mass',
  'mean',
  'squares',
  'slope-mean',
  'slope-squares',
  'draws',
  'statistics'
] as const
type Part = (typeof parts)[number]

const axesOf: { readonly [P in Part]: ReadonlyArray<string> } = {
  scalars: ['(scalar)'],
  place: ['(coordinate)'],
  mass: ['(element)'],
  mean: ['(coordinate)'],
  squares: ['(element)'],
  'slope-mean': ['(slope)'],
  'slope-squares': ['(slope)'],
  draws: ['(draw)', '(coordinate)'],
  statistics: ['(draw)', '(statistic)']
}

const nameOf = (part: Part, chain: number): string => `${part}:${chain}`

const scalarsOf = ({ iteration, stepSize, averaging: a, seen }: ChainState): Float64Array =>
  Float64Array.of(iteration, stepSize, a.center, a.count, a.sum, a.logAverage, seen.count)
const scalarCount = 7

/** How long each part is, by what it is over. */
const sizesOf = (
  settings: SamplerSettings,
  size: number,
  drawn: number
): { readonly [P in Part]: ReadonlyArray<number> } => {
  const matrix = [settings.mass === 'dense' ? size * size : size]
  const slopes = [slopesSeen(settings.mass, size)]
  return {
    scalars: [scalarCount],
    place: [size],
    mass: matrix,
    mean: [size],
    squares: matrix,
    'slope-mean': slopes,
    'slope-squares': slopes,
    draws: [drawn, size],
    statistics: [drawn, statisticNames.length]
  }
}

/** Arrays by name; `size` is the number of coordinates. */
export const chainTensors = (
  settings: SamplerSettings,
  size: number,
  chains: ReadonlyArray<KeptChain>
): ReadonlyMap<string, WideTensor> =>
  new Map(
    chains.flatMap(({ state, draws, statistics }) => {
      const sizes = sizesOf(settings, size, drawnBy(settings, state))
      const values: { readonly [P in Part]: Float64Array } = {
        scalars: scalarsOf(state),
        place: state.q,
        mass: state.mass.inverse,
        mean: state.seen.mean,
        squares: state.seen.squares,
        'slope-mean': state.slopes.mean,
        'slope-squares': state.slopes.squares,
        draws,
        statistics
      }
      return parts.map(
        (part) =>
          [
            nameOf(part, state.chain),
            { axes: axesOf[part], sizes: sizes[part], values: values[part] }
          ] as const
      )
    })
  )

const damaged = (where: string, what: string): E.Either<Problem, never> =>
  refuse(
    where,
    what,
    'chains go on from where they were kept, with all that they have drawn',
    'sample again with --force'
  )

const chainFrom =
  (settings: SamplerSettings, size: number, tensors: ReadonlyMap<string, WideTensor>) =>
  (chain: number): E.Either<Problem, KeptChain> => {
    const at = (part: Part): Float64Array =>
      tensors.get(nameOf(part, chain))?.values ?? new Float64Array()
    const [iteration = NaN, stepSize = NaN, ...more] = at('scalars')
    const [center = NaN, count = NaN, sum = NaN, logAverage = NaN, seenCount = NaN] = more
    const most = settings.warmUp + settings.draws
    if (!(Number.isSafeInteger(iteration) && iteration >= 0 && iteration <= most && stepSize > 0))
      return damaged(
        nameOf('scalars', chain),
        `expected an iteration up to ${most} and a step size, found ${iteration} and ${stepSize}`
      )
    const drawn = Math.max(0, iteration - settings.warmUp)
    const sizes = sizesOf(settings, size, drawn)
    const wrong = parts.find(
      (part) =>
        at(part).length !== elements(sizes[part]) ||
        (part !== 'statistics' && !at(part).every(Number.isFinite))
    )
    if (wrong !== undefined)
      return damaged(
        nameOf(wrong, chain),
        `expected ${elements(sizes[wrong])} finite numbers, found ${at(wrong).length}, or others`
      )
    return E.right({
      state: {
        chain,
        iteration,
        q: at('place'),
        stepSize,
        averaging: { center, count, sum, logAverage },
        mass: { kind: settings.mass, inverse: at('mass') },
        seen: { kind: settings.mass, count: seenCount, mean: at('mean'), squares: at('squares') },
        slopes: {
          kind: 'diagonal',
          count: seenCount,
          mean: at('slope-mean'),
          squares: at('slope-squares')
        }
      },
      draws: at('draws'),
      statistics: at('statistics')
    })
  }

/** What `chainTensors` made. Errors: an array that is not there, or is not that of such a chain. */
export const chainsFrom = (
  settings: SamplerSettings,
  size: number,
  tensors: ReadonlyMap<string, WideTensor>
): E.Either<Problem, ReadonlyArray<KeptChain>> =>
  pipe(
    Array.from({ length: settings.chains }, (_, chain) => chain),
    E.traverseArray(chainFrom(settings, size, tensors))
  )
