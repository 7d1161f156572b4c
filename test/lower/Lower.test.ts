import * as fc from 'fast-check'
import { describe, it } from 'vitest'
import { makeReferenceExecutor } from '../../src/runtime/reference/ReferenceExecutor.ts'
import { expectClose } from './Compare.ts'
import type { PlanCase } from './PlanCase.ts'
import { arbitraryPlanCase } from './PlanCase.ts'
import { arbitrarySizedCase } from './SizedExpr.ts'

const runReference = (c: PlanCase): ReadonlyMap<string, Float64Array> => {
  const executor = makeReferenceExecutor()
  const runnable = executor.prepare(c.plan)
  if (runnable._tag === 'Left') throw new Error(runnable.left.what)
  const inputs = new Map(
    c.plan.inputs.map((i) => [
      i.name,
      executor.upload(c.inputs.get(i.name) ?? new Float32Array(0), i.shape)
    ])
  )
  return new Map(
    [...runnable.right.run(inputs, { seed: 1, step: 1 })].map(([name, b]) => [name, b.values])
  )
}

describe('lower', () => {
  it.each([
    ['generated expressions', arbitraryPlanCase(4), 150],
    ['axes of size 0 and 1', arbitrarySizedCase(3), 300]
  ] as const)('keeps the values of %s', (_, cases, numRuns) => {
    fc.assert(
      fc.property(cases, (c) => {
        const wanted = c.expected()
        for (const [name, found] of runReference(c))
          expectClose(found, wanted.get(name) ?? new Float64Array(0), 1e-7)
      }),
      { numRuns }
    )
  })
})
