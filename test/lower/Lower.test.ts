import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlanCase } from './PlanCase.ts'
import { arbitraryPlanCase } from './PlanCase.ts'
import { makeReferenceExecutor } from '../../src/runtime/ReferenceExecutor.ts'

const runReference = (c: PlanCase): ReadonlyMap<string, Float64Array> => {
  const executor = makeReferenceExecutor()
  const runnable = executor.prepare(c.plan)
  if (runnable._tag === 'Left') throw new Error(runnable.left.what)
  const inputs = new Map(c.plan.inputs.map((i) => [i.name, executor.upload(c.inputs.get(i.name) ?? new Float32Array(0), i.shape)]))
  return new Map([...runnable.right.run(inputs, { seed: 1, step: 1 })].map(([name, b]) => [name, b.values]))
}

const close = (found: Float64Array, wanted: Float64Array, tolerance: number): void => {
  expect(found.length).toBe(wanted.length)
  found.forEach((x, i) => {
    const w = wanted[i] ?? NaN
    const scale = Math.max(1, Math.abs(w))
    if (!(Object.is(x, w) || x === w || Math.abs(x - w) <= tolerance * scale || (Number.isNaN(x) && Number.isNaN(w)))) expect({ i, x }).toEqual({ i, x: w })
  })
}

describe('lower', () => {
  it('gives a plan whose values are those of its expressions', () => {
    fc.assert(fc.property(arbitraryPlanCase(4), (c) => {
      const wanted = c.expected()
      for (const [name, found] of runReference(c)) close(found, wanted.get(name) ?? new Float64Array(0), 1e-7)
    }), { numRuns: 300 })
  })
})
