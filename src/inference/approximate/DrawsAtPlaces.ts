/**
 * Draws at coordinates that no chain made: the values of all sites there, and the log density.
 *
 * @since 0.2.0
 */
import {
  chainAxis,
  drawAxisName,
  type PosteriorDraws,
  type WideTensor
} from '../../ir/Posterior.ts'
import { elements } from '../host/Tensors.ts'
import type { LogDensity } from '../nuts/LogDensity.ts'
import type { ModelTarget } from '../nuts/ModelTarget.ts'
import { openValues } from '../nuts/OpenTarget.ts'

/** `place` writes the coordinates of a draw, chain after chain. */
export const drawsAtPlaces = (
  target: ModelTarget,
  density: LogDensity,
  { chains, draws, from }: Pick<PosteriorDraws, 'chains' | 'draws' | 'from'>,
  place: (draw: number, out: Float64Array) => void
): PosteriorDraws => {
  const over = (axes: ReadonlyArray<string>, shape: ReadonlyArray<number>): WideTensor => ({
    axes: [chainAxis, drawAxisName, ...axes],
    sizes: [chains, draws, ...shape],
    values: new Float64Array(chains * draws * elements(shape))
  })
  const found = openValues(target)
  const sites = new Map(
    target.values.outputs.map(({ name, axes, shape }) => [name, over(axes, shape)] as const)
  )
  const nats = over([], [])
  const [q, gradient] = [new Float64Array(target.size), new Float64Array(target.size)]
  for (let draw = 0; draw < chains * draws; draw++) {
    place(draw, q)
    nats.values[draw] = density.at(q, gradient)
    found.at(q, 0)
    for (const [name, values] of found.outputs)
      sites.get(name)?.values.set(values, draw * values.length)
  }
  return { from, chains, draws, sites, statistics: new Map([['log density', nats]]) }
}
