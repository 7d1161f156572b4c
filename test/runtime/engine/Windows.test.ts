import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gradients } from '../../../src/expr/calculus/Differentiate.ts'
import {
  contract,
  type Expr,
  foldWindows,
  reduce,
  ref,
  unfoldWindows,
  zip
} from '../../../src/expr/Expr.ts'
import { sumAll } from '../../../src/expr/Words.ts'
import type { Operation, Shape } from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { makeReferenceExecutor } from '../../../src/runtime/reference/ReferenceExecutor.ts'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { expectClose } from '../../lower/Compare.ts'
import { planCase } from '../../lower/PlanCase.ts'
import { integers } from './ArbitraryPlan.ts'
import { input, planOf, runOn, soloExecutor, textOf } from './OnExecutor.ts'

const executor = soloExecutor(),
  reference = makeReferenceExecutor()

interface Along {
  readonly position: number
  readonly offset: number
  readonly size: number
  readonly stride: number
  readonly padding: number
}
interface Case {
  readonly shape: Shape
  readonly windows: ReadonlyArray<Along>
}

const unfolded = (
  shape: Shape,
  { position, offset, size, stride, padding }: Along
): Shape | undefined => {
  const count = Math.floor(((shape[position] ?? 0) + 2 * padding - size) / stride) + 1
  const counted = shape.map((d, i) => (i === position ? count : d))
  return count < 1 ? undefined : [...counted.slice(0, offset), size, ...counted.slice(offset)]
}

const along = (rank: number): fc.Arbitrary<Along> =>
  fc.nat(rank - 1).chain((position) =>
    fc.record({
      position: fc.constant(position),
      offset: fc.integer({ min: position + 1, max: rank }),
      size: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 4 }),
      padding: fc.constantFrom(0, 0, 1, 2)
    })
  )
const shapes = fc.array(fc.constantFrom(1, 2, 3, 4, 5, 8, 9), { minLength: 1, maxLength: 3 })
/** Windows along one axis, or along another of the result as well. */
const cases: fc.Arbitrary<Case> = shapes
  .chain((shape) =>
    fc
      .tuple(along(shape.length), along(shape.length + 1), fc.boolean())
      .map(([one, two, both]) => ({ shape, windows: both ? [one, two] : [one] }))
  )
  .filter(
    ({ shape, windows }) =>
      windows.reduce<Shape | undefined>((s, w) => (s === undefined ? s : unfolded(s, w)), shape) !==
      undefined
  )

describe('windows', () => {
  const chainedWindows =
    'and their sums, chained, in any order of positions, read directly or written out, ' +
    'are exact for integers'
  it(chainedWindows, async () => {
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.boolean(),
        fc.integer({ min: 0, max: 2 }),
        async ({ shape, windows }, squared, bound) => {
          const list: Array<readonly [Shape, Operation]> = [[shape, input('x')]]
          const outputs: Record<string, number> = {}
          const add = (s: Shape, o: Operation): number => list.push([s, o]) - 1
          let at = 0,
            current = shape
          const steps: Array<readonly [Along, Shape]> = []
          windows.forEach((w, k) => {
            const next = unfolded(current, w)
            if (next === undefined) return
            steps.push([w, current])
            at = add(next, {
              _tag: 'Unfold',
              position: w.position,
              offset: w.offset,
              stride: w.stride,
              padding: w.padding,
              x: at
            })
            current = next
            if (bound > 0) outputs[`unfolded${k}`] = at
          })
          // elementwise on windows, a reduction over the last of them
          if (squared) at = add(current, { _tag: 'Zip', op: 'add', x: at, y: at })
          const [last] = windows.slice(-1)
          if (last !== undefined && last.size > 1)
            outputs['pooled'] = add(
              current.filter((_, i) => i !== last.offset),
              { _tag: 'Reduce', op: bound === 0 ? 'sum' : 'max', positions: [last.offset], x: at }
            )
          for (const [{ position, offset, stride, padding }, before] of steps.toReversed())
            at = add(before, { _tag: 'Fold', position, offset, stride, padding, x: at })
          const plan = planOf(list, { ...outputs, folded: at }),
            arrays = new Map([['x', integers('x', elements(shape))]])
          expect(textOf(await runOn(executor, plan, arrays))).toEqual(
            textOf(await runOn(reference, plan, arrays))
          )
        }
      ),
      { numRuns: 120 }
    )
  })

  it('without padding are read where the array lies', () => {
    const plan = planOf(
      [
        [[6, 5], input('x')],
        [[3, 3, 5], { _tag: 'Unfold', position: 0, offset: 1, stride: 1, padding: 0, x: 0 }],
        [[3, 3, 5], { _tag: 'Map', op: 'square', x: 1 }],
        [[3, 5], { _tag: 'Reduce', op: 'max', positions: [1], x: 2 }]
      ],
      { y: 3 }
    )
    expect(schedule(plan).kernels).toMatchObject([
      { _tag: 'Loop', body: [{ id: 2 }], reductions: [{ id: 3 }] }
    ])
  })
})

