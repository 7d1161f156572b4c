import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/ir/Plan.ts'
import { elements } from '../../src/lower/AxisLayout.ts'
import { prepareFloat64 } from '../../src/runtime/float64/Float64Plan.ts'
import { prepareModule } from '../../src/runtime/float64/module/Float64Module.ts'
import { arbitraryPlanCase } from '../lower/PlanCase.ts'
import { arbitrarySizedCase } from '../lower/SizedExpr.ts'
import { arbitraryPlan, integers } from './engine/ArbitraryPlan.ts'
import type { Arrays } from './engine/OnExecutor.ts'

const drawsNothing = ({ instructions }: Plan): boolean =>
  instructions.every((i) => i.operation._tag !== 'Noise')

/** Numbers that a sum in another order would round otherwise. */
const rough = (plan: Plan, seed: number): Arrays =>
  new Map(
    plan.inputs.map((i) => [
      i.name,
      integers(i.name, elements(i.shape), seed).map((x, at) => x * 0.731 + Math.sin(at + seed))
    ])
  )

/** −0 and 0 are one number, and so are all NaN. */
const plain = (values: Float64Array): ReadonlyArray<number> => Array.from(values, (x) => x + 0)

/** Runs both from the stage on that changed, in which inputs are new. */
const same = (plan: Plan, stageOf: ReadonlyArray<number>, rounds: ReadonlyArray<Arrays>): void => {
  const stages = new Map(plan.inputs.map(({ name }, i) => [name, stageOf[i % 8] ?? 0]))
  const named = (stage: number) => [...stages].flatMap(([n, s]) => (s === stage ? [n] : []))
  const changing = [named(1), named(2)]
  const code = prepareModule(plan, changing)
  const loops = prepareFloat64(plan, changing)
  if (code === undefined) throw new Error('the engine does not take the module')
  rounds.forEach((arrays, round) => {
    const from = round % 3
    for (const prepared of [code, loops]) {
      for (const [name, values] of arrays)
        if ((stages.get(name) ?? 0) >= from) prepared.input(name)?.set(values)
      prepared.run(from)
    }
    for (const { name } of plan.outputs)
      expect(plain(code.output(name))).toEqual(plain(loops.output(name)))
  })
}

const stages = fc.array(fc.nat(2), { minLength: 8, maxLength: 8 })

test('a module gives what the loops give, to the last bit, from whatever stage it is run', () => {
  fc.assert(
    fc.property(arbitraryPlan().filter(drawsNothing), stages, fc.nat(1000), (plan, own, seed) => {
      same(
        plan,
        own,
        [0, 1, 2, 3].map((round) => rough(plan, seed + round))
      )
    }),
    { numRuns: 150 }
  )
})

test.each([
  ['lowered expressions', arbitraryPlanCase(3)],
  ['axes of size 0 and 1', arbitrarySizedCase(3)]
])('and so it does for %s', (_, cases) => {
  fc.assert(
    fc.property(cases, stages, ({ plan, inputs }, own) => {
      fc.pre(drawsNothing(plan))
      same(plan, own, [inputs, inputs])
    }),
    { numRuns: 80 }
  )
})
