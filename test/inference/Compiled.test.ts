import fc from 'fast-check'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  axis,
  build,
  counts,
  data as given,
  gather,
  indicesOf,
  mul,
  normal,
  observe,
  over,
  positives,
  program as empty,
  sample
} from '../../src/dsl/index.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { type Executor, openExecutor } from '../../src/runtime/index.ts'
import { bindData, type Bound, openPosterior, sameState, slots } from '../../src/inference/index.ts'
import { bindings, compiled } from '../support/Models.ts'
import { bound, must, request, run } from './Fits.ts'
import { tensor } from './Programs.ts'

let cpu: Executor<TensorInfo>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
})

const rows = 9
const shapes = arbitraryModelShape()

/** A generated model with small random data. */
const setting = (
  shape: Parameters<typeof graphOf>[0],
  seed: number
): {
  readonly program: Variational
  readonly train: Bound
  readonly batch: Readonly<Record<string, number>>
} => {
  const graph = graphOf(shape)
  const { program } = compiled(graph)
  const { values } = bindings(graph, program, rows, seed)
  const data = new Map(
    slots(program).flatMap(({ name }) => {
      const v = values.get(name)
      return v === undefined ? [] : [[name, tensor(v.axes, v.sizes, Array.from(v.values))] as const]
    })
  )
  const train = bound(program, data)
  const [plate] = train.plates
  return { program, train, batch: plate === undefined ? {} : { [plate]: 4 } }
}

describe('every generated model', () => {
  it('is fitted, recorded, and resumed to the same bytes, also where it shrinks', async () => {
    const before = cpu.liveBuffers()
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (shape, seed, after, shrinks) => {
          const { program, train, batch } = setting(shape, seed)
          // as much leaves as can: one group stays of each gate
          const shrink = { threshold: -1e6, patience: 1, toleranceNats: 1e6 }
          const settings = {
            seed,
            batch,
            epochs: 3,
            steps: 6,
            recordEvery: 2,
            chunk: 4,
            ...(shrinks ? { shrink } : {})
          }
          const whole = must(await run(cpu, request(program, train, settings)))
          const stopped = must(await run(cpu, request(program, train, settings), after))
          const resumed = must(await run(cpu, request(program, train, settings, stopped.state)))
          expect(sameState(resumed.state, whole.state)).toBe(true)
          for (const m of whole.metrics) {
            expect(Number.isFinite(m.lossNats)).toBe(true)
            expect(Object.keys(m.complexityNats)).toEqual([
              ...new Set(program.complexity.map((c) => c.site))
            ])
            expect(m.train.map((e) => e.count)).toEqual(
              program.observed.map((o) => o.axes.reduce((n, a) => n * (train.sizes.get(a) ?? 1), 1))
            )
          }
          const posterior = must(openPosterior(cpu, program, train.sizes))
          const moments = await posterior.moments(whole.state.parameters, seed, 3)
          posterior.dispose()
          for (const { site, axes } of program.moments) {
            expect(moments.get(site)?.mean.axes).toEqual(axes)
            expect(moments.get(site)?.variance.values.every((v) => v >= 0)).toBe(true)
          }
        }
      ),
      { numRuns: 4 }
    )
    expect(cpu.liveBuffers()).toBe(before)
  })
})

describe('data outside their support', () => {
  it('a known scale that is not positive is refused with its value', () => {
    const school = axis('school', 2)
    const built = build(
      pipe(
        empty,
        sample('mu', normal(0, 5)),
        given('sigma', [school], positives),
        observe('y', ({ mu, sigma }) => over(school)(normal(mu, sigma)))
      )
    )
    if (isLeft(built)) throw new Error('refused at build')
    const over1 = (values: ReadonlyArray<number>) => ({
      axes: ['school'],
      sizes: [2],
      values: Float32Array.from(values)
    })
    const bound = bindData(
      compiled(built.right).program,
      new Map([
        ['sigma', over1([1, -2])],
        ['y', over1([0, 0])]
      ])
    )
    expect(isLeft(bound) ? bound.left.map((p) => `${p.where}: ${p.what}`) : []).toEqual([
      'sigma: a value is -2, and the model takes these data for positive numbers'
    ])
    expect(isLeft(bound) ? bound.left[0].try : '').toMatch(/^correct row 2 of the data/)
  })

  it('an index of an axis is a whole number from 0', () => {
    const school = axis('school', 2),
      pupil = axis('pupil', 3)
    const built = build(
      pipe(
        empty,
        sample('mu', over(school)(normal(0, 5))),
        given('at', [pupil], indicesOf(school)),
        observe('y', ({ mu, at }) => normal(gather(school)(at)(mu), 1))
      )
    )
    if (isLeft(built)) throw new Error('refused at build')
    const over3 = (values: ReadonlyArray<number>) => ({
      axes: ['pupil'],
      sizes: [3],
      values: Float32Array.from(values)
    })
    const bound = bindData(
      compiled(built.right).program,
      new Map([
        ['at', over3([0, 1, 0.5])],
        ['y', over3([0, 0, 0])]
      ])
    )
    expect(isLeft(bound) ? bound.left.map((p) => `${p.where}: ${p.what}`) : []).toEqual([
      'at: a value is 0.5, and the model takes these data for indices'
    ])
  })

  it('a count is a whole number from 0', () => {
    const school = axis('school', 2)
    const built = build(
      pipe(
        empty,
        sample('slope', normal(0, 5)),
        given('pupils', [school], counts),
        observe('y', ({ slope, pupils }) => normal(mul(slope)(pupils), 1))
      )
    )
    if (isLeft(built)) throw new Error('refused at build')
    const bind = (pupils: ReadonlyArray<number>) =>
      bindData(
        compiled(built.right).program,
        new Map([
          ['pupils', { axes: ['school'], sizes: [2], values: Float32Array.from(pupils) }],
          ['y', { axes: ['school'], sizes: [2], values: Float32Array.from([0, 0]) }]
        ])
      )
    const refused = bind([3, 2.5])
    expect(isLeft(refused) ? refused.left.map((p) => `${p.where}: ${p.what}`) : []).toEqual([
      'pupils: a value is 2.5, and the model takes these data for whole numbers from 0'
    ])
    expect(isLeft(bind([3, 0]))).toBe(false)
  })
})
