/** Thrift is one number for what bounds and weights say in several. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, expect, test } from 'vitest'
import {
  axis,
  boundVariance,
  compileModel,
  data,
  dense,
  include,
  normal,
  normalPrior,
  observe,
  over,
  plate,
  type Prior,
  program
} from '../../src/index.ts'
import { fit, type Settings, standardShrinking } from '../../src/inference/index.ts'
import { type Executor, openExecutor } from '../../src/runtime/index.ts'
import { sameState } from '../../src/inference/variational/State.ts'
import type { Shrinking } from '../../src/inference/variational/Settings.ts'
import { thrifty, tradeOf } from '../../src/inference/variational/Thrift.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { bound, environment, must, request } from './Fits.ts'

let cpu: Executor<TensorInfo>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
})

const rows = plate('rows'),
  features = axis('features', 4),
  units = axis('units', 2)

const layer = (prior: Prior): Variational => {
  const found = compileModel()(
    pipe(
      program,
      data('x', [rows, features]),
      include('fc', ({ x }) => dense(features, units, prior)(x)),
      observe('y', ({ fc: sums }) => over(rows, units)(normal(sums, 1)))
    )
  )
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  return found.right.program
}
const bounded = (variance: number) => layer(boundVariance(variance)(normalPrior()))
const free = layer(normalPrior())

const train = bound(
  free,
  new Map([
    [
      'x',
      {
        axes: ['rows', 'features'],
        sizes: [12, 4],
        values: Float32Array.from({ length: 48 }, (_, i) => Math.sin(i))
      }
    ],
    [
      'y',
      {
        axes: ['rows', 'units'],
        sizes: [12, 2],
        values: Float32Array.from({ length: 24 }, (_, i) => Math.cos(i))
      }
    ]
  ])
)
// rates at which log-variances reach their bounds
const rates = { location: 0.02, scale: 0.5, logVariance: 0.5 }
const settings: Partial<Settings> = {
  epochs: 8,
  batch: { rows: 4 },
  schedule: { rates, warmUp: 0.1, decayFrom: 1 }
}

const fitted = async (of: Variational, changes: Partial<Settings>) =>
  must(
    await fit(request(of, train, { ...settings, ...changes }))(
      environment(cpu, { states: [], records: [] })
    )()
  )

test('below 1 it is the weight of the complexity costs', async () => {
  for (const of of [bounded(0.02), free]) {
    const thrifty = await fitted(of, { thrift: 0.25 })
    expect(sameState(thrifty.state, (await fitted(of, { complexityWeight: 0.25 })).state)).toBe(
      true
    )
    expect(thrifty.metrics.at(-1)?.klWeight).toBe(0.25)
  }
})

test('below 1 what leaves may cost the less, above 1 no more', async () => {
  const leaving = (toleranceNats: number): Shrinking => ({ ...standardShrinking, toleranceNats })
  const meant = (thrift: number, shrink: Shrinking): Shrinking | undefined =>
    thrifty(request(free, train, { ...settings, thrift, shrink })).settings.shrink
  expect(meant(0.25, leaving(0.02))).toEqual(leaving(0.005))
  expect(meant(4, leaving(0.02))).toEqual(leaving(0.02))
  // by the objective, the weight of the complexity decides already
  const { toleranceNats: _, ...byObjective } = standardShrinking
  expect(meant(0.25, byObjective)).toEqual(byObjective)
})

test('above 1 bounds give way, so many times; without bounds it is the weight again', async () => {
  const thrifty = await fitted(bounded(0.0625), { thrift: 4 })
  const wider = await fitted(bounded(0.25), {})
  expect(sameState(thrifty.state, wider.state)).toBe(true)
  expect(thrifty.metrics.at(-1)).toEqual(wider.metrics.at(-1))
  expect(sameState(thrifty.state, (await fitted(bounded(0.0625), {})).state)).toBe(false)
  expect(
    sameState(
      (await fitted(free, { thrift: 4 })).state,
      (await fitted(free, { complexityWeight: 4 })).state
    )
  ).toBe(true)
})

test('at 1 it says nothing', async () => {
  expect(tradeOf(1, true)).toEqual({ complexityWeight: 1, boundFactor: 1 })
  expect(sameState((await fitted(free, { thrift: 1 })).state, (await fitted(free, {})).state)).toBe(
    true
  )
})

test('it is refused beside the weight, and where it is no number above 0', async () => {
  const refusal = async (changes: Partial<Settings>): Promise<string> => {
    const r = await fit(request(free, train, { ...settings, ...changes }))(
      environment(cpu, { states: [], records: [] })
    )()
    return E.isLeft(r) ? `${r.left.where}: ${r.left.what}` : 'nothing'
  }
  for (const thrift of [0, -1, NaN, Infinity])
    expect(await refusal({ thrift })).toBe(
      `thrift: expected a finite number above 0, found ${thrift}`
    )
  expect(await refusal({ thrift: 2, complexityWeight: 2 })).toBe(
    'settings: thrift and complexityWeight'
  )
})
