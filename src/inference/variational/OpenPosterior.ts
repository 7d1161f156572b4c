/**
 * The posterior of declared sites from the guide's parameters: in closed form where there is one,
 * by averaging draws elsewhere.
 *
 * @since 0.1.0
 */
import { Do, apS, type Either, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { NamedTensor, SitePosterior } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import {
  drawPlan,
  hasClosedMoments,
  meanOf,
  momentsPlan,
  varianceOf
} from '../../lower/MomentsPlan.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import type { Executor, NoiseKey } from '../../runtime/Executor.ts'
import { type Prepared, prepare, runEach, runOnce } from '../host/Host.ts'
import { arrange, elements, type Tensors } from '../host/Tensors.ts'

/** Draws take step numbers that training never reaches, so that they share no noise with it. */
const firstDraw = 2 ** 30
export const drawKey = (seed: number, draw: number): NoiseKey => ({ seed, step: firstDraw + draw })

export interface PosteriorOf {
  /**
   * Moments of every declared site; `draws` joint draws are averaged for those without closed form.
   */
  readonly moments: (
    parameters: Tensors,
    seed: number,
    draws: number
  ) => Promise<ReadonlyMap<string, SitePosterior>>
  /** One joint draw of every declared site, by name. */
  readonly draw: (parameters: Tensors, key: NoiseKey) => Promise<Tensors>
  readonly dispose: () => void
}

/** Sums of x and x² of one site over draws, in float64. */
interface Sums {
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly first: Float64Array
  readonly second: Float64Array
}

const noSums = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>): Sums => ({
  axes,
  sizes,
  first: new Float64Array(elements(sizes)),
  second: new Float64Array(elements(sizes))
})

const addDraw = (sums: Sums, { values }: NamedTensor): void => {
  for (let i = 0; i < values.length; i++) {
    const x = values[i] ?? 0
    sums.first[i] = (sums.first[i] ?? 0) + x
    sums.second[i] = (sums.second[i] ?? 0) + x * x
  }
}

/** Mean, and variance with divisor n − 1, of n draws. */
const estimate = ({ axes, sizes, first, second }: Sums, n: number): SitePosterior => ({
  mean: { axes, sizes, values: Float32Array.from(first, (s) => s / n) },
  variance: {
    axes,
    sizes,
    values: Float32Array.from(second, (s, i) =>
      Math.max(0, (s - (first[i] ?? 0) ** 2 / n) / Math.max(1, n - 1))
    )
  }
})

const posteriorWith = <B>(
  executor: Executor<B>,
  program: Variational,
  sizes: AxisSizes,
  data: Tensors,
  closed: Prepared<B>,
  drawn: Prepared<B>,
  rest: Prepared<B>
): PosteriorOf => {
  const shaped = (axes: ReadonlyArray<string>): ((t: NamedTensor) => NamedTensor) =>
    arrange(
      axes,
      axes.map((a) => sizes.get(a) ?? 1)
    )
  const shapedDraw = (found: Tensors): Tensors =>
    new Map(
      program.moments.flatMap(({ site, axes }) => {
        const value = found.get(site)
        return value === undefined ? [] : [[site, shaped(axes)(value)] as const]
      })
    )
  const inputs = (parameters: Tensors): Tensors => new Map([...data, ...parameters])
  const averaged = async (
    parameters: Tensors,
    seed: number,
    draws: number
  ): Promise<ReadonlyMap<string, SitePosterior>> => {
    const open = program.moments.filter((m) => !hasClosedMoments(m))
    const sums = new Map(
      open.map(
        ({ site, axes }) =>
          [
            site,
            noSums(
              axes,
              axes.map((a) => sizes.get(a) ?? 1)
            )
          ] as const
      )
    )
    if (open.length > 0) {
      await runEach(executor, rest, inputs(parameters), drawKey(seed, 0), draws, (found) => {
        for (const [site, value] of shapedDraw(found)) {
          const s = sums.get(site)
          if (s !== undefined) addDraw(s, value)
        }
      })
    }
    return new Map([...sums].map(([site, s]) => [site, estimate(s, draws)] as const))
  }
  return {
    moments: async (parameters, seed, draws) => {
      const found = await runOnce(executor, closed, inputs(parameters), { seed, step: 0 })
      const byDraws = await averaged(parameters, seed, draws)
      return new Map(
        program.moments.flatMap(({ site, axes }) => {
          const mean = found.get(meanOf(site))
          const variance = found.get(varianceOf(site))
          const posterior =
            mean === undefined || variance === undefined
              ? byDraws.get(site)
              : { mean: shaped(axes)(mean), variance: shaped(axes)(variance) }
          return posterior === undefined ? [] : [[site, posterior] as const]
        })
      )
    },
    draw: async (parameters, key) =>
      shapedDraw(await runOnce(executor, drawn, inputs(parameters), key)),
    dispose: () => [closed, drawn, rest].forEach((p) => p.runnable.dispose())
  }
}

/**
 * Lowers what is asked of the posterior once; `sizes` are those of the full data set. `data` are read
 * by a latent of each row whose prior's location is a function of inputs.
 */
export const openPosterior = <B>(
  executor: Executor<B>,
  program: Variational,
  sizes: AxisSizes,
  data: Tensors = new Map()
): Either<Problem, PosteriorOf> => {
  const open = program.moments.flatMap((m) => (hasClosedMoments(m) ? [] : [m.site]))
  return pipe(
    Do,
    apS('closed', prepare(executor, momentsPlan(program), sizes)),
    apS(
      'drawn',
      prepare(
        executor,
        drawPlan(
          program,
          program.moments.map((m) => m.site)
        ),
        sizes
      )
    ),
    apS('rest', prepare(executor, drawPlan(program, open), sizes)),
    map(({ closed, drawn, rest }) =>
      posteriorWith(executor, program, sizes, data, closed, drawn, rest)
    )
  )
}

/** Posterior means by site: what a plug-in prediction uses. */
export const means = (posterior: ReadonlyMap<string, SitePosterior>): Tensors =>
  new Map([...posterior].map(([site, p]) => [site, p.mean] as const))
