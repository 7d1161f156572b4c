/** Variational dropout on a small network: inputs that decide nothing become noise, and are pruned. */
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, expect, test } from 'vitest'
import {
  fitModel,
  type Fitted,
  normalPrior,
  pointEstimates,
  pressFitted,
  variationalDropout
} from '../../src/index.ts'
import { must } from '../inference/Fits.ts'
import { networkData, networkSchedule, networkUnder, sizes } from '../inference/Networks.ts'

const model = networkUnder(pipe(normalPrior(), pointEstimates, variationalDropout()))
const settings = { batch: { images: 30 }, epochs: 120, schedule: networkSchedule }

let fitted: Fitted<unknown>
beforeAll(async () => {
  fitted = must(await fitModel({ threads: 1, data: networkData(150), settings })(model)())
})

const of = (pixels: ArrayLike<number> | undefined): ReadonlyArray<number> =>
  Array.from(pixels ?? [])

test('noise stays about 1, or has left with its input; it is little where the input decides', () => {
  const noise = fitted.sites.get('fc1/w/noise')
  const means = of(noise?.mean.values),
    variances = of(noise?.variance.values)
  expect(means.slice(0, 2)).toEqual([1, 1])
  expect(means.filter((m) => m !== 0 && m !== 1)).toEqual([])
  expect(means.filter((m) => m === 0).length).toBeGreaterThanOrEqual(3)
  expect(Math.max(...variances.slice(0, 2))).toBeLessThan(0.5)
})

test('the press reads what is left', async () => {
  const pressed = must(await pressFitted('digits')(fitted)())
  const kept = of(pressed.artifact.network.kept.get('pixels')?.indices)
  expect(kept.slice(0, 2)).toEqual([0, 1])
  expect(kept.length).toBeLessThan(sizes.pixels / 2 + 1)
  const [row] = fitted.result.metrics.at(-1)?.train ?? []
  expect(row?.errorRate).toBeLessThan(0.15)
})
