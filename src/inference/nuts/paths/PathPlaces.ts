/**
 * Where the parts of a path lie in the memory of a model's module.
 *
 * @since 0.2.0
 */
import { middleCubics, tailCubics } from '../../../runtime/NormalTable.ts'
import { statisticNames } from '../StatisticNames.ts'
import type { MassKind } from '../MassMatrix.ts'
import type { CoordinateStretch } from '../ModelTarget.ts'
import { roomFor } from './PathRoom.ts'

/** What is known before the module is. */
export interface PathShape {
  readonly size: number
  readonly stretches: ReadonlyArray<Pick<CoordinateStretch, 'name' | 'from' | 'to'>>
  readonly mass: MassKind
  readonly depth: number
}

/** Words that a key is mixed from, at most: seed, iteration, the letters of a name. */
export const mostWords = 64

/** Numbers of `cells`, in this order: integers, then floats. */
const integerCells = ['k0', 'k1', 'counter', 'free', 'leapfrogs', 'divergent', 'current'] as const
const floatCells = ['firstEnergy', 'step', 'acceptance'] as const
export type Cell = (typeof integerCells)[number] | (typeof floatCells)[number]

/** Of the record of a subtree: addresses of states and of a vector, weights. */
export const recordAt = {
  near: 0,
  far: 4,
  proposal: 8,
  rho: 12,
  room: 16,
  scale: 24,
  weight: 32,
  weightOfRight: 40
} as const
const recordBytes = 48

/**
 * Byte addresses. A state is four vectors (place, momentum, velocity, gradient), its energy and its
 * log density; `momentum` and `velocity` are vectors that a dense mass matrix is multiplied at.
 *
 * - `factor`: what makes standard normals momenta
 * - `words`, `cells`, `free`: of a transition's noise; what its functions share; states that are free
 * - `records`: of the whole, of what is added to it, and by depth of the two halves of a subtree
 * - `draws`, `statistics`: rows of as many draws as one call makes at most
 */
export interface Places {
  readonly vectorBytes: number
  readonly stateBytes: number
  readonly states: number
  readonly stateCount: number
  readonly sums: number
  readonly inverse: number
  readonly factor: number
  readonly momentum: number
  readonly velocity: number
  readonly middle: number
  readonly tail: number
  readonly words: number
  readonly free: number
  readonly records: number
  readonly draws: number
  readonly statistics: number
  readonly rows: number
  readonly cell: (name: Cell) => number
  readonly record: (at: number) => number
  /** Behind the vectors of a state. */
  readonly energy: number
  readonly logDensity: number
  readonly bytes: number
}

const lineBytes = 64

/** Draws of one call take so many numbers at most, and are so many at most. */
const mostNumbers = 2 ** 14
const mostRows = 256

export const placesOf = ({ size, mass, depth }: PathShape, from: number): Places => {
  const vectorBytes = Math.ceil((8 * size) / lineBytes) * lineBytes
  const stateBytes = 4 * vectorBytes + lineBytes
  const { states: stateCount, sums: sumCount } = roomFor(depth)
  const rows = Math.max(1, Math.min(mostRows, Math.floor(mostNumbers / size)))
  let end = from
  const take = (bytes: number): number => {
    const at = end
    end += Math.ceil(bytes / lineBytes) * lineBytes
    return at
  }
  const matrix = mass === 'dense' ? 8 * size * size : vectorBytes
  const states = take(stateCount * stateBytes)
  const sums = take(sumCount * vectorBytes)
  const [inverse, factor] = [take(matrix), take(matrix)]
  const [momentum, velocity] = [take(vectorBytes), take(vectorBytes)]
  const [middle, tail] = [take(8 * middleCubics.length), take(8 * tailCubics.length)]
  const words = take(4 * (mostWords + 1))
  const integers = take(4 * integerCells.length)
  const floats = take(8 * floatCells.length)
  const free = take(4 * stateCount)
  const records = take(sumCount * recordBytes)
  const draws = take(8 * size * rows)
  const statistics = take(8 * statisticNames.length * rows)
  const cells = new Map<Cell, number>([
    ...integerCells.map((name, i) => [name, integers + 4 * i] as const),
    ...floatCells.map((name, i) => [name, floats + 8 * i] as const)
  ])
  return {
    vectorBytes,
    stateBytes,
    states,
    stateCount,
    sums,
    inverse,
    factor,
    momentum,
    velocity,
    middle,
    tail,
    words,
    free,
    records,
    draws,
    statistics,
    rows,
    cell: (name) => cells.get(name) ?? NaN,
    record: (at) => records + recordBytes * at,
    energy: 4 * vectorBytes,
    logDensity: 4 * vectorBytes + 8,
    bytes: end - from
  }
}
