import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plan, ValueId } from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { made } from '../../../src/runtime/engine/Kernel.ts'
import { aligned, reads, sourcesOf } from '../../../src/runtime/engine/loop/Operands.ts'
import { arbitraryPlan } from './ArbitraryPlan.ts'
import { input, planOf } from './OnExecutor.ts'

const plans = arbitraryPlan({ extents: [1, 2, 3, 4, 6], instructions: 25, most: 400 })

describe('a schedule', () => {
  it('makes every value once, after what it reads, and everything that is asked for', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { kernels, views } = schedule(plan)
        const done = new Set<ValueId>(plan.inputs.map((i) => i.id))
        const isThere = (v: ValueId): boolean => done.has(v) || views.constant(v)
        for (const k of kernels) {
          expect(reads(views, k).filter((v) => !isThere(v))).toEqual([])
          for (const id of made(k)) {
            expect(done.has(id)).toBe(false)
            done.add(id)
          }
        }
        expect(plan.outputs.map((o) => views.root(o.id)).filter((v) => !isThere(v))).toEqual([])
      }),
      { numRuns: 200 }
    )
  })

  it('has loops of one space, in which values are used at the place where they are made', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { kernels, views } = schedule(plan)
        for (const k of kernels) {
          if (k._tag !== 'Loop') continue
          const own = new Set(k.body.map((i) => i.id)),
            sums = new Set(k.reductions.map((i) => i.id))
          for (const i of [...k.body, ...k.reductions]) {
            for (const s of sourcesOf(views, i)) {
              expect(sums.has(s.base)).toBe(false)
              if (own.has(s.base)) expect(aligned(views, k.space, s)).toBe(true)
            }
          }
          for (const r of k.reductions)
            expect(elements(r.shape)).toBe(
              elements(k.space.filter((_, p) => !k.reduced.includes(p)))
            )
        }
      }),
      { numRuns: 200 }
    )
  })

  const layer = ((): Plan =>
    planOf(
      [
        [[20, 30], input('x')],
        [[30, 40], input('w')],
        [[30, 40], input('m')],
        [[20, 40], { _tag: 'MatMul', x: 0, y: 1 }],
        [[20, 40], { _tag: 'Map', op: 'tanh', x: 3 }],
        [[20, 40], { _tag: 'Map', op: 'square', x: 4 }],
        [[], { _tag: 'Reduce', op: 'sum', positions: [0, 1], x: 5 }],
        [[30, 20], { _tag: 'Transpose', permutation: [1, 0], x: 0 }],
        [[30, 40], { _tag: 'MatMul', x: 7, y: 4 }],
        [[30, 40], { _tag: 'Zip', op: 'add', x: 2, y: 8 }],
        [[30, 40], { _tag: 'Zip', op: 'sub', x: 1, y: 9 }]
      ],
      { w: 10, m: 9, loss: 6 },
      ['w', 'm']
    ))()

  it('fuses a step of a layer into two products and two loops, without a transpose', () => {
    expect(schedule(layer).kernels.map((k) => [k._tag, made(k)])).toEqual([
      ['Product', [3]],
      ['Loop', [4, 5, 6]],
      ['Product', [8]],
      ['Loop', [9, 10]]
    ])
  })

  it('is the same for the same plan', () => {
    expect(schedule(layer).kernels).toEqual(schedule(layer).kernels)
  })

  it('has no more loops than it must, and none that is too long for an engine', () => {
    const chain = (n: number): number =>
      schedule(
        planOf(
          [
            [[5000], input('x')],
            ...Array.from(
              { length: n },
              (_, k) => [[5000], { _tag: 'Map', op: 'neg', x: k }] as const
            )
          ],
          { y: n }
        )
      ).kernels.length
    expect([chain(10), chain(400), chain(4500)]).toEqual([1, 1, 3])
  })
})