// ---------------------------------------------------------------------------
// networks of windows
// ---------------------------------------------------------------------------

const x = ref('x', ['n', 'r', 'c', 'i']),
  w = ref('w', ['p', 'q', 'i', 'o'])
const over = (
  along: string,
  at: string,
  offset: string,
  size: number,
  stride: number,
  padding: number
) => ({ along, at, offset, size, stride, padding })

interface Network {
  readonly n: number
  readonly side: number
  readonly i: number
  readonly o: number
  readonly size: number
  readonly stride: number
  readonly padding: number
  readonly pool: number
}
const networks: fc.Arbitrary<Network> = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    side: fc.integer({ min: 4, max: 8 }),
    i: fc.integer({ min: 1, max: 3 }),
    o: fc.integer({ min: 1, max: 5 }),
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
    padding: fc.integer({ min: 0, max: 1 }),
    pool: fc.integer({ min: 1, max: 2 })
  })
  .filter(
    ({ side, size, stride, padding, pool }) =>
      Math.floor((side + 2 * padding - size) / stride) + 1 >= pool
  )

describe('networks of windows', () => {
  it('convolve, pool, and have the gradients of the interpreter', async () => {
    await fc.assert(
      fc.asyncProperty(networks, async ({ n, side, i, o, size, stride, padding, pool }) => {
        const rows = over('r', 'R', 'p', size, stride, padding),
          columns = over('c', 'C', 'q', size, stride, padding)
        const convolved = contract(['p', 'q', 'i'])(
          unfoldWindows(columns)(unfoldWindows(rows)(x)),
          w
        )
        const pooled = reduce('max', ['y', 'z'])(
          unfoldWindows(over('C', 'D', 'z', pool, pool, 0))(
            unfoldWindows(over('R', 'S', 'y', pool, pool, 0))(convolved)
          )
        )
        const count = Math.floor((side + 2 * padding - size) / stride) + 1,
          pools = Math.floor((count - pool) / pool) + 1
        const target = ref('t', ['n', 'S', 'D', 'o'])
        const loss = sumAll(zip('mul')(pooled, target)),
          g = gradients(loss, [{ name: 'x' }, { name: 'w' }])
        const sizes = new Map([
          ['n', n],
          ['r', side],
          ['c', side],
          ['i', i],
          ['o', o],
          ['p', size],
          ['q', size],
          ['R', count],
          ['C', count],
          ['S', pools],
          ['D', pools],
          ['y', pool],
          ['z', pool]
        ])
        const bindings = [x, w, target].flatMap((e: Expr) =>
          'name' in e
            ? [
                {
                  name: e.name,
                  axes: e.axes,
                  values: [...integers(e.name, elements(e.axes.map((a) => sizes.get(a) ?? 1)))]
                }
              ]
            : []
        )
        const outputs = new Map<string, Expr>([
          ['convolved', convolved],
          ['pooled', pooled],
          ['loss', loss],
          ...[...g].map(([name, e]) => [`d${name}`, e] as const)
        ])
        const c = planCase(outputs, bindings, sizes)
        const wanted = c.expected()
        // integers, but for thirds where maxima tie
        for (const [name, values] of await runOn(executor, c.plan, c.inputs))
          expectClose(values, wanted.get(name) ?? [], name.startsWith('d') ? 2e-6 : 0)
      }),
      { numRuns: 40 }
    )
  })

  it('add windows up onto their axis as the interpreter does', async () => {
    const y = ref('y', ['n', 'R', 'c', 'p'])
    for (const [size, stride, padding, count] of [
      [3, 1, 1, 8],
      [2, 2, 0, 4],
      [3, 2, 1, 4],
      [1, 3, 0, 3]
    ] as const) {
      const side = (count - 1) * stride + size - 2 * padding
      const sizes = new Map([
        ['n', 2],
        ['R', count],
        ['c', 3],
        ['p', size],
        ['r', side]
      ])
      const c = planCase(
        new Map([['f', foldWindows(over('r', 'R', 'p', size, stride, padding))(y)]]),
        [{ name: 'y', axes: y.axes, values: [...integers('y', 2 * count * 3 * size)] }],
        sizes
      )
      expect(textOf(await runOn(executor, c.plan, c.inputs))).toEqual(
        textOf(new Map([...c.expected()].map(([name, v]) => [name, Float32Array.from(v)])))
      )
    }
  })
})
