/**
 * Means and deviations of draws beside those of the same draws weighed: how far an approximation is off.
 *
 * @since 0.2.0
 */
import type { ModelTarget } from '../nuts/ModelTarget.ts'
import { openValues } from '../nuts/OpenTarget.ts'
import type { WeighedGuesses } from './WeighedGuesses.ts'

/**
 * Over all elements of all sites: the mean that is furthest off, in deviations of the weighed draws, with
 * its site; the least and the largest ratio of deviations.
 */
export interface ComparedMoments {
  readonly offSds: number
  readonly site: string
  readonly leastRatio: number
  readonly mostRatio: number
}

/** Means of a site's elements, and of their squares, plain and weighed. */
interface Sums {
  readonly plain: Float64Array
  readonly squares: Float64Array
  readonly weighed: Float64Array
  readonly weighedSquares: Float64Array
}

const add = (
  { plain, squares, weighed, weighedSquares }: Sums,
  values: Float64Array,
  share: number,
  weight: number
): void =>
  values.forEach((v, i) => {
    plain[i] = (plain[i] ?? 0) + share * v
    squares[i] = (squares[i] ?? 0) + share * v * v
    weighed[i] = (weighed[i] ?? 0) + weight * v
    weighedSquares[i] = (weighedSquares[i] ?? 0) + weight * v * v
  })

const deviation = (mean: number, square: number): number =>
  Math.sqrt(Math.max(0, square - mean * mean))

export const comparedMoments = (
  target: ModelTarget,
  { weights, place }: WeighedGuesses,
  count: number
): ComparedMoments => {
  const found = openValues(target)
  const q = new Float64Array(target.size)
  const sums = [...found.outputs].map(([site, values]) => {
    const room = (): Float64Array => new Float64Array(values.length)
    const own: Sums = {
      plain: room(),
      squares: room(),
      weighed: room(),
      weighedSquares: room()
    }
    return { site, values, own }
  })
  for (let draw = 0; draw < count; draw++) {
    place(draw, q)
    found.at(q, 0)
    const weight = Math.exp(weights.logWeights[draw] ?? -Infinity)
    for (const { values, own } of sums) add(own, values, 1 / count, weight)
  }
  let worst: ComparedMoments = { offSds: 0, site: '', leastRatio: 1, mostRatio: 1 }
  for (const { site, own } of sums) {
    const { plain, squares, weighed, weighedSquares } = own
    plain.forEach((mean, i) => {
      const exact = weighed[i] ?? NaN
      const sd = deviation(exact, weighedSquares[i] ?? NaN)
      // an element that is the same in every draw has nothing that could be off
      if (sd === 0) return
      const [offSds, ratio] = [Math.abs(mean - exact) / sd, deviation(mean, squares[i] ?? NaN) / sd]
      worst = {
        ...(offSds <= worst.offSds ? worst : { ...worst, offSds, site }),
        leastRatio: Math.min(worst.leastRatio, ratio),
        mostRatio: Math.max(worst.mostRatio, ratio)
      }
    })
  }
  return worst
}
