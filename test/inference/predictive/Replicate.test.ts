/** Replicated data: their law where it is known, and what their statistics say of wrong models. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  axis,
  bernoulli,
  type BoundData,
  fitModel,
  halfNormal,
  logUniform,
  normal,
  observe,
  over,
  plate,
  program,
  type Program,
  type ReplicateOptions,
  replicateFitted,
  type Replicated,
  type ReplicatedStatistic,
  sample
} from '../../../src/index.ts'
import { statisticsOf } from '../../../src/inference/predictive/DataStatistics.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import { between } from '../../../src/laws/ArbitraryNumber.ts'
import { standardNormals } from '../diagnostics/Draws.ts'

const replicatedOf = async <Env, Sites, R>(
  model: Program<Env, Sites, R>,
  data: BoundData,
  options: ReplicateOptions = {}
): Promise<E.Either<string, Replicated>> =>
  pipe(
    await pipe(
      model,
      fitModel({ data, backend: 'cpu' }),
      TE.chain(replicateFitted({ backend: 'cpu', ...options }))
    )(),
    E.mapLeft((problems) => problems.map(showProblem).join('\n'))
  )

const right = <A>(e: E.Either<string, A>): A => {
  if (E.isLeft(e)) throw new Error(e.left)
  return e.right
}
const rows = (values: ArrayLike<number>) => ({
  axes: ['rows'],
  sizes: [values.length],
  values: Float32Array.from(values)
})
const find = ({ statistics }: Replicated, name: string): ReplicatedStatistic => {
  const found = statistics.find((s) => s.name === name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}
const moments = (x: Float64Array) => {
  const mean = x.reduce((a, b) => a + b, 0) / x.length
  return { mean, sd: Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / (x.length - 1)) }
}

describe('of a normal mean with known noise', () => {
  const model = pipe(
    program,
    sample('mu', normal(0, 10)),
    observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 2)))
  )
  const n = 20
  const y = standardNormals(n, 8).map((z) => 3 + 2 * z)
  const data = new Map([['y', rows(y)]])
  const mean = y.reduce((a, b) => a + b, 0) / n

  test('means of data drawn again have the law of the posterior predictive', async () => {
    const replicated = right(await replicatedOf(model, data, { draws: 4000 }))
    const found = moments(find(replicated, 'mean').replicated)
    // precision 1/100 + n/4 of mu, and 4/n of the mean given it
    const variance = 1 / (1 / 100 + n / 4)
    expect(found.mean).toBeCloseTo(mean * variance * (n / 4), 1)
    expect(found.sd / Math.sqrt(variance + 4 / n)).toBeCloseTo(1, 1)
    // deviations of 20 normals: mean square 4
    const sds = find(replicated, 'sd').replicated
    expect(sds.reduce((a, s) => a + s * s, 0) / sds.length).toBeCloseTo(4, 0)
    expect(find(replicated, 'mean').p).toBeGreaterThan(0.3)
    expect(find(replicated, 'mean').p).toBeLessThan(0.7)
  })

  test('from the priors they have theirs', async () => {
    const { statistics, question } = right(
      await replicatedOf(model, data, { draws: 4000, from: 'prior' })
    )
    expect(question).toMatchObject({ from: 'prior', draws: 4000 })
    const [first] = statistics
    expect(first?.name).toBe('mean')
    const found = moments(first?.replicated ?? new Float64Array())
    expect(Math.abs(found.mean)).toBeLessThan(0.6)
    expect(found.sd / Math.sqrt(100 + 4 / n)).toBeCloseTo(1, 1)
  })

  test('a value far out is what no data of the model have', async () => {
    const far = new Map([['y', rows([...y.subarray(1), 40])]])
    const replicated = right(await replicatedOf(model, far))
    expect(find(replicated, 'largest').p).toBe(0)
    expect(find(replicated, 'skewness').p).toBeLessThan(0.01)
    expect(find(replicated, 'sd').p).toBe(0)
  })

  test('the same for the same seed alone', async () => {
    const at = async (seed: number) =>
      find(right(await replicatedOf(model, data, { seed, draws: 50 })), 'least').replicated
    expect(await at(3)).toEqual(await at(3))
    expect(await at(3)).not.toEqual(await at(4))
  })
})

test('yes and no: shares, p of equal ones half', async () => {
  const model = pipe(
    program,
    sample('logit', normal(0, 1)),
    observe('y', ({ logit }) => over(plate('rows'))(bernoulli({ logits: logit })))
  )
  const data = new Map([['y', rows([1, 0, 0, 1, 1, 0, 0, 0])]])
  const { statistics } = right(await replicatedOf(model, data))
  expect(statistics.map(({ name, observed }) => [name, observed])).toEqual([
    ['share of 0', 5 / 8],
    ['share of 1', 3 / 8]
  ])
  expect((statistics[0]?.p ?? NaN) + (statistics[1]?.p ?? NaN)).toBeCloseTo(1, 9)
})

test('a prior that is no distribution cannot draw', async () => {
  const groups = axis('groups', 3)
  const model = pipe(
    program,
    sample('z', over(groups)(logUniform)),
    sample('s', halfNormal(1)),
    observe('y', ({ z, s }) => over(groups)(normal(z, s)))
  )
  const data = new Map([['y', { axes: ['groups'], sizes: [3], values: Float32Array.of(1, 2, 3) }]])
  const prior = await replicatedOf(model, data, { from: 'prior' })
  expect(E.isLeft(prior) && prior.left).toContain('there are no draws')
  expect(E.isRight(await replicatedOf(model, data))).toBe(true)
})

describe('statistics', () => {
  const named = (values: ReadonlyArray<number>): ReadonlyMap<string, number> =>
    new Map(
      statisticsOf({ support: 'Real', consumes: [] }, rows(values), () => 0).map((s) => [
        s.name,
        s.of(values)
      ])
    )

  test('do not depend on units, or as they should', () => {
    const numbers = fc.array(between(-5, 5), { minLength: 4, maxLength: 20 })
    fc.assert(
      fc.property(numbers, between(0.1, 10), between(-5, 5), (values, scale, shift) => {
        fc.pre(new Set(values).size > 2)
        const [here, there] = [named(values), named(values.map((v) => scale * v + shift))]
        for (const name of ['mean', 'least', 'largest'])
          expect(there.get(name)).toBeCloseTo(scale * (here.get(name) ?? NaN) + shift, 9)
        expect(there.get('sd')).toBeCloseTo(scale * (here.get('sd') ?? NaN), 9)
        for (const name of ['skewness', 'correlation with the next'])
          expect(there.get(name)).toBeCloseTo(here.get(name) ?? NaN, 6)
      })
    )
  })

  test('of known numbers', () => {
    const found = named([1, 2, 3, 10])
    expect(found.get('mean')).toBe(4)
    expect(found.get('sd')).toBeCloseTo(Math.sqrt(50 / 3), 12)
    // deviations −3, −2, −1, 6: cubes add to 180
    expect(found.get('skewness')).toBeCloseTo(180 / 4 / (50 / 3) ** 1.5, 12)
    expect(found.get('correlation with the next')).toBeCloseTo((6 + 2 - 6) / 50, 12)
  })

  test('of counts, of few values, of many axes', () => {
    const names = (support: 'Counts' | 'Real', sizes: ReadonlyArray<number>) =>
      statisticsOf(
        { support, consumes: [] },
        {
          axes: sizes.map((_, d) => `a${d}`),
          sizes,
          values: new Float32Array(sizes.reduce((a, b) => a * b, 1))
        },
        () => 0
      ).map((s) => s.name)
    expect(names('Counts', [5])).toEqual(['mean', 'sd', 'largest', 'share of 0'])
    expect(names('Real', [2])).toEqual(['mean'])
    expect(names('Real', [3, 4])).toEqual(['mean', 'sd', 'least', 'largest', 'skewness'])
  })
})
