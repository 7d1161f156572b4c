/** L0 regularisation: what a gate costs, and a small network whose groups are shut. */
import * as fc from 'fast-check'
import { isNone } from 'fp-ts/lib/Option.js'
import { beforeAll, expect, test } from 'vitest'
import { fitModel, type Fitted, l0Gates, pressFitted } from '../../src/index.ts'
import { l0Penalty } from '../../src/distributions/index.ts'
import { ndtri } from '../../src/expr/numbers/SpecialFunctions.ts'
import { isElbo } from '../../src/ir/Variational.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { bind } from '../guides/ArbitraryGuide.ts'
import { must } from '../inference/Fits.ts'
import { networkData, networkSchedule, networkUnder } from '../inference/Networks.ts'

const model = networkUnder(l0Gates(0.1))

test('a gate costs its nats times the share of its draws that are not 0', () =>
  fc.assert(
    fc.property(between(-6, 6), (location) => {
      const g = bind('hardConcrete', { _tag: 'Unit' }, location, 1)
      const cost = g.guide.closedKl(l0Penalty(3), { jeffreys: 'exact' })
      if (isNone(cost)) throw new Error('no cost')
      const z = g.at(g.draw)
      const count = 2000
      const open = Array.from({ length: count }, (_, i) => z(ndtri((i + 0.5) / count))).filter(
        (x) => x > 2 ** -100
      )
      expect(Math.abs(g.at(cost.value.nats)(0) - (3 * open.length) / count)).toBeLessThan(3 / count)
      expect(cost.value.kind).toBe('point')
    }),
    { numRuns: 20 }
  ))

let fitted: Fitted<unknown>
beforeAll(async () => {
  fitted = must(
    await fitModel({
      threads: 1,
      data: networkData(150),
      settings: { batch: { images: 30 }, epochs: 120, schedule: networkSchedule }
    })(model)()
  )
})

test('inputs that decide nothing leave, and the file reads the two that do', async () => {
  const [row] = fitted.result.metrics.at(-1)?.train ?? []
  expect(row?.errorRate).toBeLessThan(0.08)
  const z = [...(fitted.sites.get('fc1/w/z')?.mean.values ?? [])]
  expect(Math.min(...z.slice(0, 2))).toBeGreaterThan(0.9)
  expect(Math.max(...z.slice(2))).toBeLessThan(0.8)
  const pressed = must(await pressFitted('digits')(fitted)())
  expect(pressed.artifact.network.kept.get('pixels')?.indices).toEqual([0, 1])
})

test('a gate has no divergence, and the loss is not called −ELBO', () =>
  expect(isElbo(fitted.model.program)).toBe(false))
