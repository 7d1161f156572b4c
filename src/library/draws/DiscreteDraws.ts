/**
 * Discrete latents that chains summed out, drawn beside what they drew.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { deriveAncestral } from '../../compile/index.ts'
import { openConditionals, recoveryOf, type Tensors } from '../../inference/index.ts'
import {
  chainAxis,
  drawAxisName,
  type PosteriorDraws,
  type WideTensor
} from '../../ir/Posterior.ts'
import type { Problems } from '../../ir/Problem.ts'
import type { Sampled } from '../sampling/SampleModel.ts'

const nothing: Tensors = new Map()

/** Draw number `d` of all chains, one after the other, as arrays. */
const drawAt = (
  { chains, draws, sites }: PosteriorDraws,
  names: ReadonlyArray<string>,
  d: number
): Tensors =>
  new Map(
    names.flatMap((name) => {
      const t = sites.get(name)
      if (t === undefined) return []
      const n = t.values.length / (chains * draws)
      const values = Float32Array.from(t.values.subarray(d * n, (d + 1) * n))
      return [[name, { axes: t.axes.slice(2), sizes: t.sizes.slice(2), values }] as const]
    })
  )

/**
 * A value of each discrete latent for every draw of a chain: one joint draw of all of them, given the others
 * in that draw and all observations that share them. `draws.sites` of what was sampled has probabilities in
 * their place, whose means are surer; values are for what probabilities cannot say: which sites are of one
 * kind *together*, and what depends on that.
 *
 * Over `(chain)`, `(draw)` and the axes of the site: of an index the number of the member, of a count the
 * count. Empty where nothing was summed out. A value depends on the seed of the chains, the number of the
 * draw, its site and its place alone. Errors: those of plans.
 *
 * @example
 *   import { pipe } from 'fp-ts/lib/function.js'
 *   import {
 *     axis, bernoulli, discreteDraws, mul, normal, observe, over, program, sample, sampleModel
 *   } from 'farrier'
 *
 *   // three lots of four measurements each: a lot is of the one kind or the other as a whole
 *   const [lots, parts] = [axis('lots', 3), axis('parts', 4)]
 *   const model = pipe(
 *     program,
 *     sample('gap', normal(3, 1)),
 *     sample('isOther', over(lots)(bernoulli({ logits: 0 }))),
 *     observe('y', ({ gap, isOther }) => over(parts)(normal(pipe(isOther, mul(gap)), 1)))
 *   )
 *   const y = Float32Array.of(0, 1, -1, 0.5, 3, 2, 4, 3, 0.2, -0.5, 0, 0.1)
 *   const data = new Map([['y', { axes: ['lots', 'parts'], sizes: [3, 4], values: y }]])
 *   const sampled = await sampleModel({ data, settings: { draws: 100 } })(model)()
 *   assert(sampled._tag === 'Right')
 *   const drawn = discreteDraws(sampled.right)
 *   assert(drawn._tag === 'Right')
 *   // the second lot is of the other kind, in every draw
 *   const kinds = drawn.right.get('isOther')?.values ?? []
 *   assert.deepEqual([...kinds.slice(0, 3)], [0, 1, 0])
 */
export const discreteDraws = <Sites>({
  graph,
  density: { density },
  bound,
  draws,
  settings: { seed }
}: Pick<Sampled<Sites>, 'graph' | 'density' | 'bound' | 'draws' | 'settings'>): E.Either<
  Problems,
  ReadonlyMap<string, WideTensor>
> => {
  const sites = deriveAncestral(graph, 'chains')
  const { conditionals, latents } = recoveryOf(
    sites,
    sites.filter((s) => s.isSummedOut).map((s) => s.site)
  )
  const count = draws.chains * draws.draws
  return pipe(
    openConditionals(density, conditionals, bound, drawAt(draws, latents, 0), seed),
    E.bimap(
      (p): Problems => of(p),
      (recover) => {
        const all = Array.from({ length: count }, (_, d) => recover(drawAt(draws, latents, d), d))
        return new Map(
          [...(all[0] ?? nothing)].map(([name, { axes, sizes, values }]) => {
            const kept = new Float64Array(count * values.length)
            all.forEach((one, d) => kept.set(one.get(name)?.values ?? [], d * values.length))
            const wide: WideTensor = {
              axes: [chainAxis, drawAxisName, ...axes],
              sizes: [draws.chains, draws.draws, ...sizes],
              values: kept
            }
            return [name, wide] as const
          })
        )
      }
    )
  )
}
