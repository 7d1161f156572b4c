/** Models to predict with, and what is asked of their predictions. */
import { pipe } from 'fp-ts/lib/function.js'
import { expect } from 'vitest'
import { deriveAncestral } from '../../../src/compile/index.ts'
import {
  add,
  axis,
  bernoulli,
  build,
  contract,
  data,
  mul,
  normal,
  observe,
  over,
  plate,
  type Program,
  program,
  sample
} from '../../../src/index.ts'
import { ndtri } from '../../../src/expr/numbers/SpecialFunctions.ts'
import {
  bindPrediction,
  type FittedPosterior,
  type NewRows,
  type PredictedSite,
  type PredictedValues,
  predictNew,
  type PredictiveModel,
  type PredictQuestion
} from '../../../src/inference/index.ts'
import {
  type Executor,
  makeReferenceExecutor,
  type ReferenceBuffer
} from '../../../src/runtime/index.ts'
import { compiled } from '../../support/Models.ts'
import { must } from '../Fits.ts'
import { tensor } from '../Programs.ts'
import { type Data } from './FittedBySeed.ts'

/** In float64, one for all. */
export const executor: Executor<ReferenceBuffer> = makeReferenceExecutor()

export const predictive = <Env, Sites, R>(p: Program<Env, Sites, R>): PredictiveModel => {
  const graph = must(build(p))
  return { program: compiled(graph).program, sites: deriveAncestral(graph) }
}

export const question = { probabilities: [0.1, 0.5, 0.9], draws: 3000, seed: 2 }

/** On any executor. */
export const askOn =
  <B>(on: Executor<B>) =>
  async (
    m: PredictiveModel,
    posterior: FittedPosterior,
    rows: NewRows | undefined,
    q: Partial<PredictQuestion> = {},
    trained: Data = new Map()
  ): Promise<ReadonlyArray<PredictedSite>> => {
    const task = must(bindPrediction(m, trained, rows))
    return must(await predictNew(on, task, posterior, trained, { ...question, ...q }))
  }
export const ask = askOn(executor)

export const numbers = (v: PredictedValues | undefined) => {
  if (v?._tag !== 'Numbers') throw new Error('no numbers')
  return v
}
export const probabilitiesOf = (v: PredictedValues | undefined): ReadonlyArray<number> => {
  if (v?._tag !== 'Outcomes') throw new Error('no outcomes')
  return Array.from(v.probabilities)
}

/** Predictions of a normal with this mean and deviation, within five Monte Carlo errors. */
export const expectNormal = (
  v: PredictedValues | undefined,
  i: number,
  mean: number,
  sd: number
) => {
  const found = numbers(v)
  const n = Math.sqrt(question.draws)
  expect(Math.abs((found.mean[i] ?? NaN) - mean) / sd).toBeLessThan(5 / n)
  expect(Math.abs((found.sd[i] ?? NaN) / sd - 1)).toBeLessThan(5 / (n * Math.SQRT2))
  question.probabilities.forEach((p, k) => {
    const z = ndtri(p)
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
    const error = Math.sqrt(p * (1 - p)) / density / n
    expect(Math.abs((found.quantiles[i * 3 + k] ?? NaN) - (mean + sd * z)) / sd).toBeLessThan(
      5 * error
    )
  })
}

export const people = plate('people')
export const x = (rows: ReadonlyArray<ReadonlyArray<number>>): Data =>
  new Map([['x', tensor(['people', 'features'], [rows.length, rows[0]?.length ?? 0], rows.flat())]])

export const linear = (size: number) => {
  const features = axis('features', size)
  return predictive(
    pipe(
      program,
      data('x', [people, features]),
      sample('w', over(features)(normal(0, 1))),
      observe('y', ({ x: inputs, w }) => normal(pipe(inputs, contract(features)(w)), 1))
    )
  )
}

export const logistic = predictive(
  pipe(
    program,
    data('x', [people]),
    sample('a', normal(0, 3)),
    sample('b', normal(0, 3)),
    observe('y', ({ x: input, a, b }) => bernoulli({ logits: pipe(input, mul(b), add(a)) }))
  )
)

/** Each person has an effect of its own, about a line. */
export const hierarchical = predictive(
  pipe(
    program,
    data('x', [people]),
    sample('mu', normal(0, 1)),
    sample('slope', normal(0, 1)),
    sample('z', ({ x: input, mu, slope }) =>
      over(people)(normal(pipe(input, mul(slope), add(mu)), 0.7))
    ),
    observe('y', ({ z }) => normal(z, 0.4))
  )
)
