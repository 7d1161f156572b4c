/** What predictions depend on, and what they do not. */
import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { deriveAncestral } from '../../../src/compile/index.ts'
import {
  add,
  axis,
  categorical,
  contract,
  data,
  gather,
  indicesOf,
  meanOver,
  mul,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  sub
} from '../../../src/index.ts'
import type { PredictedValues } from '../../../src/inference/index.ts'
import type { NamedTensor } from '../../../src/ir/Posterior.ts'
import { arbitraryModelShape, graphOf } from '../../../src/laws/ArbitraryModel.ts'
import { openExecutor } from '../../../src/runtime/index.ts'
import { compiled, smallSeed } from '../../support/Models.ts'
import { must } from '../Fits.ts'
import { tensor } from '../Programs.ts'
import { fittedBySeed, moments } from './FittedBySeed.ts'
import {
  ask,
  askOn,
  executor,
  expectNormal,
  hierarchical,
  linear,
  logistic,
  numbers,
  people,
  predictive,
  probabilitiesOf,
  question,
  x
} from './Predictions.ts'

describe('a prediction', () => {
  const inputs = Array.from({ length: 23 }, (_, i) => [Math.sin(i), Math.cos(2 * i), 1])

  it('is that of its seed, byte for byte, and other seeds have others', async () => {
    const model = linear(3)
    const posterior = await fittedBySeed(executor, model.program, 3, 1)
    const rows = { data: x(inputs) }
    const q = { draws: 20 }
    expect(await ask(model, posterior, rows, q)).toEqual(await ask(model, posterior, rows, q))
    expect(await ask(model, posterior, rows, { ...q, seed: 9 })).not.toEqual(
      await ask(model, posterior, rows, q)
    )
  })

  it.each([hierarchical, logistic])(
    'does not depend on chunks, nor on the rows behind it (%#)',
    async (model) => {
      const posterior = await fittedBySeed(
        executor,
        model.program,
        3,
        1,
        new Map([['x', tensor(['people'], [3], [1, 2, 3])]])
      )
      const trained = new Map([['x', tensor(['people'], [3], [1, 2, 3])]])
      const of = (count: number) => ({
        data: new Map([
          [
            'x',
            tensor(
              ['people'],
              [count],
              inputs.slice(0, count).map((r) => r[0] ?? 0)
            )
          ]
        ])
      })
      const whole = await ask(model, posterior, of(23), { draws: 30 }, trained)
      for (const chunk of [1, 4, 22])
        expect(await ask(model, posterior, of(23), { draws: 30, chunk }, trained)).toEqual(whole)
      const first = await ask(model, posterior, of(7), { draws: 30 }, trained)
      const part = (v: PredictedValues | undefined) =>
        v?._tag === 'Numbers' ? Array.from(v.mean.slice(0, 7)) : probabilitiesOf(v).slice(0, 14)
      expect(part(first[0]?.values)).toEqual(part(whole[0]?.values))
    }
  )

  it('law: does not depend on chunks on the engine that is used, either, whatever the model', async () => {
    const wasm = must(await openExecutor('wasm', { threads: 1 })())
    await fc.assert(
      fc.asyncProperty(
        arbitraryModelShape({ maxUnits: 5, priors: ['normal', 'groupHorseshoe'] }),
        fc.constantFrom(1, 2, 5, 16),
        smallSeed,
        async (shape, chunk, seed) => {
          const graph = graphOf(shape)
          const model = { program: compiled(graph).program, sites: deriveAncestral(graph) }
          const posterior = await fittedBySeed(executor, model.program, 1, seed)
          const values = Array.from({ length: 23 * shape.inputs }, (_, i) => Math.sin(3 * i + seed))
          const on = async (most: number) =>
            askOn(wasm)(
              model,
              posterior,
              { data: new Map([['x', tensor(['images', 'in'], [23, shape.inputs], values)]]) },
              { draws: 4, chunk: most }
            )
          expect(await on(chunk)).toEqual(await on(23))
        }
      ),
      { numRuns: 15 }
    )
  })

  const sumOverManyFeatures =
    'of a sum over many features is the same alone, in chunks and among others, ' +
    'on the engine that is used'
  it(sumOverManyFeatures, async () => {
    const wasm = must(await openExecutor('wasm', { threads: 1 })())
    const model = linear(50)
    const posterior = await fittedBySeed(executor, model.program, 3, 1)
    const wide = Array.from({ length: 23 }, (_, i) =>
      Array.from({ length: 50 }, (_f, j) => Math.sin(i + 7 * j))
    )
    const on = async (count: number, chunk: number) =>
      numbers(
        (
          await askOn(wasm)(
            model,
            posterior,
            { data: x(wide.slice(0, count)) },
            { draws: 10, chunk }
          )
        )[0]?.values
      )
    const whole = await on(23, 23)
    for (const chunk of [1, 2, 5, 16]) expect(await on(23, chunk)).toEqual(whole)
    expect((await on(1, 23)).mean[0]).toBe(whole.mean[0])
  })

  it('of one row is that of a row', async () => {
    const model = linear(3)
    const posterior = await fittedBySeed(executor, model.program, 3, 1)
    const one = await ask(model, posterior, { data: x([[1, 2, 3]]) }, { draws: 10 })
    const two = await ask(
      model,
      posterior,
      {
        data: x([
          [1, 2, 3],
          [0, 0, 0]
        ])
      },
      { draws: 10 }
    )
    expect(one[0]?.sizes).toEqual([1])
    expect(numbers(one[0]?.values).mean[0]).toBe(numbers(two[0]?.values).mean[0])
  })

  it('has a probability for each category, over every further axis, rows first', async () => {
    const classes = axis('classes', 3),
      features = axis('features', 2),
      parts = axis('parts', 2)
    const model = predictive(
      pipe(
        program,
        data('x', [people, features]),
        sample('w', over(features, classes, parts)(normal(0, 1))),
        observe('y', ({ x: values, w }) =>
          categorical({ logits: pipe(values, contract(features)(w)), along: classes })
        )
      )
    )
    const posterior = await fittedBySeed(executor, model.program, 3, 1)
    const [y] = await ask(
      model,
      posterior,
      {
        data: x([
          [1, 2],
          [3, 4],
          [0, 0]
        ])
      },
      { draws: 50 }
    )
    expect(y).toMatchObject({ axes: ['people', 'parts'], sizes: [3, 2] })
    const found = probabilitiesOf(y?.values)
    expect(found).toHaveLength(18)
    for (let i = 0; i < 18; i += 3)
      expect((found[i] ?? 0) + (found[i + 1] ?? 0) + (found[i + 2] ?? 0)).toBeCloseTo(1, 12)
    // at x = 0 all logits are 0
    for (let i = 12; i < 18; i++) expect(found[i]).toBeCloseTo(1 / 3, 6)
  })

  it('takes as many rows as it is told where no data lie over the plate', async () => {
    const model = predictive(
      pipe(
        program,
        sample('mu', normal(0, 1)),
        observe('y', ({ mu }) => over(people)(normal(mu, 2)))
      )
    )
    const posterior = await fittedBySeed(executor, model.program, 3, 4)
    const [y] = await ask(model, posterior, { data: new Map(), rows: 2 })
    const mu = moments(posterior, 'mu')
    for (const i of [0, 1])
      expectNormal(y?.values, i, mu.mean[0] ?? NaN, Math.sqrt((mu.variance[0] ?? NaN) + 4))
    // two people share mu, and nothing else
    expect(numbers(y?.values).mean[0]).not.toBe(numbers(y?.values).mean[1])
  })

  it('walks down several levels, and through scales of each row', async () => {
    const model = predictive(
      pipe(
        program,
        data('x', [people]),
        sample('mu', normal(0, 1)),
        sample('z', ({ mu }) => over(people)(normal(mu, 0.5))),
        sample('u', ({ z, x: input }) => over(people)(normal(pipe(z, mul(input)), 0.3))),
        observe('y', ({ u, z }) => normal(pipe(u, add(z)), 0.2))
      )
    )
    const trained = new Map([['x', tensor(['people'], [2], [1, 1])]])
    const posterior = await fittedBySeed(executor, model.program, 2, 6, trained)
    const rows = { data: new Map([['x', tensor(['people'], [1], [2])]]) }
    const [y] = await ask(model, posterior, rows, {}, trained)
    const mu = moments(posterior, 'mu')
    // y = 3 z + noise of 0.3 and 0.2
    expectNormal(
      y?.values,
      0,
      3 * (mu.mean[0] ?? NaN),
      Math.sqrt(9 * ((mu.variance[0] ?? NaN) + 0.25) + 0.09 + 0.04)
    )
  })

  it('draws an observed site that another one reads', async () => {
    const model = predictive(
      pipe(
        program,
        sample('mu', normal(0, 1)),
        observe('first', ({ mu }) => over(people)(normal(mu, 0.5))),
        observe('second', ({ first }) => normal(pipe(first, mul(2)), 1))
      )
    )
    const posterior = await fittedBySeed(executor, model.program, 2, 5)
    const [first, second] = await ask(model, posterior, { data: new Map(), rows: 1 })
    const mu = moments(posterior, 'mu')
    const variance = (mu.variance[0] ?? NaN) + 0.25
    expectNormal(first?.values, 0, mu.mean[0] ?? NaN, Math.sqrt(variance))
    expectNormal(second?.values, 0, 2 * (mu.mean[0] ?? NaN), Math.sqrt(4 * variance + 1))
  })

  it('takes latents over another plate, and data over it, from the training', async () => {
    const groups = plate('groups')
    const model = predictive(
      pipe(
        program,
        data('size', [groups]),
        data('group', [people], indicesOf(groups)),
        sample('a', ({ size }) => over(groups)(normal(size, 1))),
        observe('y', ({ a, group }) => normal(pipe(a, gather(groups)(group)), 0.5))
      )
    )
    const trained = new Map([
      ['size', tensor(['groups'], [3], [10, 20, 30])],
      ['group', tensor(['people'], [2], [0, 1])]
    ])
    const posterior = await fittedBySeed(executor, model.program, 3, 5, trained)
    const rows = { data: new Map([['group', tensor(['people'], [4], [2, 2, 0, 1])]]) }
    const [y] = await ask(model, posterior, rows, {}, trained)
    const a = moments(posterior, 'a')
    for (const [i, g] of [2, 2, 0, 1].entries())
      expectNormal(y?.values, i, a.mean[g] ?? NaN, Math.sqrt((a.variance[g] ?? NaN) + 0.25))
    // of one draw of a, two members of a group have the same: their means are close
    expect(
      Math.abs((numbers(y?.values).mean[0] ?? NaN) - (numbers(y?.values).mean[1] ?? NaN))
    ).toBeLessThan((5 * 0.5 * Math.SQRT2) / Math.sqrt(question.draws))
  })

  it('lets rows see each other where the model does: then they are not parted', async () => {
    const model = predictive(
      pipe(
        program,
        data('x', [people]),
        sample('b', normal(0, 1)),
        observe('y', ({ x: input, b }) =>
          normal(pipe(input, sub(meanOver(people)(input)), mul(b)), 0.1)
        )
      )
    )
    expect(model.sites.find((s) => s.site === 'y')?.mixes).toContain('people')
    const posterior = await fittedBySeed(executor, model.program, 2, 8)
    const rows = { data: new Map([['x', tensor(['people'], [5], [1, 2, 3, 4, 10])]]) }
    const [y] = await ask(model, posterior, rows)
    expect(await ask(model, posterior, rows, { chunk: 2 })).toEqual([y])
    const b = moments(posterior, 'b')
    // 10 is 6 above the mean of all five, 4 is on it
    const sd = Math.sqrt(36 * (b.variance[0] ?? NaN) + 0.01)
    expectNormal(y?.values, 4, 6 * (b.mean[0] ?? NaN), sd)
    expectNormal(y?.values, 3, 0, 0.1)
  })
})

it('observed values among the new data are not read', async () => {
  const model = linear(2)
  const posterior = await fittedBySeed(executor, model.program, 3, 1)
  const y: NamedTensor = tensor(['people'], [1], [NaN])
  const rows = x([[1, 2]])
  const q = { draws: 5 }
  expect(await ask(model, posterior, { data: new Map([...rows, ['y', y]]) }, q)).toEqual(
    await ask(model, posterior, { data: rows }, q)
  )
})

it('buffers are given back', async () => {
  const model = linear(2)
  const posterior = await fittedBySeed(executor, model.program, 3, 1)
  const before = executor.liveBuffers()
  await ask(model, posterior, { data: x([[1, 2]]) }, { draws: 5 })
  expect(executor.liveBuffers()).toBe(before)
})
