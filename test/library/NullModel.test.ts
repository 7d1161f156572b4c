/** What a model comes to without its groups, against quadrature, closed forms and fits of its own. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  axis,
  bernoulli,
  bindData,
  type BoundData,
  categorical,
  compileModel,
  type CompiledModel,
  contract,
  data,
  dense,
  fitModel,
  groupHorseshoe,
  groupJeffreys,
  halfCauchy,
  include,
  mul,
  normal,
  normalPrior,
  observe,
  over,
  plate,
  type Prior,
  program,
  relu,
  sample
} from '../../src/index.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { nullModel } from '../../src/library/NullModel.ts'

const must = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

const rows = plate('rows'),
  features = axis('features', 4),
  hidden = axis('hidden', 3),
  unit = axis('unit', 1),
  classes = axis('classes', 3)

const tensor = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  values: Iterable<number>
) => ({
  axes,
  sizes,
  values: Float32Array.from(values)
})

const inputs = (count: number) =>
  tensor(
    ['rows', 'features'],
    [count, 4],
    Array.from({ length: 4 * count }, (_, i) => Math.sin(i))
  )

/** KL(LN(m, v) ‖ Gamma(½)) at its least is (1 − ln 2)/2; a half-Cauchy is two of them. */
const leastOfHalfCauchy = 1 - Math.LN2

const nullOf = (model: CompiledModel, bound: BoundData) => {
  const found = nullModel(model, must(bindData(model.program, bound)), 1)
  return found === undefined ? undefined : must(found)
}

// a classifier of two classes: what is left is one bias, whose ELBO is a function of two numbers

const twoClasses = (prior: Prior) =>
  must(
    compileModel()(
      pipe(
        program,
        data('x', [rows, features]),
        include('fc', ({ x }) => dense(features, unit, prior)(x)),
        observe('y', ({ fc: logits }) => over(rows, unit)(bernoulli({ logits })))
      )
    )
  )

/** E f(b) under N(m, v), by the trapezoid rule, which is exact to rounding for smooth f here. */
const expected = (m: number, sd: number, f: (b: number) => number): number => {
  let sum = 0
  for (let e = -9; e <= 9; e += 0.05) sum += Math.exp(-0.5 * e * e) * f(m + sd * e)
  return (sum * 0.05) / Math.sqrt(2 * Math.PI)
}

const leastOverBias = (ones: number, count: number): number => {
  const at = (m: number, v: number): number =>
    count * expected(m, Math.sqrt(v), (b) => Math.log1p(Math.exp(b))) -
    ones * m +
    0.5 * (v + m * m - Math.log(v) - 1)
  let best = { m: 0, logV: -2, nats: at(0, Math.exp(-2)) }
  for (let step = 1; step > 1e-5;) {
    const tried = [-1, 0, 1].flatMap((a) =>
      [-1, 0, 1].map((b) => {
        const m = best.m + a * step
        const logV = best.logV + b * step
        return { m, logV, nats: at(m, Math.exp(logV)) }
      })
    )
    const next = tried.reduce((x, y) => (y.nats < x.nats ? y : x))
    if (next.nats < best.nats) best = next
    else step /= 2
  }
  return best.nats
}

