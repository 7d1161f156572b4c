import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/ir/Plan.ts'
import type { Executor } from '../../../src/runtime/Executor.ts'
import { soloTeam } from '../../../src/runtime/wasm/Team.ts'
import { makeWasmExecutor } from '../../../src/runtime/wasm/WasmExecutor.ts'
import { expectClose } from '../../lower/Compare.ts'
import { arbitraryPlanCase, type PlanCase } from '../../lower/PlanCase.ts'
import { arbitrarySizedCase } from '../../lower/SizedExpr.ts'

const runOn = async <B>(executor: Executor<B>, plan: Plan, inputs: ReadonlyMap<string, Float32Array>): Promise<ReadonlyMap<string, Float32Array>> => {
  const prepared = executor.prepare(plan)
  if (isLeft(prepared)) throw new Error(prepared.left.what)
  const uploaded = new Map(plan.inputs.map((i) => [i.name, executor.upload(inputs.get(i.name) ?? new Float32Array(0), i.shape)]))
  const outputs = prepared.right.run(uploaded, { seed: 7, step: 3 })
  for (const i of plan.inputs) {
    const given = uploaded.get(i.name)
    if (!i.consumed && given !== undefined) executor.release(given)
  }
  const found = new Map<string, Float32Array>()
  for (const [name, buffer] of outputs) {
    found.set(name, await executor.download(buffer))
    executor.release(buffer)
  }
  prepared.right.dispose()
  return found
}

const expectFloat32 = (found: ReadonlyMap<string, Float32Array>, c: PlanCase): void => {
  const exact = c.expected(), rounded = c.expected({ round: Math.fround })
  for (const [name, values] of found) {
    const w = exact.get(name) ?? new Float64Array(0), r = rounded.get(name) ?? new Float64Array(0)
    expectClose(values, w, (i) => 5e-5 + 20 * Math.abs((w[i] ?? 0) - (r[i] ?? 0)) / Math.max(1, Math.abs(w[i] ?? 0)))
  }
}

describe('generated WebAssembly', () => {
  const executor = makeWasmExecutor({ relaxedMadd: true, threads: false }, (h) => soloTeam(h.memory))
  it('agrees with the interpreter on generated plans', async () => {
    await fc.assert(fc.asyncProperty(arbitraryPlanCase(3), async (c) => { expectFloat32(await runOn(executor, c.plan, c.inputs), c) }), { numRuns: Number(process.env['N'] ?? 100) })
  })
  it('agrees with the interpreter on sizes', async () => {
    await fc.assert(fc.asyncProperty(arbitrarySizedCase(3), async (c) => { expectFloat32(await runOn(executor, c.plan, c.inputs), c) }), { numRuns: Number(process.env['N'] ?? 100) })
    expect(executor.liveBuffers()).toBe(0)
  })
})
