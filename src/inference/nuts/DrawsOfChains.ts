/**
 * What chains have drawn, in the values of declared sites, and its moments.
 *
 * @since 0.2.0
 */
import {
  chainAxis,
  drawAxisName,
  type NamedTensor,
  type PosteriorDraws,
  type SitePosterior,
  type WideTensor
} from '../../ir/Posterior.ts'
import { elements } from '../host/Tensors.ts'
import { type StatisticName, statisticNames } from './StatisticNames.ts'
import type { ModelTarget } from './ModelTarget.ts'
import { openValues } from './OpenTarget.ts'
import type { KeptChain } from './GrowingChain.ts'

/** As many of each chain as all of them have: where sampling was stopped, one may be ahead. */
export const drawsOfChains = (
  target: ModelTarget,
  kept: ReadonlyArray<KeptChain>
): PosteriorDraws => {
  const { size } = target
  const width = statisticNames.length
  const chains = kept.length
  const draws = Math.min(...kept.map((k) => k.statistics.length / width))
  const found = openValues(target)
  const sites = new Map(
    target.values.outputs.map(({ name, axes, shape }): readonly [string, WideTensor] => [
      name,
      {
        axes: [chainAxis, drawAxisName, ...axes],
        sizes: [chains, draws, ...shape],
        values: new Float64Array(chains * draws * elements(shape))
      }
    ])
  )
  const statistics = new Map(
    statisticNames.map((name): readonly [string, WideTensor] => [
      name,
      {
        axes: [chainAxis, drawAxisName],
        sizes: [chains, draws],
        values: new Float64Array(chains * draws)
      }
    ])
  )
  const outputs = [...sites].map(([name, { values }]) => ({
    into: values,
    from: found.outputs.get(name) ?? new Float64Array()
  }))
  kept.forEach((k, c) => {
    for (let d = 0; d < draws; d++) {
      found.at(k.draws, d * size)
      for (const { into, from } of outputs) {
        const at = (c * draws + d) * from.length
        for (let i = 0; i < from.length; i++) into[at + i] = from[i] ?? NaN
      }
    }
    statisticNames.forEach((name, i) => {
      const into = statistics.get(name)?.values
      if (into === undefined) return
      for (let d = 0; d < draws; d++) into[c * draws + d] = k.statistics[d * width + i] ?? NaN
    })
  })
  return { chains, draws, sites, statistics }
}

/** The numbers of one statistic, chain after chain. */
export const statisticOf = ({ statistics }: PosteriorDraws, name: StatisticName): Float64Array =>
  statistics.get(name)?.values ?? new Float64Array()

/** Mean and variance of each element over all draws; variances are NaN where there is one draw. */
export const momentsOfDraws = ({ sites }: PosteriorDraws): ReadonlyMap<string, SitePosterior> =>
  new Map([...sites].map(([site, t]) => [site, momentsOf(t)]))

const momentsOf = ({ axes, sizes, values }: WideTensor): SitePosterior => {
  const [own, shape] = [axes.slice(2), sizes.slice(2)]
  const n = elements(shape)
  const count = values.length / n
  const mean = new Float64Array(n)
  for (let at = 0; at < values.length; at++)
    mean[at % n] = (mean[at % n] ?? 0) + (values[at] ?? NaN) / count
  const variance = new Float64Array(n)
  for (let at = 0; at < values.length; at++)
    variance[at % n] =
      (variance[at % n] ?? 0) + ((values[at] ?? NaN) - (mean[at % n] ?? NaN)) ** 2 / (count - 1)
  const over = (from: Float64Array): NamedTensor => ({
    axes: own,
    sizes: shape,
    values: Float32Array.from(from)
  })
  return { mean: over(mean), variance: over(variance) }
}
