import { beforeAll, describe, expect, it } from 'vitest'
import type { Executor, TfjsBuffer } from '../../../src/runtime/index.ts'
import { openExecutor } from '../../../src/runtime/index.ts'
import { compiled } from '../../support/Models.ts'
import { bound, must, request, run } from '../../inference/Fits.ts'
import { networkData, networkGraph, priors } from '../../inference/Networks.ts'
import { defined, soloExecutor } from './OnExecutor.ts'

/**
 * Parameters after 100 steps on two executors differ by this much of max(1, |parameter|): float32
 * rounds in another order.
 */
const tolerance = 1e-4

describe('100 steps of training', () => {
  let tfjs: Executor<TfjsBuffer>
  beforeAll(async () => {
    tfjs = must(await openExecutor('tfjs-wasm')())
  })

  it.each(['jeffreys', 'horseshoe'] as const)(
    `of a network with the prior %s end in the posterior of the tfjs executor, to ${tolerance}`,
    async (prior) => {
      const { program } = compiled(networkGraph(priors[prior]))
      const train = bound(program, networkData(64))
      const asked = request(program, train, {
        seed: 5,
        batch: { images: 16 },
        epochs: 25,
        steps: 100,
        draws: 1
      })
      const [ours, theirs] = [must(await run(soloExecutor(), asked)), must(await run(tfjs, asked))]
      expect(ours.state.step).toBe(100)
      let moved = 0
      for (const [name, { values }] of ours.state.parameters) {
        const other = defined(theirs.state.parameters.get(name)).values,
          start = defined(asked.start.parameters.get(name)).values
        values.forEach((v, i) => {
          expect(Math.abs(v - (other[i] ?? NaN))).toBeLessThanOrEqual(
            tolerance * Math.max(1, Math.abs(v))
          )
          moved = Math.max(moved, Math.abs(v - (start[i] ?? NaN)))
        })
      }
      // the steps have gone somewhere
      expect(moved).toBeGreaterThan(1000 * tolerance)
    }
  )
})
