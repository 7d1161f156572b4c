/** Structured Bayesian pruning on a small network: groups return to the prior, and are cut by their noise. */
import { beforeAll, expect, test } from 'vitest'
import { fitModel, type Fitted, pressFitted, structuredPruning } from '../../src/index.ts'
import { must } from '../inference/Fits.ts'
import { networkData, networkSchedule, networkUnder, sizes } from '../inference/Networks.ts'

const model = networkUnder(structuredPruning())

const settings = (epochs: number, warmUp: number) => ({
  batch: { images: 30 },
  epochs,
  schedule: { ...networkSchedule, warmUp }
})
const given = { threads: 1, data: networkData(150) }

let whole: Fitted<unknown>
let cut: Fitted<unknown>
beforeAll(async () => {
  whole = must(await fitModel({ ...given, settings: settings(120, 0.2) })(model)())
  cut = must(
    await fitModel({
      ...given,
      initFrom: whole.result.state.parameters,
      settings: { ...settings(20, 0), cut: [{ by: 'logAlpha', than: 0 }] }
    })(model)()
  )
})

test('scales of inputs that decide nothing return to the prior, uniform on [−20, 0]', () => {
  const u = whole.sites.get('fc1/w/u')
  const mean = [...(u?.mean.values ?? [])]
  const variance = [...(u?.variance.values ?? [])]
  expect(mean.length).toBe(sizes.pixels)
  mean.forEach((m, pixel) => {
    if (pixel < 2) expect(m).toBeGreaterThan(-1)
    else {
      expect(Math.abs(m + 10)).toBeLessThan(0.5)
      expect(Math.abs((variance[pixel] ?? NaN) - 400 / 12)).toBeLessThan(1)
    }
  })
})

test('more noise than signal is cut, and with it the pixels; the rest still tells the classes apart', async () => {
  const pressed = must(await pressFitted('digits')(cut)())
  const { kept } = pressed.artifact.network
  expect(kept.get('pixels')?.indices).toEqual([0, 1])
  const [row] = cut.result.metrics.at(-1)?.train ?? []
  expect(row?.errorRate).toBeLessThan(0.08)
})
