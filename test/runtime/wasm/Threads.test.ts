import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation, Plan, Shape } from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/Layout.ts'
import { normals } from '../../../src/runtime/Noise.ts'
import { makeReferenceExecutor } from '../../../src/runtime/ReferenceExecutor.ts'
import { schedule } from '../../../src/runtime/wasm/Fuse.ts'
import { generate } from '../../../src/runtime/wasm/Generate.ts'
import { integers, planFrom } from './ArbitraryPlan.ts'
import { allFeatures, type Arrays, bitsOf, defined, input, planOf, runOn, soloExecutor, type Teamed, teamedExecutor, textOf } from './OnExecutor.ts'

/** Something of everything, large enough that threads share it: noise, a product, a chain with sums of rows and of columns, windows and sums of windows, transposes, state. */
const large = ((): Plan => {
  const list: Array<readonly [Shape, Operation]> = []
  const add = (shape: Shape, operation: Operation): number => list.push([shape, operation]) - 1
  const x = add([203, 161], input('x')), w = add([161, 190], input('w')), noise = add([203, 190], { _tag: 'Noise', name: 'e' })
  const h = add([203, 190], { _tag: 'MatMul', x, y: w }), noisy = add([203, 190], { _tag: 'Zip', op: 'add', x: h, y: noise })
  const bent = add([203, 190], { _tag: 'Map', op: 'tanh', x: noisy }), squares = add([203, 190], { _tag: 'Map', op: 'square', x: bent })
  const rows = add([203], { _tag: 'Reduce', op: 'sum', positions: [1], x: squares }), columns = add([190], { _tag: 'Reduce', op: 'max', positions: [0], x: squares })
  const all = add([], { _tag: 'Reduce', op: 'sum', positions: [0, 1], x: squares })
  const turned = add([190, 203], { _tag: 'Transpose', permutation: [1, 0], x: bent }), g = add([161, 203], { _tag: 'Transpose', permutation: [1, 0], x })
  const gradient = add([161, 190], { _tag: 'MatMul', x: g, y: bent }), next = add([161, 190], { _tag: 'Zip', op: 'sub', x: w, y: gradient })
  const windows = add([203, 94, 4], { _tag: 'Unfold', position: 1, offset: 2, stride: 2, padding: 0, x: bent })
  const padded = add([203, 96, 4], { _tag: 'Unfold', position: 1, offset: 2, stride: 2, padding: 2, x: bent })
  const folded = add([203, 190], { _tag: 'Fold', position: 1, offset: 2, stride: 2, padding: 2, x: padded })
  const pooled = add([203, 94], { _tag: 'Reduce', op: 'max', positions: [2], x: windows })
  return planOf(list, { w: next, rows, columns, all, turned, folded, pooled, padded, noise }, ['w'])
})()

const threadCounts = [1, 2, 3]

describe('threads', () => {
  const teams: Array<Teamed> = []
  beforeAll(async () => { for (const n of threadCounts) teams.push(await teamedExecutor(n)) })
  afterAll(() => { for (const { team } of teams) team.close() })
  const team = (k: number): Teamed => defined(teams[k])
  const on = (k: number, plan: Plan, arrays: Arrays, steps?: number): Promise<Arrays> =>
    runOn(team(k).executor, plan, arrays, { before: team(k).ready, ...(steps === undefined ? {} : { steps }) })

  const given = new Map(large.inputs.map((i) => [i.name, normals({ seed: 1, step: 0 }, i.name, elements(i.shape)).map((v) => v / 10)]))

  it('share every kind of kernel of a large plan', () => {
    const scheduled = schedule(large)
    const kinds = new Set(scheduled.kernels.map((k) => k._tag))
    expect([...kinds].sort()).toEqual(['Loop', 'Noise', 'Product', 'Window'])
    expect(generate(scheduled, { ...allFeatures, threads: true }).phaseKernels.length).toBeGreaterThan(6)
  })

  it('of any number give the same bits, which are those of one without shared memory', async () => {
    const wanted = bitsOf(await runOn(soloExecutor(), large, given))
    for (let k = 0; k < threadCounts.length; k++) expect(bitsOf(await on(k, large, given))).toEqual(wanted)
  })

  it('of any number give the same bits over several steps in one call', async () => {
    const wanted = bitsOf(await on(0, large, given, 3))
    for (let k = 1; k < threadCounts.length; k++) expect(bitsOf(await on(k, large, given, 3))).toEqual(wanted)
  })

  it('compute generated plans of integers exactly, one after the other, of any size', async () => {
    const reference = makeReferenceExecutor()
    for (let seed = 1; seed <= 12; seed++) {
      const draws = normals({ seed, step: 0 }, 'plan', 4000)
      let at = 0
      const plan = planFrom(() => ((draws[at++ % 4000] ?? 0) * 1000 + 1e5) % 1, { extents: [1, 2, 7, 33, 64], instructions: 12, most: 20_000 })
      const arrays = new Map(plan.inputs.map((i) => [i.name, integers(i.name, elements(i.shape), seed)]))
      const wanted = textOf(await runOn(reference, plan, arrays, { steps: 2 }))
      for (let k = 0; k < threadCounts.length; k++) expect(textOf(await on(k, plan, arrays, 2))).toEqual(wanted)
    }
    expect(teams.map((t) => t.executor.liveBuffers())).toEqual([0, 0, 0])
  })

  it('go on while the memory grows under them', async () => {
    const { executor, heap, ready } = team(2)
    const wanted = bitsOf(await runOn(soloExecutor(), large, given))
    const before = heap.size(), kept = [40, 80].map((mebibytes) => executor.upload(new Float32Array(mebibytes * 2 ** 18), [mebibytes * 2 ** 18]))
    expect(heap.size()).toBeGreaterThan(before + 100 * 2 ** 20)
    // arrays of this run lie where the memory has grown
    expect(bitsOf(await runOn(executor, large, given, { before: ready }))).toEqual(wanted)
    kept.forEach(executor.release)
  })
})
