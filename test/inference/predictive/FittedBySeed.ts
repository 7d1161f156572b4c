/** A posterior without a fit: parameters from a seed, and their moments as a fit would store them. */
import type { NamedTensor } from '../../../src/ir/Posterior.ts'
import type { Variational } from '../../../src/ir/Variational.ts'
import { type Executor, normals } from '../../../src/runtime/index.ts'
import { type FittedPosterior, openPosterior } from '../../../src/inference/index.ts'
import { must } from '../Fits.ts'
import { tensor } from '../Programs.ts'

export type Data = ReadonlyMap<string, NamedTensor>

/** `rows` of every plate; log-variances about −2, everything else about 0. */
export const fittedBySeed = async <B>(
  executor: Executor<B>,
  program: Variational,
  rows: number,
  seed: number,
  data: Data = new Map()
): Promise<FittedPosterior> => {
  const sizes = new Map(
    program.axes.map((a) => [a.name, a.size === 'data' ? rows : a.size] as const)
  )
  const parameters = new Map(
    program.parameters.map(({ name, axes, kind }) => {
      const shape = axes.map((a) => sizes.get(a) ?? 1)
      const count = shape.reduce((a, b) => a * b, 1)
      const z = normals({ seed, step: 0 }, name, count)
      const values = z.map((u) => (kind === 'logVariance' ? -2 + 0.5 * u : 0.5 * u))
      return [name, tensor(axes, shape, values)] as const
    })
  )
  const opened = must(openPosterior(executor, program, sizes, data))
  const sites = await opened.moments(parameters, seed, 10)
  opened.dispose()
  return { parameters, sites }
}

export const moments = (
  { sites }: FittedPosterior,
  site: string
): { readonly mean: ReadonlyArray<number>; readonly variance: ReadonlyArray<number> } => ({
  mean: Array.from(sites.get(site)?.mean.values ?? []),
  variance: Array.from(sites.get(site)?.variance.values ?? [])
})
