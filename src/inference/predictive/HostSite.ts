/**
 * One draw of a site on the host, in float64, from arguments that an executor has computed in
 * float32.
 *
 * @since 0.2.0
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { argumentOf } from '../../lower/PredictPlan.ts'
import { arrange, elements, type Tensors } from '../host/Tensors.ts'

/** Arguments of the element or vector that comes next, one after the other. */
interface Given {
  readonly values: ArrayLike<number>
  readonly one: Float64Array
}

/** An argument for each index of `axes`, its numbers along `own` axes for that one draw. */
const givenOver = (
  site: AncestralSite,
  axes: ReadonlyArray<string>,
  own: ReadonlyArray<string>,
  sizes: AxisSizes,
  found: Tensors
): ReadonlyArray<Given> => {
  const sizesOf = (names: ReadonlyArray<string>) => names.map((a) => sizes.get(a) ?? 1)
  return site.arguments.map(({ name }) => {
    const t = found.get(argumentOf(site.site, name))
    if (t === undefined) throw new Error(`internal: no ${name} of ${site.site}`)
    const has = own.filter((a) => t.axes.includes(a))
    const { values } = arrange([...axes, ...has], sizesOf([...axes, ...has]))(t)
    return { values, one: new Float64Array(elements(sizesOf(has))) }
  })
}

const take = (given: ReadonlyArray<Given>, at: number): void => {
  for (const { values, one } of given)
    for (let k = 0; k < one.length; k++) one[k] = values[at * one.length + k] ?? NaN
}

/**
 * Values over `axes`, the site's own in the order wanted. Element i is drawn from the stream of
 * element `first + i`, a vector from that of its first element.
 */
export const drawOnHost = (
  site: AncestralSite,
  axes: ReadonlyArray<string>,
  sizes: AxisSizes,
  found: Tensors,
  streams: (element: number) => () => number,
  first: number
): NamedTensor => {
  const { consumes, jointly, sample, sampleVector } = site
  const together = sampleVector === undefined ? [] : jointly
  const apart = axes.filter((a) => !together.includes(a))
  const given = givenOver(site, apart, [...together, ...consumes], sizes, found)
  const ones = given.map((g) => g.one)
  const all = [...apart, ...together]
  const shape = all.map((a) => sizes.get(a) ?? 1)
  const drawn = new Float32Array(elements(shape))
  const n = elements(together.map((a) => sizes.get(a) ?? 1))
  for (let i = 0; i < drawn.length; i += n) {
    take(given, i / n)
    const stream = streams(first + i)
    if (sampleVector !== undefined) drawn.set(sampleVector(ones, stream, n), i)
    else if (isLeft(sample)) throw new Error(`internal: ${site.site} has no draws`)
    else drawn[i] = sample.right(ones, stream)
  }
  const sizesNow = axes.map((a) => sizes.get(a) ?? 1)
  return arrange(axes, sizesNow)({ axes: all, sizes: shape, values: drawn })
}
