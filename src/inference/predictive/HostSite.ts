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

/**
 * Values over `axes`, the site's own in the order wanted. Element i is drawn from the stream of
 * element `first + i`.
 */
export const drawOnHost = (
  site: AncestralSite,
  axes: ReadonlyArray<string>,
  sizes: AxisSizes,
  found: Tensors,
  streams: (element: number) => () => number,
  first: number
): NamedTensor => {
  if (isLeft(site.sample)) throw new Error(`internal: ${site.site} has no draws`)
  const draw = site.sample.right
  const shape = axes.map((a) => sizes.get(a) ?? 1)
  const given = site.arguments.map(({ name }) => {
    const t = found.get(argumentOf(site.site, name))
    if (t === undefined) throw new Error(`internal: no ${name} of ${site.site}`)
    const own = site.consumes.filter((a) => t.axes.includes(a))
    const ownSizes = own.map((a) => sizes.get(a) ?? 1)
    const { values } = arrange([...axes, ...own], [...shape, ...ownSizes])(t)
    return { values, one: new Float64Array(elements(ownSizes)) }
  })
  const ones = given.map((g) => g.one)
  const drawn = new Float32Array(elements(shape))
  for (let i = 0; i < drawn.length; i++) {
    for (const { values, one } of given)
      for (let k = 0; k < one.length; k++) one[k] = values[i * one.length + k] ?? NaN
    drawn[i] = draw(ones, streams(first + i))
  }
  return { axes, sizes: shape, values: drawn }
}
