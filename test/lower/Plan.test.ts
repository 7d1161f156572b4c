import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  type Axes,
  constant,
  contract,
  type Expr,
  iota,
  merge,
  reduce,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  where,
  zip
} from '../../src/expr/Expr.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import {
  abs,
  add,
  div,
  exp,
  equal,
  max,
  mul,
  neg,
  pow,
  reciprocal,
  sqrt,
  square,
  sub,
  sumAll,
  sumOver
} from '../../src/expr/Words.ts'
import type { Plan, ValueId } from '../../src/ir/Plan.ts'
import { showPlan, summarisePlan } from '../../src/lower/ExplainInstructions.ts'
import { operands } from '../../src/lower/LastUses.ts'
import { lower } from '../../src/lower/Lower.ts'
import { arbitraryPlanCase } from './PlanCase.ts'

const sizes = new Map([
  ['a', 6],
  ['b', 5],
  ['c', 4],
  ['one', 1],
  ['none', 0],
  ['n', 2],
  ['row', 6],
  ['column', 6],
  ['channel', 3],
  ['filter', 7]
])
const order = [
  'a',
  'window',
  'place',
  'b',
  'c',
  'one',
  'none',
  'n',
  'row',
  'i',
  'column',
  'j',
  'kj',
  'ki',
  'channel',
  'filter'
]
const lowerAll = (
  outputs: ReadonlyArray<Expr>,
  more: {
    readonly axes?: Axes
    readonly noise?: ReadonlyArray<string>
    readonly consumed?: ReadonlyArray<string>
  } = {}
) =>
  lower({
    outputs: new Map(outputs.map((e, i) => [`y${i}`, e])),
    ...(more.axes === undefined ? {} : { outputAxes: new Map([['y0', more.axes]]) }),
    sizes,
    order,
    noise: new Set(more.noise ?? []),
    consumed: new Set(more.consumed ?? [])
  })
const planOf = (...outputs: ReadonlyArray<Expr>): Plan => {
  const plan = lowerAll(outputs)
  if (isLeft(plan)) throw new Error(plan.left.what)
  return plan.right
}
/** What a plan does, inputs aside. */
const steps = (plan: Plan): ReadonlyArray<string> =>
  plan.instructions
    .filter((i) => i.operation._tag !== 'Input')
    .map(({ operation: o, shape }) => `${'op' in o ? o.op : o._tag} ${shape.join('×')}`.trim())

/** 3×3 windows of images of 6×6 with 3 channels; filters over them. */
const images = pipe(
  ref('image', ['n', 'row', 'column', 'channel']),
  unfoldWindows({ along: 'row', at: 'i', offset: 'ki', size: 3, stride: 1, padding: 0 }),
  unfoldWindows({ along: 'column', at: 'j', offset: 'kj', size: 3, stride: 1, padding: 0 })
)
const filters = ref('filters', ['kj', 'ki', 'channel', 'filter'])
const max2 = (e: Expr): Expr =>
  reduce('max', ['place'])(
    unfoldWindows({ along: 'a', at: 'window', offset: 'place', size: 2, stride: 2, padding: 0 })(e)
  )
const x = ref('x', ['a', 'b']),
  y = ref('y', ['b', 'c']),
  u = ref('u', ['a']),
  s = ref('s', [])

