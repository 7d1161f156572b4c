import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { elements } from '../../../src/lower/AxisLayout.ts'
import type { Plan } from '../../../src/ir/Plan.ts'
import { normals } from '../../../src/runtime/Noise.ts'
import { makeReferenceExecutor } from '../../../src/runtime/reference/ReferenceExecutor.ts'
import { expectClose } from '../../lower/Compare.ts'
import { arbitraryPlanCase, type PlanCase } from '../../lower/PlanCase.ts'
import { arbitrarySizedCase } from '../../lower/SizedExpr.ts'
import { arbitraryPlan, integers, smallSizes } from './ArbitraryPlan.ts'
import {
  allFeatures,
  type Arrays,
  defined,
  input,
  plainFeatures,
  planOf,
  runOn,
  soloExecutor,
  textOf
} from './OnExecutor.ts'

/**
 * float32 may lose what the formula loses in float32: how far an evaluation that rounds every step
 * goes astray is allowed too.
 */
const expectFloat32 = (found: Arrays, c: PlanCase): void => {
  const exact = c.expected(),
    rounded = c.expected({ round: Math.fround })
  for (const [name, values] of found) {
    const w = exact.get(name) ?? new Float64Array(0),
      r = rounded.get(name) ?? new Float64Array(0)
    expectClose(
      values,
      w,
      (i) => 5e-5 + (20 * Math.abs((w[i] ?? 0) - (r[i] ?? 0))) / Math.max(1, Math.abs(w[i] ?? 0))
    )
  }
}

const inputsOf = (plan: Plan, seed: number): Arrays =>
  new Map(plan.inputs.map((i) => [i.name, integers(i.name, elements(i.shape), seed)]))

describe.each([
  ['with all features', allFeatures],
  ['with none', plainFeatures]
] as const)('generated WebAssembly %s', (_, features) => {
  const executor = soloExecutor(features),
    reference = makeReferenceExecutor()
  afterAll(() => expect(executor.liveBuffers()).toBe(0))

  it('agrees with the interpreter on lowered expressions', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlanCase(3), async (c) =>
        expectFloat32(await runOn(executor, c.plan, c.inputs), c)
      ),
      { numRuns: 40 }
    )
  })

  it('agrees where axes have size 0 and 1', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySizedCase(3), async (c) =>
        expectFloat32(await runOn(executor, c.plan, c.inputs), c)
      ),
      { numRuns: 60 }
    )
  })

  it('computes plans of integers exactly', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlan(), fc.nat(1000), async (plan, seed) => {
        expect(textOf(await runOn(executor, plan, inputsOf(plan, seed)))).toEqual(
          textOf(await runOn(reference, plan, inputsOf(plan, seed)))
        )
      }),
      { numRuns: 150 }
    )
  })

  it('computes long plans of integers exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryPlan({ ...smallSizes, extents: [1, 2, 3, 4, 6], instructions: 80 }),
        async (plan) => {
          expect(textOf(await runOn(executor, plan, inputsOf(plan, 1)))).toEqual(
            textOf(await runOn(reference, plan, inputsOf(plan, 1)))
          )
        }
      ),
      { numRuns: 15 }
    )
  })
})

describe('generated WebAssembly', () => {
  const executor = soloExecutor()

  it('draws the noise of every other executor', async () => {
    const plan = planOf(
      [
        [[20, 30], { _tag: 'Noise', name: 'a' }],
        [[7], { _tag: 'Noise', name: 'b' }]
      ],
      { a: 0, b: 1 }
    )
    const key = { seed: 7, step: 3 }
    expect(await runOn(executor, plan, new Map(), { key })).toEqual(
      new Map([
        ['a', normals(key, 'a', 600)],
        ['b', normals(key, 'b', 7)]
      ])
    )
  })

  it('carries NaN and infinities as the reference does, and none from beyond an array’s end', async () => {
    const xs = [NaN, Infinity, -Infinity, 0, -0, 1, -2.5]
    const values = fc
      .array(fc.constantFrom(...xs), { minLength: 15, maxLength: 15 })
      .map((v) => Float32Array.from(v))
    const plan = planOf(
      [
        [[3, 5], input('x')],
        [[3, 5], input('y')],
        [[5, 3], { _tag: 'Transpose', permutation: [1, 0], x: 1 }],
        [[3, 3], { _tag: 'MatMul', x: 0, y: 2 }],
        [[3, 5], { _tag: 'Zip', op: 'max', x: 0, y: 1 }],
        [[3, 5], { _tag: 'Zip', op: 'min', x: 0, y: 1 }],
        [[3, 5], { _tag: 'Zip', op: 'mul', x: 0, y: 1 }],
        [[3], { _tag: 'Reduce', op: 'sum', positions: [1], x: 0 }],
        [[5], { _tag: 'Reduce', op: 'max', positions: [0], x: 0 }],
        [[], { _tag: 'Reduce', op: 'min', positions: [0, 1], x: 6 }],
        [[3, 5], { _tag: 'Where', condition: 1, x: 0, y: 6 }],
        [[3, 4, 2], { _tag: 'Unfold', position: 1, offset: 2, stride: 1, padding: 0, x: 0 }],
        [[3, 4, 4], { _tag: 'Unfold', position: 1, offset: 2, stride: 1, padding: 1, x: 0 }],
        [[3, 5], { _tag: 'Fold', position: 1, offset: 2, stride: 1, padding: 0, x: 11 }]
      ],
      {
        product: 3,
        max: 4,
        min: 5,
        mul: 6,
        sum: 7,
        top: 8,
        bottom: 9,
        where: 10,
        windows: 12,
        folded: 13
      }
    )
    await fc.assert(
      fc.asyncProperty(values, values, async (x, y) => {
        const arrays = new Map([
          ['x', x],
          ['y', y]
        ])
        expect(textOf(await runOn(executor, plan, arrays))).toEqual(
          textOf(await runOn(makeReferenceExecutor(), plan, arrays))
        )
      }),
      { numRuns: 100 }
    )
  })

  it('says which array is used wrongly', () => {
    const plan = planOf(
      [
        [[2], input('x')],
        [[2], { _tag: 'Map', op: 'neg', x: 0 }]
      ],
      { y: 1 },
      ['x']
    )
    const prepared = executor.prepare(plan)
    if (prepared._tag === 'Left') throw new Error('refused')
    const { run, dispose } = prepared.right,
      key = { seed: 1, step: 1 }
    const x = executor.upload(Float32Array.of(1, 2), [2])
    expect(() => run(new Map(), key)).toThrow('internal: no input x')
    expect(() => run(new Map([['x', executor.upload(new Float32Array(3), [3])]]), key)).toThrow(
      'internal: input x has 3 elements instead of 2'
    )
    const y = defined(run(new Map([['x', x]]), key).get('y'))
    expect(() => run(new Map([['x', x]]), key)).toThrow(
      'internal: input x is used after its release'
    )
    executor.release(y)
    expect(() => executor.release(y)).toThrow('internal: an array is used after its release')
    expect(() => executor.download(y)).toThrow('internal: an array is read after its release')
    expect(() => executor.upload(new Float32Array(3), [2])).toThrow(
      'internal: 3 numbers for an array of 2'
    )
    dispose()
    expect(dispose).toThrow('internal: a plan is disposed of twice')
  })
})
