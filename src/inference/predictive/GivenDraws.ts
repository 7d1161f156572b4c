/**
 * Joint draws of declared latents: from the guide, as many at a time as memory allows, made once where
 * all of them fit; or those of a sampler, evenly over all chains.
 *
 * @since 0.2.0
 */
import { type Either, map, right } from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import type { NamedTensor, PosteriorDraws, WideTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { drawPlan } from '../../lower/MomentsPlan.ts'
import type { Executor } from '../../runtime/Executor.ts'
import { prepare, runEach } from '../host/Host.ts'
import { mostProbable } from '../host/MostProbable.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { drawKey } from '../variational/OpenPosterior.ts'
import { withPointMasses } from '../variational/Shrunk.ts'
import { type FittedPosterior, trainedSizes } from './FittedPosterior.ts'

export interface GivenDraws {
  /** Draw number `first` and some after it. */
  readonly from: (first: number) => Promise<ReadonlyArray<Tensors>>
  readonly dispose: () => void
}

/** Numbers that are kept at once (32 MiB), those of one draw excepted. */
const mostNumbers = 2 ** 23

const nothing = (count: number): GivenDraws => ({
  from: (first) => Promise.resolve(Array.from({ length: count - first }, () => new Map())),
  dispose: () => undefined
})

/** One draw of a site, chains one after the other. */
const drawAt = ({ axes, sizes, values }: WideTensor, at: number): NamedTensor => {
  const [own, shape] = [axes.slice(2), sizes.slice(2)]
  const n = elements(shape)
  return {
    axes: own,
    sizes: shape,
    values: Float32Array.from(values.subarray(at * n, (at + 1) * n))
  }
}

/** `count` of the draws that there are, each as often as the others but one. */
const sampledDraws = (
  { chains, draws, sites }: PosteriorDraws,
  names: ReadonlyArray<string>,
  count: number
): GivenDraws => {
  const all = chains * draws
  return {
    from: (first) => {
      const at = Math.floor(((first + 0.5) * all) / count)
      return Promise.resolve([
        new Map(
          names.flatMap((name) => {
            const t = sites.get(name)
            return t === undefined ? [] : [[name, drawAt(t, at)] as const]
          })
        )
      ])
    },
    dispose: () => undefined
  }
}

/** `count` draws of the sites named. `data` are those of the training. */
export const givenDraws = <B>(
  executor: Executor<B>,
  program: Variational,
  posterior: FittedPosterior,
  data: Tensors,
  sites: ReadonlyArray<string>,
  seed: number,
  count: number
): Either<Problem, GivenDraws> => {
  if (sites.length === 0) return right(nothing(count))
  if (posterior.draws !== undefined) return right(sampledDraws(posterior.draws, sites, count))
  return pipe(
    prepare(executor, drawPlan(program, sites), trainedSizes(program, posterior)),
    map((prepared) => {
      const inputs: Tensors = new Map([...data, ...posterior.parameters])
      const perDraw = prepared.plan.outputs.reduce((n, o) => n + elements(o.shape), 0)
      const most = Math.max(1, Math.floor(mostNumbers / Math.max(1, perDraw)))
      const settle = flow(withPointMasses(posterior.sites), mostProbable(program))
      let kept: { readonly first: number; readonly draws: ReadonlyArray<Tensors> } | undefined
      return {
        from: async (first) => {
          const start = first - (first % most)
          if (kept?.first !== start) {
            const draws: Array<Tensors> = []
            const length = Math.min(most, count - start)
            kept = undefined
            await runEach(executor, prepared, inputs, drawKey(seed, start), length, (found) =>
              draws.push(settle(found))
            )
            kept = { first: start, draws }
          }
          return kept.draws.slice(first - start)
        },
        dispose: () => prepared.runnable.dispose()
      }
    })
  )
}