describe('the null model', () => {
  it('of a classifier of two classes is that of its bias, by quadrature', () => {
    const model = twoClasses(groupHorseshoe(1))
    for (const [ones, count] of [
      [3, 40],
      [20, 40],
      [150, 200]
    ] as const) {
      const y = tensor(
        ['rows', 'unit'],
        [count, 1],
        Array.from({ length: count }, (_, i) => Number(i < ones))
      )
      const found = nullOf(
        model,
        new Map([
          ['x', inputs(count)],
          ['y', y]
        ])
      )
      // 4 scales and the global one
      expect(found?.goneNats).toBeCloseTo(5 * leastOfHalfCauchy, 5)
      expect((found?.lossNats ?? NaN) - (found?.goneNats ?? NaN)).toBeCloseTo(
        leastOverBias(ones, count),
        2
      )
    }
  })

  it('of a network is that of frequencies: biases before the last are at their prior', async () => {
    const network = must(
      compileModel()(
        pipe(
          program,
          data('x', [rows, features]),
          include('fc1', ({ x }) => dense(features, hidden, groupHorseshoe(1))(x)),
          include('fc2', ({ fc1 }) => dense(hidden, classes, groupHorseshoe(1))(relu(fc1))),
          observe('y', ({ fc2 }) => over(rows)(categorical({ logits: fc2, along: classes })))
        )
      )
    )
    const count = 90
    const y = tensor(
      ['rows'],
      [count],
      Array.from({ length: count }, (_, i) => (i % 9 < 5 ? 0 : i % 9 < 8 ? 1 : 2))
    )
    const found = nullOf(
      network,
      new Map([
        ['x', inputs(count)],
        ['y', y]
      ])
    )
    const frequencies = pipe(
      program,
      sample('b', over(classes)(normal(0, 1))),
      observe('y', ({ b }) => over(rows)(categorical({ logits: b, along: classes })))
    )
    const alone = must(await fitModel({ data: new Map([['y', y]]), backend: 'cpu' })(frequencies)())
    expect(found?.goneNats).toBeCloseTo((4 + 1 + 3 + 1) * leastOfHalfCauchy, 5)
    expect((found?.lossNats ?? NaN) - (found?.goneNats ?? NaN)).toBeCloseTo(
      alone.result.solution?.lossNats ?? NaN,
      2
    )
    // no less than the entropy of the frequencies, and hardly more
    const entropy = -[50, 30, 10].reduce((sum, n) => sum + n * Math.log(n / count), 0)
    expect(found?.errorCostNats).toBeGreaterThan(entropy)
    expect(found?.errorCostNats).toBeLessThan(entropy + 3)
  })

  it('without anything left to fit is a density', () => {
    const regression = must(
      compileModel()(
        pipe(
          program,
          data('x', [rows, features]),
          sample('s', halfCauchy(0.1)),
          sample('z', over(features)(halfCauchy(1))),
          sample('w', ({ s, z }) => normal(0, pipe(z, mul(s)))),
          observe('y', ({ x, w }) => over(rows)(normal(pipe(x, contract(features)(w)), 2)))
        )
      )
    )
    fc.assert(
      fc.property(fc.array(between(-9, 9), { minLength: 1, maxLength: 30 }), (values) => {
        const y = tensor(['rows'], [values.length], values)
        const found = nullOf(
          regression,
          new Map([
            ['x', inputs(values.length)],
            ['y', y]
          ])
        )
        const density = y.values.reduce(
          (sum, v) => sum + 0.5 * (v / 2) ** 2 + Math.log(2 * Math.sqrt(2 * Math.PI)),
          0
        )
        expect(found?.errorCostNats).toBeCloseTo(density, 6)
        expect(found?.lossNats).toBeCloseTo(density + 5 * leastOfHalfCauchy, 5)
      }),
      { numRuns: 20 }
    )
  })

  it('costs nothing of scales whose law is log-uniform', () => {
    const y = tensor(['rows', 'unit'], [8, 1], [1, 0, 1, 0, 1, 0, 1, 0])
    const found = nullOf(
      twoClasses(groupJeffreys),
      new Map([
        ['x', inputs(8)],
        ['y', y]
      ])
    )
    expect(found?.goneNats).toBeCloseTo(0, 4)
    expect(found?.lossNats).toBeCloseTo(leastOverBias(4, 8), 2)
  })

  it('is not there where nothing can leave', () => {
    const y = tensor(['rows', 'unit'], [2, 1], [0, 1])
    expect(
      nullOf(
        twoClasses(normalPrior()),
        new Map([
          ['x', inputs(2)],
          ['y', y]
        ])
      )
    ).toBeUndefined()
  })
})
