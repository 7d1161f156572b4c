/**
 * What models read of an index in whose place posteriors have a number for each member of its axis: of a draw,
 * which is 1 at a member, that member; of probabilities the most probable one.
 *
 * @since 0.2.0
 */
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { DrawnValues } from '../checking/WeighDraws.ts'
import { elements, type Tensors } from './Tensors.ts'

/** The position of the largest number along one of the axes, the first of several, over the others. */
const largestAlong = (
  sizes: ReadonlyArray<number>,
  at: number,
  values: ArrayLike<number>
): Float64Array => {
  const count = sizes[at] ?? 1,
    inner = elements(sizes.slice(at + 1))
  const found = new Float64Array(values.length / count)
  for (let i = 0; i < found.length; i++) {
    const first = Math.floor(i / inner) * inner * count + (i % inner)
    let best = 0
    for (let k = 1; k < count; k++)
      if ((values[first + k * inner] ?? NaN) > (values[first + best * inner] ?? NaN)) best = k
    found[i] = best
  }
  return found
}

const withoutAxis = (t: NamedTensor, at: number): NamedTensor => ({
  axes: t.axes.filter((_, d) => d !== at),
  sizes: t.sizes.filter((_, d) => d !== at),
  values: Float32Array.from(largestAlong(t.sizes, at, t.values))
})

type Indexed = Pick<Variational, 'moments'>

const indexAxes = ({ moments }: Indexed): ReadonlyMap<string, string> =>
  new Map(moments.flatMap((m) => (m.index === undefined ? [] : [[m.site, m.index] as const])))

/** Values of declared sites, indices as models read them; the others as they are. */
export const mostProbable = (program: Indexed): ((values: Tensors) => Tensors) => {
  const along = indexAxes(program)
  return (values) =>
    along.size === 0
      ? values
      : new Map(
          [...values].map(([site, t]) => {
            const at = t.axes.indexOf(along.get(site) ?? '')
            return [site, at < 0 ? t : withoutAxis(t, at)] as const
          })
        )
}

/** The same of many draws of one site, one after the other. */
export const drawnAsRead = (program: Indexed): ((drawn: DrawnValues) => DrawnValues) => {
  const along = indexAxes(program)
  return (drawn) => {
    const at = drawn.axes.indexOf(along.get(drawn.site) ?? '')
    return at < 0
      ? drawn
      : {
          site: drawn.site,
          axes: drawn.axes.filter((_, d) => d !== at),
          sizes: drawn.sizes.filter((_, d) => d !== at),
          values: largestAlong(drawn.sizes, at, drawn.values)
        }
  }
}
