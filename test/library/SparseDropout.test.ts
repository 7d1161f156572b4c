/** Sparse variational dropout on a small network: weights start as weights do, and noise is cut. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { beforeAll, expect, test } from 'vitest'
import {
  compileModel,
  fitModel,
  type Fitted,
  logUniformPrior,
  type Pressed,
  pressFitted
} from '../../src/index.ts'
import { must } from '../inference/Fits.ts'
import { networkData, networkSchedule, networkUnder, sizes } from '../inference/Networks.ts'

const model = networkUnder(logUniformPrior)

const settings = { batch: { images: 30 }, epochs: 120, schedule: networkSchedule }
// nothing leaves: every weight has an ln α in the end
const shrink = { threshold: 1e6, patience: 2 }
const options = { threads: 1, data: networkData(150), settings: { ...settings, shrink } }

let fitted: Fitted<unknown>
let pressed: Pressed
beforeAll(async () => {
  fitted = must(await fitModel(options)(model)())
  pressed = must(
    await pressFitted('digits', {
      thresholds: { rule: 'effect', given: new Map(), every: 3 },
      compensate: false
    })(fitted)()
  )
})

const logAlphas = (site: string): ReadonlyArray<number> => {
  const p = fitted.sites.get(site)
  if (p === undefined) throw new Error(site)
  return Array.from(
    p.mean.values,
    (m, i) => Math.log(p.variance.values[i] ?? NaN) - Math.log(m * m)
  )
}

test('weights begin as others do, and learn at the rate of locations', () => {
  const compiled = compileModel()(model)
  if (isLeft(compiled)) throw new Error('the model does not compile')
  const { parameters } = compiled.right.program
  expect(parameters.find((p) => p.site === 'fc1/w')).toMatchObject({
    kind: 'location',
    initial: { _tag: 'NormalNoise', sd: Math.sqrt(2 / sizes.pixels) }
  })
})

test('weights of inputs that decide nothing are noise, those of the two that do are not', () => {
  const [row] = fitted.result.metrics.at(-1)?.train ?? []
  expect(row?.errorRate).toBeLessThan(0.12)
  const alphas = logAlphas('fc1/w')
  const below3 = (pixel: number): number =>
    alphas.slice(pixel * sizes.hidden, (pixel + 1) * sizes.hidden).filter((a) => a < 3).length
  for (const pixel of [0, 1]) expect(below3(pixel)).toBeGreaterThan(1)
  // 28 weights, of 150 rows that go together with some of them by chance
  expect([2, 3, 4, 5].reduce((n, pixel) => n + below3(pixel), 0)).toBeLessThan(5)
})

test('a threshold for every axis cuts the weights whose ln α is above it, of all layers', () => {
  const kept = new Map(
    pressed.report.gates.map(({ mask: { gate, alive }, rule, threshold }) => {
      expect([rule, threshold]).toEqual(['given', 3])
      return [gate.target, alive] as const
    })
  )
  // gates are chosen from the last to the first: of what is not left any more nothing is asked
  expect(Array.from(kept.get('fc2/w') ?? [])).toEqual(
    logAlphas('fc2/w').map((a) => (a > 3 ? 0 : 1))
  )
  expect(kept.get('fc1/w')?.length).toBeGreaterThan(0)
  const written = pressed.artifact.layers.reduce((n, l) => n + (l.left ?? 0), 0)
  expect(written).toBeLessThan(logAlphas('fc1/w').length / 2 + logAlphas('fc2/w').length)
})
