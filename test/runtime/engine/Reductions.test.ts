import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reduce, ref } from '../../../src/expr/Expr.ts'
import type { Shape } from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { normals } from '../../../src/runtime/Noise.ts'
import { makeReferenceExecutor } from '../../../src/runtime/reference/ReferenceExecutor.ts'
import { planCase } from '../../lower/PlanCase.ts'
import { type Arrays, defined, input, planOf, runOn, soloExecutor, textOf } from './OnExecutor.ts'
import { integers } from './ArbitraryPlan.ts'

const executor = soloExecutor()

const reduced = (
  shape: Shape,
  positions: ReadonlyArray<number>,
  op: 'sum' | 'max' | 'min' = 'sum'
) =>
  planOf(
    [
      [shape, input('x')],
      [shape.filter((_, i) => !positions.includes(i)), { _tag: 'Reduce', op, positions, x: 0 }]
    ],
    { y: 1 }
  )

/** The largest relative error of sums, against sums in float64. */
const error = async (
  shape: Shape,
  positions: ReadonlyArray<number>,
  x: Float32Array
): Promise<number> => {
  const plan = reduced(shape, positions),
    arrays: Arrays = new Map([['x', x]])
  const found = defined((await runOn(executor, plan, arrays)).get('y'))
  const wanted = defined((await runOn(makeReferenceExecutor(), plan, arrays)).get('y'))
  return found.reduce(
    (most, v, i) => Math.max(most, Math.abs(v - (wanted[i] ?? NaN)) / Math.abs(wanted[i] ?? NaN)),
    0
  )
}

const n = 1_000_000
const draws = normals({ seed: 1, step: 0 }, 'x', n)
const positives: ReadonlyArray<readonly [string, Float32Array]> = [
  ['equal', new Float32Array(n).fill(0.1)],
  ['different', draws.map((v) => Math.abs(v))],
  ['growing', Float32Array.from({ length: n }, (_, i) => i / n)],
  ['of all magnitudes', draws.map((v) => Math.exp(4 * v))]
]

describe('sums of a million positive numbers are right to 1e-6', () => {
  it.each(positives)('%s', async (_, x) => {
    const shapes: ReadonlyArray<readonly [Shape, ReadonlyArray<number>]> = [
      [[n], [0]],
      [[n / 100, 4], [0]],
      [[4, n / 100], [1]],
      [
        [100, n / 1000],
        [0, 1]
      ],
      [[2, n / 400, 4], [1]],
      [[n / 500, 20], [0]],
      [[3, 7001, 3], [1]]
    ]
    for (const [shape, positions] of shapes)
      expect(await error(shape, positions, x.subarray(0, elements(shape)))).toBeLessThanOrEqual(
        1e-6
      )
  })

  it('and of numbers that cancel, to 1e-7 of the sum of magnitudes', async () => {
    const found = defined(
      (await runOn(executor, reduced([n], [0]), new Map([['x', draws]]))).get('y')
    )
    const exact = draws.reduce((s, v) => s + v, 0),
      magnitude = draws.reduce((s, v) => s + Math.abs(v), 0)
    expect(Math.abs((found[0] ?? NaN) - exact)).toBeLessThanOrEqual(1e-7 * magnitude)
  })
})

describe('reductions', () => {
  const cases = fc
    .array(fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 13), { minLength: 1, maxLength: 4 })
    .chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        positions: fc.subarray(
          shape.flatMap((d, i) => (d > 1 ? [i] : [])),
          { minLength: shape.some((d) => d > 1) ? 1 : 0 }
        ),
        op: fc.constantFrom('sum', 'max', 'min')
      })
    )
    .filter(({ positions }) => positions.length > 0)

  it('over any positions, of any extents, are exact for integers', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, positions, op }) => {
        const plan = reduced(shape, positions, op),
          arrays = new Map([['x', integers('x', elements(shape))]])
        expect(textOf(await runOn(executor, plan, arrays))).toEqual(
          textOf(await runOn(makeReferenceExecutor(), plan, arrays))
        )
      }),
      { numRuns: 120 }
    )
  })

  it('of columns, several vectors at a time, are exact for integers, beside what else the loop makes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(2, 5, 40, 300),
        fc.constantFrom(31, 32, 63, 64, 66, 95, 100, 127, 128, 131, 143, 300),
        async (rows, columns) => {
          const plan = planOf(
            [
              [[rows, columns], input('x')],
              [[columns], input('b')],
              [[rows, 1], input('c')],
              [[rows, columns], { _tag: 'Zip', op: 'add', x: 0, y: 1 }],
              [[rows, columns], { _tag: 'Zip', op: 'sub', x: 3, y: 2 }],
              [[columns], { _tag: 'Reduce', op: 'sum', positions: [0], x: 4 }],
              [[columns], { _tag: 'Reduce', op: 'max', positions: [0], x: 3 }]
            ],
            { sums: 5, most: 6, all: 4 }
          )
          const arrays = new Map([
            ['x', integers('x', rows * columns)],
            ['b', integers('b', columns)],
            ['c', integers('c', rows)]
          ])
          expect(textOf(await runOn(executor, plan, arrays))).toEqual(
            textOf(await runOn(makeReferenceExecutor(), plan, arrays))
          )
        }
      ),
      { numRuns: 40 }
    )
  })

  it('of long axes count every element once', async () => {
    for (const length of [1023, 1024, 1025, 4095, 4096, 4097, 4103, 9999]) {
      const ones = new Map([['x', new Float32Array(3 * length).fill(1)]])
      expect(textOf(await runOn(executor, reduced([3, length], [1]), ones)).get('y')).toBe(
        `${length} ${length} ${length}`
      )
      expect(textOf(await runOn(executor, reduced([length, 3], [0]), ones)).get('y')).toBe(
        `${length} ${length} ${length}`
      )
      expect(textOf(await runOn(executor, reduced([3, length], [0, 1]), ones)).get('y')).toBe(
        `${3 * length}`
      )
    }
  })

  it('find a NaN and an infinity wherever it lies in a long sum', async () => {
    for (const at of [0, 3, 1023, 1024, 4000, 4999]) {
      const x = new Float32Array(5000).fill(1)
      x[at] = NaN
      for (const op of ['sum', 'max', 'min'] as const)
        expect(
          textOf(await runOn(executor, reduced([5000], [0], op), new Map([['x', x]]))).get('y')
        ).toBe('NaN')
      x[at] = -Infinity
      expect(
        textOf(await runOn(executor, reduced([5000], [0]), new Map([['x', x]]))).get('y')
      ).toBe('-Infinity')
    }
  })

  it('of nothing are 0, −∞ and ∞, of an axis of one the element', async () => {
    for (const size of [0, 1]) {
      const x = ref('x', ['a', 'b'])
      const c = planCase(
        new Map([
          ['sum', reduce('sum', ['a'])(x)],
          ['max', reduce('max', ['a'])(x)],
          ['min', reduce('min', ['a'])(x)],
          ['all', reduce('sum', ['a', 'b'])(x)]
        ]),
        [{ name: 'x', axes: ['a', 'b'], values: [1, 2, 3].slice(0, 3 * size) }],
        new Map([
          ['a', size],
          ['b', 3]
        ])
      )
      expect(textOf(await runOn(executor, c.plan, c.inputs))).toEqual(
        textOf(
          new Map(
            [...c.expected()]
              .sort(([p], [q]) => (p < q ? -1 : 1))
              .map(([name, v]) => [name, Float32Array.from(v)])
          )
        )
      )
    }
  })
})
