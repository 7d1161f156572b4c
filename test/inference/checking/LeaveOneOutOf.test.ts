/** Leave-one-out of fits, against what the model without the observation says in closed form. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import eightSchools from '../../../dsl-examples/eight-schools.ts'
import {
  axis,
  type CompileOptions,
  contract,
  data,
  fitModel,
  leaveOneOutFitted,
  leaveOneOutSampled,
  type LeftOneOut,
  logNormal,
  normal,
  observe,
  over,
  plate,
  program,
  type Program,
  sample,
  sampleModel,
  uniform
} from '../../../src/index.ts'
import type { BoundData } from '../../../src/inference/index.ts'
import { cholesky, dot, solveWith } from '../../../src/inference/solving/Vectors.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import { standardNormals } from '../diagnostics/Draws.ts'

const leftOf = async <Env, Sites, R>(
  model: Program<Env, Sites, R>,
  bound: BoundData,
  compile: Partial<CompileOptions> = {}
): Promise<E.Either<string, LeftOneOut>> =>
  pipe(
    await pipe(
      model,
      fitModel({ data: bound, backend: 'cpu', compile }),
      TE.chainEitherK(leaveOneOutFitted())
    )(),
    E.mapLeft((problems) => problems.map(showProblem).join('\n'))
  )

describe('a linear regression with known noise', () => {
  const [rows, inputs] = [40, 2]
  const features = axis('features', inputs)
  const model = pipe(
    program,
    data('x', [plate('people'), features]),
    sample('w', over(features)(normal(0, 1))),
    observe('y', ({ x, w }) => normal(pipe(x, contract(features)(w)), 1))
  )
  const known = (correlation: number) => {
    const z = standardNormals(rows * 4, 11)
    const x = Array.from({ length: rows }, (_, i) =>
      Float64Array.from(
        { length: inputs },
        (_w, j) =>
          Math.sqrt(correlation) * (z[4 * i] ?? 0) +
          Math.sqrt(1 - correlation) * (z[4 * i + 1 + j] ?? 0)
      )
    )
    const y = x.map((row, i) => (row[0] ?? 0) - (row[1] ?? 0) + (z[4 * i + 3] ?? 0))
    /** ln p(yᵢ | y₋ᵢ) of the exact posterior of the other rows. */
    const without = (i: number): number => {
      const others = x.map((_, k) => k).filter((k) => k !== i)
      const factor = cholesky(
        Array.from({ length: inputs }, (_, a) =>
          Float64Array.from({ length: inputs }, (_w, b) =>
            others.reduce((sum, k) => sum + (x[k]?.[a] ?? 0) * (x[k]?.[b] ?? 0), a === b ? 1 : 0)
          )
        )
      )
      const row = x[i] ?? new Float64Array()
      if (factor === undefined) throw new Error('no factor')
      const solve = solveWith(factor)
      const mean = solve(
        Float64Array.from({ length: inputs }, (_, a) =>
          others.reduce((sum, k) => sum + (x[k]?.[a] ?? 0) * (y[k] ?? 0), 0)
        )
      )
      const variance = 1 + dot(row, solve(row))
      return (
        -0.5 * (((y[i] ?? 0) - dot(row, mean)) ** 2 / variance + Math.log(2 * Math.PI * variance))
      )
    }
    return {
      data: new Map([
        [
          'x',
          {
            axes: ['people', 'features'],
            sizes: [rows, inputs],
            values: Float32Array.from(x.flatMap((row) => [...row]))
          }
        ],
        ['y', { axes: ['people'], sizes: [rows], values: Float32Array.from(y) }]
      ]),
      exact: y.map((_, i) => without(i))
    }
  }

  test.each([0, 0.9])('correlation %d: each row as by the posterior of the others', async (c) => {
    const { data: bound, exact } = known(c)
    const found = await leftOf(model, bound)
    if (E.isLeft(found)) throw new Error(found.left)
    const { loo, places, rounds } = found.right
    // independent factors need a proposal that follows
    expect(rounds > 0).toBe(c === 0.9)
    loo.pointwise.forEach(({ elpd }, i) =>
      expect(Math.abs(elpd - (exact[i] ?? NaN))).toBeLessThan(0.03)
    )
    expect(loo.elpd).toBeCloseTo(
      exact.reduce((a, b) => a + b, 0),
      0
    )
    expect(loo.parameters).toBeGreaterThan(1)
    expect(loo.parameters).toBeLessThan(4)
    expect(places[7]).toEqual({ site: 'y', axes: ['people'], sizes: [rows], at: 7 })
    expect(loo.untrusted).toEqual([])
  })
})

test('of a guide that cannot be corrected there is none', async () => {
  const schools = (values: ReadonlyArray<number>) => ({
    axes: ['schools'],
    sizes: [8],
    values: Float32Array.from(values)
  })
  const found = await leftOf(
    eightSchools,
    new Map([
      ['y', schools([28, 8, -3, 7, -1, 1, 18, 12])],
      ['sigma', schools([15, 10, 16, 11, 9, 11, 10, 18])]
    ]),
    { skip: ['noncentre'] }
  )
  expect(E.isLeft(found) && found.left).toContain('no weighted draws were found')
})

test('where data hold a latent in, an observation cannot be left out so', async () => {
  const model = pipe(
    program,
    sample('count', logNormal(6, 1)),
    observe('number', ({ count }) => over(plate('seen'))(uniform(0, count)))
  )
  const seen = { axes: ['seen'], sizes: [4], values: Float32Array.of(12, 240, 33, 140) }
  const bound = new Map([['number', seen]])
  const fitted = await leftOf(model, bound)
  expect(E.isLeft(fitted) && fitted.left).toContain('count: data set an end to where it may lie')
  const settings = { chains: 2, draws: 50, warmUp: 50 }
  const sampled = await pipe(
    model,
    sampleModel({ data: bound, settings }),
    TE.chainEitherK(leaveOneOutSampled)
  )()
  expect(E.isLeft(sampled) && sampled.left[0].what).toContain('data set an end')
})
