import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summarisePlan } from '../../../src/lower/ExplainInstructions.ts'
import type { ExplainedPlan } from '../../../src/runtime/ExplainedPlan.ts'
import { explained } from '../../../src/runtime/engine/ExplainModule.ts'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { generate } from '../../../src/runtime/engine/emit/Generate.ts'
import { productScratchBytes } from '../../../src/runtime/engine/product/Product.ts'
import type { Plan } from '../../../src/ir/Plan.ts'
import { planFrom, smallSizes } from './ArbitraryPlan.ts'
import { large } from './LargePlan.ts'
import {
  allFeatures,
  defined,
  input,
  must,
  plainFeatures,
  planOf,
  soloExecutor
} from './OnExecutor.ts'
import { between } from '../../../src/laws/ArbitraryNumber.ts'

const explain = (plan: Plan): ExplainedPlan => must(defined(soloExecutor().explain)(plan))

/** New w by way of a product, noise and a sum; new m:w is the old w. */
const step = planOf(
  [
    [[128, 50], input('x')],
    [[50, 20], input('w')],
    [[50, 20], input('m:w')],
    [[], input('rate:location')],
    [[128, 20], { _tag: 'MatMul', x: 0, y: 1 }],
    [[128, 20], { _tag: 'Noise', name: 'e' }],
    [[128, 20], { _tag: 'Zip', op: 'add', x: 4, y: 5 }],
    [[20], { _tag: 'Reduce', op: 'sum', positions: [0], x: 6 }],
    [[50, 20], { _tag: 'Zip', op: 'add', x: 1, y: 7 }],
    [[50, 20], { _tag: 'Zip', op: 'mul', x: 8, y: 3 }]
  ],
  { w: 9, 'm:w': 1 },
  ['w', 'm:w']
)

describe('a plan explained', () => {
  it('says what each kernel computes, why, what it touches, and what is written in place', () => {
    const { kernels, elsewhere } = explain(step)
    expect(kernels.map((k) => k.what)).toEqual([
      'noise e, 2,560 numbers',
      'product 128×50 · 50×20, direct',
      'loop over 128×20: 1 operation, 1 sum',
      'loop over 50×20: 2 operations',
      'copies of 1 output'
    ])
    expect(kernels.map((k) => k.kind)).toEqual(['noise', 'product', 'loop', 'loop', 'copy'])
    expect(kernels.map((k) => k.why)).toEqual([
      '',
      'rows of y are contiguous, and 128 rows read them too seldom to pay for a copy',
      '',
      '',
      expect.stringContaining('inputs')
    ])
    // by itself; by itself; by who reads it; by itself; nothing
    expect(kernels.map((k) => k.names)).toEqual([[], ['x', 'w'], ['w'], ['w'], []])
    expect(kernels.flatMap((k) => k.inPlace)).toEqual([])
    expect(elsewhere).toEqual(['w', 'm:w'])
    expect(kernels.map((k) => k.flops)).toEqual([2560, 2 * 128 * 50 * 20, 2 * 2560, 2 * 1000, 0])
    expect(kernels.map((k) => k.bytes)).toEqual([
      4 * 2560,
      4 * (6400 + 1000 + 2560),
      4 * (2 * 2560 + 20),
      4 * (2 * 1000 + 20 + 1),
      2 * 4 * 1000
    ])
  })

  it('says where new state takes the place of the old', () => {
    const plan = planOf(
      [
        [[9], input('w')],
        [[9], { _tag: 'Map', op: 'exp', x: 0 }]
      ],
      { w: 1 },
      ['w']
    )
    expect(explain(plan)).toMatchObject({
      elsewhere: [],
      kernels: [{ inPlace: ['w'], shared: false }]
    })
  })

  it('counts bytes: of the code, the workspace with its scratch, and everything in memory', () => {
    const made = generate(schedule(large), allFeatures),
      { codeBytes, workspaceBytes, memoryBytes, kernels } = explain(large)
    const scratch = made.schedule.kernels.map((k) =>
      k._tag === 'Product' ? productScratchBytes(k) : 0
    )
    expect(codeBytes).toBe(made.bytes.length)
    expect(workspaceBytes).toBeGreaterThanOrEqual(Math.max(...scratch))
    expect(memoryBytes).toBeGreaterThan(workspaceBytes + 4 * (203 * 161 + 161 * 190))
    expect(kernels.filter((k) => k.shared).map((k) => k.kind)).toEqual(
      expect.arrayContaining(['loop', 'product', 'noise', 'window'])
    )
  })

  it('leaves nothing behind', () => {
    const executor = soloExecutor()
    must(defined(executor.explain)(large))
    expect(executor.liveBuffers()).toBe(0)
  })

  const productsOfThePlan =
    'has the products of the plan, no work that the plan has not, ' +
    'and phases in the order of kernels, whatever the plan'
  it(productsOfThePlan, () => {
    const choices = fc.array(between(0, 0.999), {
      minLength: 200,
      maxLength: 200
    })
    fc.assert(
      fc.property(choices, (list) => {
        let at = 0
        const plan = planFrom(() => list[at++ % list.length] ?? 0, smallSizes),
          summary = summarisePlan(plan)
        const generated = generate(schedule(plan), plainFeatures)
        const { kernels, phases } = explained(generated, {
          features: plainFeatures,
          threads: 1,
          threadsWanted: 1,
          simpler: false
        })
        const flops = (which: (kind: string) => boolean): number =>
          kernels.filter((k) => which(k.kind)).reduce((n, k) => n + k.flops, 0)
        expect(flops((kind) => kind === 'product')).toBe(summary.productFlops)
        expect(flops(() => true)).toBeLessThanOrEqual(summary.flops)
        expect([...new Set(phases)]).toEqual(kernels.map((_, k) => k))
        expect([...phases].sort((a, b) => a - b)).toEqual(phases)
      }),
      { numRuns: 60 }
    )
  })
})

describe('the engine explained', () => {
  const generated = generate(schedule(step), plainFeatures)
  const engine = (setting: Partial<Parameters<typeof explained>[1]>) =>
    explained(generated, {
      features: allFeatures,
      threads: 1,
      threadsWanted: 1,
      simpler: false,
      ...setting
    }).engine

  it('says what was found', () => {
    expect(engine({})).toEqual({
      threads: 1,
      threadsWanted: 1,
      sharedMemory: false,
      relaxedMadd: true,
      wide: true,
      fallbacks: []
    })
    expect(
      engine({ features: { ...allFeatures, threads: true }, threads: 2, threadsWanted: 2 })
    ).toMatchObject({ threads: 2, sharedMemory: true, fallbacks: [] })
  })

  it('says what runs instead of what is missing', () => {
    expect(engine({ features: plainFeatures }).fallbacks).toEqual([
      'no relaxed multiply-add: a product and a sum instead, each rounded'
    ])
    expect(engine({ threadsWanted: 4 }).fallbacks).toEqual([
      '4 threads were asked for, and there is no memory that they could share: one thread instead'
    ])
    expect(engine({ features: plainFeatures, threadsWanted: 4, simpler: true }).fallbacks).toEqual([
      'the engine refused a module for what it said it has: simpler code for one thread instead'
    ])
  })
})
