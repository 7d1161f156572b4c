/** Likelihoods that read other rows than their own: fitted whole, refused in batches, predicted whole. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile, explain } from '../../src/compile/index.ts'
import {
  add,
  axis,
  build,
  contract,
  data,
  draw,
  exp,
  gather,
  indicesOf,
  logSumExp,
  maxOver,
  meanOver,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  sub,
  sumOver,
  type Tensor
} from '../../src/dsl/index.ts'
import { batching, openEvaluator, openPosterior, plugIn } from '../../src/inference/index.ts'
import { chunkedPlate } from '../../src/inference/evaluate/Evaluate.ts'
import { standardSettings } from '../../src/inference/variational/Settings.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import type { Executor } from '../../src/runtime/Executor.ts'
import { showExplanation } from '../../src/report/derivation/DerivationText.ts'
import { openExecutor } from '../../src/runtime/index.ts'
import { bound, must, request, run } from './Fits.ts'
import { tensor } from './Programs.ts'

const rows = plate('rows'),
  groups = axis('groups', 2)

const derived = (m: Parameters<typeof build>[0]): Variational =>
  must(compile()(must(build(m)))).program

/** y ~ N(w·of(x), 1) over the rows. */
const regressionOn = <A extends string>(of: (x: Tensor<'rows'>) => Tensor<A>): Variational =>
  derived(
    model(function* () {
      const x = yield* data('x', [rows])
      const w = yield* draw('w', normal(0, 10))
      yield* observe('y', over(rows)(normal(pipe(w, mul(of(x))), 1)))
    })
  )

const centring = model(function* () {
  const x = yield* data('x', [rows])
  const w = yield* draw('w', normal(0, 10))
  yield* observe('y', over(rows)(normal(pipe(x, sub(pipe(x, meanOver(rows))), mul(w)), 1)))
})
const centred = derived(centring)
const x = Array.from({ length: 10 }, (_, i) => i + 1)
const y = x.map((v, i) => 2.036 * (v - 5.5) + (i % 2 === 0 ? 0.3 : -0.3))
const train = bound(
  centred,
  new Map([
    ['x', tensor(['rows'], [10], x)],
    ['y', tensor(['rows'], [10], y)]
  ])
)

let cpu: Executor<TensorInfo>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
})

describe('y ~ N(w·(x − mean of x), 1)', () => {
  test('has the conjugate posterior when fitted whole', async () => {
    const schedule = {
      rates: { location: 0.1, scale: 0.1, logVariance: 0.1 },
      decayFrom: 0.3,
      warmUp: 0
    }
    const { state } = must(
      await run(cpu, request(centred, train, { steps: 1500, recordEvery: 1500, schedule }))
    )
    const posterior = must(openPosterior(cpu, centred, train.sizes))
    const w = (await posterior.moments(state.parameters, 1, 10)).get('w')
    posterior.dispose()
    const precision = x.reduce((sum, v) => sum + (v - 5.5) ** 2, 1 / 100)
    const mean = x.reduce((sum, v, i) => sum + (v - 5.5) * (y[i] ?? 0), 0) / precision
    const deviation = precision ** -0.5
    expect(Math.abs((w?.mean.values[0] ?? 0) - mean)).toBeLessThan(deviation / 4)
    expect(Math.sqrt(w?.variance.values[0] ?? 0) / deviation).toBeCloseTo(1, 1)
  })
  test('is refused in batches, by the expression that reads other rows', async () => {
    const refused = await run(cpu, request(centred, train, { batch: { rows: 1 }, epochs: 2 }))
    expect(isLeft(refused) && refused.left).toMatchObject({
      where: 'batch of rows',
      what: 'y reads other rows than its own: Σ_rows x'
    })
  })
  test('is predicted among all rows, however small the chunks are', async () => {
    const loss = async (chunk: number): Promise<number | undefined> => {
      const evaluator = openEvaluator(cpu, centred, chunk)
      const found = must(
        await evaluator.evaluate(train, plugIn(new Map([['w', tensor([], [], [2])]])))
      )
      evaluator.dispose()
      return found[0]?.nllNats
    }
    expect(await loss(3)).toBe(await loss(10))
  })
})

test('explain names what needs a plate whole', () => {
  const graph = must(build(centring))
  const explained = explain(graph, centred)
  expect(explained.axes).toEqual([{ name: 'rows', size: 'data', wholeFor: 'Σ_rows x in y' }])
  expect(showExplanation(explained)).toMatch(
    /^axes {7}rows \(from the data, in no batches: Σ_rows x in y\)\n/
  )
})

describe('batches of rows', () => {
  const batch = (program: Variational): string => {
    const sizes = new Map([
      ['rows', 10],
      ['groups', 2],
      ['other', 10]
    ])
    const cut = batching(
      program,
      { data: new Map(), sizes, plates: ['rows'] },
      { ...standardSettings, batch: { rows: 5 } }
    )
    return isLeft(cut) ? cut.left.what : 'accepted'
  }
  const priorOfRows = derived(
    model(function* () {
      const x = yield* data('x', [rows])
      const w = yield* draw('w', normal(pipe(x, maxOver(rows)), 1))
      yield* observe('y', over(rows)(normal(w, 1)))
    })
  )
  const latentPerRow = derived(
    model(function* () {
      const w = yield* draw('w', over(rows)(normal(0, 1)))
      yield* observe('y', normal(w, 1))
    })
  )
  const byRow = derived(
    model(function* () {
      const x = yield* data('x', [rows])
      const before = yield* data('before', [groups], indicesOf(rows))
      const w = yield* draw('w', over(groups)(normal(0, 1)))
      yield* observe('y', over(rows, groups)(normal(pipe(x, gather(rows)(before), add(w)), 1)))
    })
  )
  const effects = derived(
    model(function* () {
      const of = yield* data('of', [rows], indicesOf(groups))
      const w = yield* draw('w', over(groups)(normal(0, 1)))
      yield* observe('y', normal(pipe(w, gather(groups)(of)), 1))
    })
  )
  test.each([
    ['a mean', centred, 'y reads other rows than its own: Σ_rows x'],
    [
      'logSumExp',
      regressionOn((v) => pipe(v, sub(pipe(v, logSumExp(rows))))),
      'y reads other rows than its own: logsumexp_rows(x)'
    ],
    [
      'a sum',
      regressionOn((v) => pipe(v, sumOver(rows))),
      'y reads other rows than its own: Σ_rows x'
    ],
    [
      'a contraction',
      regressionOn((v) => pipe(v, contract(rows)(exp(v)))),
      'y reads other rows than its own: Σ_rows x·exp(x)'
    ],
    ['a row by its number', byRow, 'y reads other rows than its own: x[rows = before]'],
    ['a prior', priorOfRows, 'the prior of w reads other rows than its own: max_rows(x)'],
    ['a latent per row', latentPerRow, 'parameters over rows: w.location, w.logVariance'],
    ['nothing but its own row', regressionOn((v) => exp(v)), 'accepted'],
    ['an effect of its group', effects, 'accepted']
  ])('%s', (_, program, said) => {
    expect(batch(program)).toBe(said)
  })
  test('and chunks follow the same rule', () => {
    expect([centred, byRow, effects, latentPerRow].map((p) => chunkedPlate(p, ['rows']))).toEqual([
      undefined,
      undefined,
      'rows',
      'rows'
    ])
  })
})