describe('plans', () => {
  it.each<readonly [string, ReadonlyArray<Expr>, ReadonlyArray<string>]>([
    [
      'equal parts once, across outputs',
      [exp(pipe(x, add(s))), square(exp(pipe(s, add(x))))],
      ['add 6×5', 'exp 6×5', 'square 6×5']
    ],
    [
      'constants folded',
      [pipe(constant(2), mul(3), add(exp(constant(0))), add(x))],
      ['Fill', 'add 6×5']
    ],
    [
      'x + 0, x · 1, x / 1, x − 0 left out',
      [pipe(x, add(0), mul(1), div(1), sub(0), exp)],
      ['exp 6×5']
    ],
    ['0 − x as −x', [pipe(constant(0), sub(x))], ['neg 6×5']],
    ['x + (−y) as x − y', [pipe(x, add(neg(u)))], ['Reshape 6×1', 'sub 6×5']],
    ['(−x)² and |−x| without the sign', [square(neg(x)), abs(neg(x))], ['square 6×5', 'abs 6×5']],
    ['x · x as x²', [pipe(exp(x), mul(exp(x)))], ['exp 6×5', 'square 6×5']],
    [
      'powers with a name',
      [pipe(x, pow(2)), pipe(x, pow(0.5)), pipe(x, pow(-1)), pipe(x, pow(1))],
      ['square 6×5', 'sqrt 6×5', 'reciprocal 6×5']
    ],
    [
      '1/x as a reciprocal, x · (1/y) as a quotient',
      [reciprocal(sqrt(x)), pipe(exp(x), mul(reciprocal(sqrt(x))))],
      ['sqrt 6×5', 'reciprocal 6×5', 'exp 6×5', 'div 6×5']
    ],
    ['max(x, x) as x', [pipe(exp(x), max(exp(x)))], ['exp 6×5']],
    ['a known choice chosen', [where(constant(1), exp(x), sqrt(x))], ['exp 6×5']],
    [
      'a missing axis spread by a product with ones',
      [pipe(s, add(pipe(iota('a'), mul(0))))],
      ['Fill 6', 'add 6']
    ],
    [
      'nothing for a rename that keeps the order',
      [exp(rename('b', 'z')(pipe(x, mul(size('one')))))],
      ['exp 6×5']
    ],
    ['a transpose for a rename that does not', [rename('a', 'z')(x)], ['Transpose 5×6']],
    ['one matrix product', [contract(['b'])(x, y)], ['MatMul 6×4']],
    [
      'the transpose of the smaller operand',
      [contract(['a'])(x, ref('w', ['a', 'c']))],
      ['Transpose 5×6', 'MatMul 5×4']
    ],
    [
      'a vector times a matrix without a transpose',
      [contract(['a'])(u, x)],
      ['Reshape 1×6', 'MatMul 1×5', 'Reshape 5']
    ],
    [
      'an outer product as a product',
      [contract([])(u, ref('v', ['b']))],
      ['Reshape 6×1', 'mul 6×5']
    ],
    [
      'a dot product as a product and a sum',
      [contract(['a', 'b'])(x, exp(x))],
      ['exp 6×5', 'mul 6×5', 'sum']
    ],
    [
      'axes of one operand alone summed first',
      [contract(['a', 'b'])(x, ref('w', ['a', 'c']))],
      ['sum 6', 'Reshape 1×6', 'MatMul 1×4', 'Reshape 4']
    ],
    [
      'a batched product',
      [contract(['b'])(x, ref('w', ['a', 'b', 'c']))],
      ['Reshape 6×1×5', 'MatMul 6×1×4', 'Reshape 6×4']
    ],
    ['a sum of a product as a matrix product', [sumOver(['b'])(pipe(x, mul(y)))], ['MatMul 6×4']],
    [
      'a transposition of extents 1 as a reshape',
      [
        sumOver(['c'])(
          pipe(merge(['one', 'a'], 'both')(pipe(u, mul(exp(iota('one'))))), mul(exp(iota('c'))))
        )
      ],
      [
        'Range 1',
        'exp 1',
        'Reshape 6×1',
        'mul 6×1',
        'Reshape 6',
        'Range 4',
        'exp 4',
        'sum',
        'mul 6'
      ]
    ],
    [
      'an array without elements as nothing',
      [exp(ref('e', ['a', 'none'])), sumAll(exp(ref('e', ['a', 'none'])))],
      ['Fill 6×0', 'Fill']
    ],
    [
      'merge and split',
      [exp(split('ab', ['a', 'b'])(exp(merge(['a', 'b'], 'ab')(x))))],
      ['Reshape 30', 'exp 30', 'Reshape 6×5', 'exp 6×5']
    ],
    [
      'a convolution as windows of windows and one matrix product',
      [contract(['kj', 'ki', 'channel'])(images, filters)],
      [
        'Unfold 2×4×6×3×3',
        'Unfold 2×4×4×3×3×3',
        'Reshape 32×27',
        'Reshape 27×7',
        'MatMul 32×7',
        'Reshape 2×4×4×7'
      ]
    ],
    [
      'windows side by side as a reshape',
      [
        exp(
          unfoldWindows({
            along: 'a',
            at: 'window',
            offset: 'place',
            size: 3,
            stride: 3,
            padding: 0
          })(x)
        )
      ],
      ['Reshape 2×3×5', 'exp 2×3×5']
    ],
    [
      'maxima of windows side by side, and who has them',
      [max2(x), ...gradients(sumAll(max2(x)), [{ name: 'x' }]).values()],
      [
        'Reshape 3×2×5',
        'max 3×5',
        'Reshape 3×1×5',
        'equal 3×2×5',
        'sum 3×5',
        'Reshape 3×1×5',
        'div 3×2×5',
        'Reshape 6×5'
      ]
    ],
    ['gathers expanded', [sumAll(zip('equal')(iota('a'), u))], ['Range 6', 'equal 6', 'sum']]
  ])('%s', (_, outputs, wanted) => {
    expect(steps(planOf(...outputs))).toEqual(wanted)
  })

  it('use no value before it is made, after its end, or for nothing', () => {
    fc.assert(
      fc.property(arbitraryPlanCase(4), ({ plan }) => {
        const alive = new Set<ValueId>(),
          ended: Array<ValueId> = []
        plan.instructions.forEach((i, at) => {
          expect(i.id).toBe(at)
          for (const v of operands(i.operation)) expect(alive.has(v)).toBe(true)
          alive.add(i.id)
          for (const v of plan.lastUses[at] ?? []) {
            expect(alive.delete(v)).toBe(true)
            ended.push(v)
            const ownUse = v === i.id && plan.inputs.some((input) => input.id === v)
            expect(ownUse || operands(i.operation).includes(v)).toBe(true)
          }
        })
        expect([...alive].sort()).toEqual([...new Set(plan.outputs.map((o) => o.id))].sort())
        expect(new Set(ended).size).toBe(ended.length)
        const keys = plan.instructions.map((i) =>
          JSON.stringify([i.operation, i.shape], (_, v: unknown) =>
            typeof v === 'number' ? (Object.is(v, -0) ? '-0' : String(v)) : v
          )
        )
        expect(new Set(keys).size).toBe(keys.length)
      }),
      { numRuns: 100 }
    )
  })

  it('say which inputs they take over, keep those that nothing needs, and name noise', () => {
    const plan = lowerAll([pipe(ref('noise', ['a']), mul(u)), exp(ref('e', ['none']))], {
      noise: ['noise'],
      consumed: ['u', 'absent']
    })
    expect(plan).toMatchObject({
      right: {
        inputs: [
          { name: 'u', axes: ['a'], shape: [6], consumed: true },
          { name: 'e', axes: ['none'], shape: [0], consumed: false }
        ],
        outputs: [
          { name: 'y0', axes: ['a'], shape: [6] },
          { name: 'y1', axes: ['none'], shape: [0] }
        ]
      }
    })
  })

  it('spread an output over the axes it is asked for', () => {
    expect(lowerAll([exp(u)], { axes: ['b', 'a'] })).toMatchObject({
      right: { outputs: [{ axes: ['a', 'b'], shape: [6, 5] }] }
    })
  })

  it.each<readonly [string, Expr, string]>([
    ['an axis without a size', ref('q', ['nowhere']), 'axis nowhere'],
    ['an axis with two sizes', merge(['a', 'b'], 'c')(x), 'axis c'],
    ['a split that does not divide', split('a', ['b', 'c'])(u), 'axis a']
  ])('refuse %s', (_, e, at) => {
    expect(lowerAll([e])).toMatchObject({ _tag: 'Left', left: { where: at } })
  })

  it('call one reference over two sets of axes a bug', () => {
    expect(() => planOf(pipe(u, add(sumAll(ref('u', ['b'])))))).toThrow('internal: u over')
  })
})

describe('showPlan', () => {
  const plan = planOf(contract(['b'])(x, y), exp(pipe(x, mul(s))), pipe(u, equal(0)))
  it('counts work and memory', () => {
    expect(summarisePlan(plan)).toMatchObject({
      inputs: 4,
      outputs: 3,
      productFlops: 2 * 6 * 5 * 4,
      flops: 240 + 30 + 30 + 6,
      inputBytes: 4 * (30 + 20 + 1 + 6)
    })
    expect(summarisePlan(plan).peakBytes).toBeGreaterThanOrEqual(4 * (24 + 30 + 6))
  })
  it('prints the most expensive operations first', () => {
    expect(showPlan(plan)).toMatchInlineSnapshot(`
      "9 instructions (1 made once), 4 inputs, 3 outputs
      306 flop a run, 240 flop of them in matrix products; inputs 228 B, at most 340 B alive
      count  operation  shape      work
          1  product    6×5 · 5×4  240 flop
          1  mul        6×5        30 flop
          1  exp        6×5        30 flop
          1  equal      6          6 flop"
    `)
  })
})
