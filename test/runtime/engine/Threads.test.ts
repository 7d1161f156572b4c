import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { normals } from '../../../src/runtime/Noise.ts'
import { makeReferenceExecutor } from '../../../src/runtime/reference/ReferenceExecutor.ts'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { generate } from '../../../src/runtime/engine/emit/Generate.ts'
import { integers, planFrom } from './ArbitraryPlan.ts'
import { large, largeInputs } from './LargePlan.ts'
import {
  allFeatures,
  type Arrays,
  bitsOf,
  defined,
  input,
  planOf,
  runOn,
  soloExecutor,
  type Teamed,
  teamedExecutor,
  textOf
} from './OnExecutor.ts'

const threadCounts = [1, 2, 3]

describe('threads', () => {
  const teams: Array<Teamed> = []
  beforeAll(async () => {
    for (const n of threadCounts) teams.push(await teamedExecutor(n))
  })
  afterAll(() => {
    for (const { team } of teams) team.close()
  })
  const team = (k: number): Teamed => defined(teams[k])
  const on = (k: number, plan: Plan, arrays: Arrays, steps?: number): Promise<Arrays> =>
    runOn(team(k).executor, plan, arrays, {
      before: team(k).ready,
      ...(steps === undefined ? {} : { steps })
    })

  it('share every kind of kernel of a large plan', () => {
    const scheduled = schedule(large)
    const kinds = new Set(scheduled.kernels.map((k) => k._tag))
    expect([...kinds].sort()).toEqual(['Loop', 'Noise', 'Product', 'Window'])
    expect(generate(scheduled, { ...allFeatures, threads: true }).phases.length).toBeGreaterThan(6)
  })

  it('of any number give the same bits, which are those of one without shared memory', async () => {
    const wanted = bitsOf(await runOn(soloExecutor(), large, largeInputs))
    for (let k = 0; k < threadCounts.length; k++)
      expect(bitsOf(await on(k, large, largeInputs))).toEqual(wanted)
  })

  it('of any number give the same bits over several steps in one call', async () => {
    const wanted = bitsOf(await on(0, large, largeInputs, 3))
    for (let k = 1; k < threadCounts.length; k++)
      expect(bitsOf(await on(k, large, largeInputs, 3))).toEqual(wanted)
  })

  it('compute generated plans of integers exactly, one after the other, of any size', async () => {
    const reference = makeReferenceExecutor()
    for (let seed = 1; seed <= 12; seed++) {
      const draws = normals({ seed, step: 0 }, 'plan', 4000)
      let at = 0
      const plan = planFrom(() => ((draws[at++ % 4000] ?? 0) * 1000 + 1e5) % 1, {
        extents: [1, 2, 7, 33, 64],
        instructions: 12,
        most: 20_000
      })
      const arrays = new Map(
        plan.inputs.map((i) => [i.name, integers(i.name, elements(i.shape), seed)])
      )
      const wanted = textOf(await runOn(reference, plan, arrays, { steps: 2 }))
      for (let k = 0; k < threadCounts.length; k++)
        expect(textOf(await on(k, plan, arrays, 2))).toEqual(wanted)
    }
    expect(teams.map((t) => t.executor.liveBuffers())).toEqual([0, 0, 0])
  })

  it('follow plans that come and go, with and without a pause, as fast as they are prepared', async () => {
    const reference = makeReferenceExecutor(),
      pauses = normals({ seed: 3, step: 0 }, 'pauses', 120)
    for (let k = 0; k < 120; k++) {
      // fresh modules, more than are kept
      const plan = planOf(
        [
          [[40, 30], input('x')],
          [[40, 30], { _tag: 'Fill', value: k % 40 }],
          [[40, 30], { _tag: 'Zip', op: 'add', x: 0, y: 1 }],
          [[30, 40], { _tag: 'Transpose', permutation: [1, 0], x: 2 }],
          [[40, 40], { _tag: 'MatMul', x: 2, y: 3 }]
        ],
        { y: 4 }
      )
      const pause = pauses[k] ?? 0,
        arrays = new Map([['x', integers('x', 1200, k)]])
      const before =
        pause < -0.5
          ? async () => undefined
          : pause < 0.5
            ? team(1 + (k % 2)).ready
            : () =>
                new Promise<void>((resolve) => {
                  setTimeout(resolve, pause)
                })
      for (const steps of [1, 2])
        expect(
          textOf(await runOn(team(1 + (k % 2)).executor, plan, arrays, { steps, before }))
        ).toEqual(textOf(await runOn(reference, plan, arrays, { steps })))
    }
  })

  it('go on while the memory grows under them', async () => {
    const { executor, heap, ready } = team(2)
    const wanted = bitsOf(await runOn(soloExecutor(), large, largeInputs))
    const before = heap.size(),
      kept = [40, 80].map((mebibytes) =>
        executor.upload(new Float32Array(mebibytes * 2 ** 18), [mebibytes * 2 ** 18])
      )
    expect(heap.size()).toBeGreaterThan(before + 100 * 2 ** 20)
    // arrays of this run lie where the memory has grown
    expect(bitsOf(await runOn(executor, large, largeInputs, { before: ready }))).toEqual(wanted)
    kept.forEach(executor.release)
  })
})
