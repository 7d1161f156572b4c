import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/ir/Plan.ts'
import { elements } from '../../src/lower/AxisLayout.ts'
import { prepareFloat64 } from '../../src/runtime/float64/Float64Plan.ts'
import { spreading } from '../../src/runtime/float64/Float64Spread.ts'
import { stretchPlaces } from '../../src/runtime/reference/Places.ts'
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

const filled = (plan: Plan, seed: number): Arrays =>
  new Map(plan.inputs.map((i) => [i.name, integers(i.name, elements(i.shape), seed)]))

test('what inputs of a stage change is all that is computed again, from that stage on', () => {
  fc.assert(
    fc.property(
      arbitraryPlan().filter(drawsNothing),
      fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(2), fc.nat(1000)), { minLength: 1, maxLength: 5 }),
      (plan, stageOf, changes) => {
        const stages = new Map(plan.inputs.map(({ name }, i) => [name, stageOf[i % 8] ?? 0]))
        const named = (stage: number) => [...stages].flatMap(([n, s]) => (s === stage ? [n] : []))
        const staged = prepareFloat64(plan, [named(1), named(2)])
        const whole = prepareFloat64(plan)
        const rounds = [[0, 0] as const, ...changes]
        for (const [from, seed] of rounds) {
          for (const [name, values] of filled(plan, seed))
            if ((stages.get(name) ?? 0) >= from)
              for (const prepared of [staged, whole]) prepared.input(name)?.set(values)
          staged.run(from)
          whole.run()
          for (const { name } of plan.outputs)
            expect(staged.output(name)).toEqual(whole.output(name))
        }
      }
    ),
    { numRuns: 200 }
  )
})

test('a smaller array is spread as places say, whichever of its axes are 1 or left out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(1, 2, 3, 9), fc.boolean()), { maxLength: 4 }),
      fc.nat(4),
      (axes, left) => {
        const shape = axes.map(([extent]) => extent)
        const from = axes.map(([extent, isOne]) => (isOne ? 1 : extent))
        const lead = from.findIndex((d) => d !== 1)
        const own = from.slice(Math.min(left, lead < 0 ? from.length : lead))
        const values = Float64Array.from({ length: elements(own) }, (_, i) => i + 1)
        const room = new Float64Array(elements(shape)).fill(NaN)
        spreading({ shape: own, values }, shape, room)()
        const wanted = Array.from(stretchPlaces(shape, own), (at) => values[at])
        expect([...room]).toEqual(wanted)
      }
    ),
    { numRuns: 500 }
  )
})
