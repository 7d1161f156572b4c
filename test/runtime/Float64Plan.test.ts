import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/ir/Plan.ts'
import { elements } from '../../src/lower/AxisLayout.ts'
import { prepareFloat64 } from '../../src/runtime/float64/Float64Plan.ts'
import { makeReferenceExecutor } from '../../src/runtime/reference/ReferenceExecutor.ts'
import { arbitraryPlanCase } from '../lower/PlanCase.ts'
import { arbitrarySizedCase } from '../lower/SizedExpr.ts'
import { arbitraryPlan, integers } from './engine/ArbitraryPlan.ts'
import { type Arrays, runOn } from './engine/OnExecutor.ts'

const drawsNothing = ({ instructions }: Plan): boolean =>
  instructions.every((i) => i.operation._tag !== 'Noise')

/** Twice, so that what a run leaves behind would be seen in the second. */
const ranTwice = (plan: Plan, inputs: Arrays): ReadonlyMap<string, ReadonlyArray<number>> => {
  const prepared = prepareFloat64(plan)
  for (const run of [0, 1]) {
    for (const [name, values] of inputs) prepared.input(name)?.set(values)
    prepared.run()
    if (run === 0) plan.outputs.forEach((o) => expect(prepared.output(o.name)).toBeDefined())
  }
  return new Map(plan.outputs.map((o) => [o.name, [...Float32Array.from(prepared.output(o.name))]]))
}

const asLists = (arrays: Arrays): ReadonlyMap<string, ReadonlyArray<number>> =>
  new Map([...arrays].map(([name, values]) => [name, [...values]]))

test('a float64 plan gives what the reference executor gives, run after run', async () => {
  const reference = makeReferenceExecutor()
  await fc.assert(
    fc.asyncProperty(arbitraryPlan().filter(drawsNothing), fc.nat(1000), async (plan, seed) => {
      const inputs = new Map(
        plan.inputs.map((i) => [i.name, integers(i.name, elements(i.shape), seed)])
      )
      expect(ranTwice(plan, inputs)).toEqual(asLists(await runOn(reference, plan, inputs)))
    }),
    { numRuns: 150 }
  )
})

test.each([
  ['lowered expressions', arbitraryPlanCase(3)],
  ['axes of size 0 and 1', arbitrarySizedCase(3)]
])('and so it does for %s', async (_, cases) => {
  const reference = makeReferenceExecutor()
  await fc.assert(
    fc.asyncProperty(cases, async ({ plan, inputs }) => {
      fc.pre(drawsNothing(plan))
      const wanted = asLists(await runOn(reference, plan, inputs))
      for (const [name, values] of ranTwice(plan, inputs))
        values.forEach((v, i) => {
          const w = wanted.get(name)?.[i] ?? NaN
          // sums of products in another order
          if (Number.isFinite(w))
            expect(Math.abs(v - w)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(w)))
          else expect(v).toBe(w)
        })
    }),
    { numRuns: 60 }
  )
})
