/**
 * Where a fit stands that settles, as tensors and numbers for a file, and back.
 *
 * @since 0.2.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { sameBytes, type Tensors } from '../host/Tensors.ts'
import type { Settling } from './Settling.ts'

// model

/** Beside the step; as decimal text they come back to the last bit. `ratio` where there is a phase before. */
export const SettlingScalars = t.partial({
  'settling:phase': t.number,
  'settling:rate': t.number,
  'settling:from': t.number,
  'settling:blockSteps': t.number,
  'settling:filled': t.number,
  'settling:hasArrived': t.number,
  'settling:ratio': t.number
})

type Scalars = t.TypeOf<typeof SettlingScalars>

const named = (part: string): string => `settling:${part}`

// constructors

export const settlingScalars = (s: Settling | undefined): Readonly<Record<string, number>> =>
  s === undefined
    ? {}
    : {
        'settling:phase': s.phase,
        'settling:rate': s.rate,
        'settling:from': s.from,
        'settling:blockSteps': s.blockSteps,
        'settling:filled': s.filled,
        'settling:hasArrived': s.hasArrived ? 1 : 0,
        ...(s.before === undefined ? {} : { 'settling:ratio': s.before.ratio })
      }

const along = (values: Float32Array): NamedTensor => ({
  axes: ['coordinate'],
  sizes: [values.length],
  values
})

/** One number for each coordinate, block by block. */
export const settlingTensors = (s: Settling | undefined): Tensors => {
  if (s === undefined) return new Map()
  const high = Float32Array.from(s.anchor)
  const low = Float32Array.from(s.anchor, (v, i) => v - (high[i] ?? NaN))
  const vectors: ReadonlyArray<readonly [string, Float32Array]> = [
    ['anchor', high],
    ['anchorRest', low],
    ['place', s.place],
    ['sum', s.sum],
    ...(s.before === undefined
      ? []
      : [['before', s.before.mean] as const, ['beforeError', s.before.error] as const]),
    ...s.blocks.map((block, k) => [`block${k}`, block] as const)
  ]
  return new Map(vectors.map(([part, values]) => [named(part), along(values)]))
}

// destructors

const DAMAGED = 'the file was changed since it was written'
const RESUME = 'start a new run, or `--init-from` this one'

/** Undefined where a fit does not settle, or has not begun to. Errors: something else is there. */
export const settlingOfFile = (
  tensors: Tensors,
  scalars: Scalars,
  coordinates: number
): Either<Problem, Settling | undefined> => {
  const number = (part: string): number | undefined =>
    new Map(Object.entries(scalars)).get(named(part))
  const count = (part: string): number | undefined => {
    const n = number(part)
    return n !== undefined && Number.isSafeInteger(n) && n >= 0 ? n : undefined
  }
  const vector = (part: string): Float32Array | undefined => {
    const values = tensors.get(named(part))?.values
    return values?.length === coordinates && values.every(Number.isFinite) ? values : undefined
  }
  const rate = number('rate')
  if (rate === undefined) return right(undefined)
  const [phase, from, blockSteps, filled] = ['phase', 'from', 'blockSteps', 'filled'].map(count)
  const [high, low, place, sum] = ['anchor', 'anchorRest', 'place', 'sum'].map(vector)
  const [mean, error] = ['before', 'beforeError'].map(vector)
  const ratio = number('ratio')
  const blocks: Array<Float32Array> = []
  while (tensors.has(named(`block${blocks.length}`)))
    blocks.push(vector(`block${blocks.length}`) ?? new Float32Array())
  if (
    !(rate > 0 && rate <= 1) ||
    phase === undefined ||
    from === undefined ||
    blockSteps === undefined ||
    filled === undefined ||
    filled > blockSteps ||
    high === undefined ||
    low === undefined ||
    place === undefined ||
    sum === undefined ||
    (ratio !== undefined && (!(ratio > 1) || mean === undefined || error === undefined)) ||
    blocks.some((b) => b.length !== coordinates)
  )
    return refuse(
      'checkpoint',
      'what it says of how a fit settles does not belong together',
      DAMAGED,
      RESUME
    )
  return right({
    phase,
    rate,
    from,
    blockSteps,
    filled,
    hasArrived: number('hasArrived') === 1,
    anchor: Float64Array.from(high, (v, i) => v + (low[i] ?? NaN)),
    place,
    sum,
    blocks,
    before:
      ratio === undefined || mean === undefined || error === undefined
        ? undefined
        : { mean, error, ratio }
  })
}

/** The same to the last byte. */
export const sameSettling = (a: Settling | undefined, b: Settling | undefined): boolean => {
  const [x, y] = [settlingTensors(a), settlingTensors(b)]
  return (
    JSON.stringify(settlingScalars(a)) === JSON.stringify(settlingScalars(b)) &&
    x.size === y.size &&
    [...x].every(([name, tensor]) => {
      const other = y.get(name)
      return other !== undefined && sameBytes(tensor, other)
    })
  )
}
