import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { contract, type Expr, foldWindows, ref, unfoldWindows, zip } from '../../src/expr/Expr.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { sumAll } from '../../src/expr/Words.ts'
import { type Windows, windowCount } from '../../src/expr/Windows.ts'
import { lower } from '../../src/lower/Lower.ts'
import { normals } from '../../src/runtime/Noise.ts'
import type { Executor } from '../../src/runtime/Executor.ts'
import { openTfjs } from '../../src/runtime/tfjs/OpenTfjs.ts'
import { makeReferenceExecutor } from '../../src/runtime/reference/ReferenceExecutor.ts'
import { expectClose } from './Compare.ts'
import { permuted } from './PlanCase.ts'

interface Case {
  readonly windows: Windows
  readonly sizes: ReadonlyMap<string, number>
  readonly order: ReadonlyArray<string>
}

/** Windows along the second of three axes, which lie in any order with those of the windows. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    n: fc.integer({ min: 1, max: 9 }),
    a: fc.integer({ min: 1, max: 3 }),
    c: fc.integer({ min: 1, max: 3 }),
    size: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 4 }),
    padding: fc.integer({ min: 0, max: 3 }),
    order: fc.shuffledSubarray(['a', 'n', 'c', 'i', 'j'], { minLength: 5 })
  })
  .map(({ n, a, c, size, stride, padding, order }) => ({
    windows: { along: 'n', at: 'i', offset: 'j', size, stride, padding },
    order,
    sizes: new Map([
      ['a', a],
      ['n', n],
      ['c', c],
      ['j', size],
      ['i', windowCount({ along: 'n', at: 'i', offset: 'j', size, stride, padding }, n)]
    ])
  }))
  .filter(({ sizes }) => sizes.get('i') !== 0)

const x = ref('x', ['a', 'n', 'c']),
  y = ref('y', ['c', 'i', 'a', 'j'])
const valuesOf = ({ sizes }: Case, e: Expr) => {
  const shape = e.axes.map((a) => sizes.get(a) ?? 1)
  return {
    axes: e.axes,
    sizes: shape,
    values: normals(
      { seed: 1, step: 0 },
      'name' in e ? e.name : '',
      shape.reduce((p, q) => p * q, 1)
    )
  }
}
const environmentOf = (c: Case) => ({
  sizes: c.sizes,
  values: new Map([
    ['x', valuesOf(c, x)],
    ['y', valuesOf(c, y)]
  ])
})

/** Outputs of a plan, over their axes in its order. */
const run = async <B>(executor: Executor<B>, c: Case, outputs: ReadonlyMap<string, Expr>) => {
  const plan = lower({
    outputs,
    sizes: c.sizes,
    order: c.order,
    noise: new Set(),
    consumed: new Set(['x', 'y'])
  })
  if (isLeft(plan)) throw new Error(plan.left.what)
  const runnable = executor.prepare(plan.right)
  if (isLeft(runnable)) throw new Error(runnable.left.what)
  const given = environmentOf(c).values
  const inputs = new Map(
    plan.right.inputs.map((i) => [
      i.name,
      executor.upload(
        Float32Array.from(permuted(given.get(i.name) ?? { axes: [], values: [] }, c.sizes, i.axes)),
        i.shape
      )
    ])
  )
  const made = runnable.right.run(inputs, { seed: 0, step: 0 })
  const found: Array<{
    readonly name: string
    readonly axes: ReadonlyArray<string>
    readonly values: Float32Array
  }> = []
  for (const { name, axes } of plan.right.outputs) {
    const buffer = made.get(name)
    if (buffer === undefined) throw new Error(`no output ${name}`)
    found.push({ name, axes, values: await executor.download(buffer) })
    executor.release(buffer)
  }
  runnable.right.dispose()
  return found
}

describe('windows', () => {
  const opened: Array<<R>(use: <B>(executor: Executor<B>) => R) => R> = [
    (use) => use(makeReferenceExecutor())
  ]
  beforeAll(async () => {
    for (const name of ['cpu', 'wasm'] as const) {
      const executor = await openTfjs(name)()
      if (isLeft(executor)) throw new Error(executor.left.what)
      opened.push((use) => use(executor.right))
    }
  })

  const onEveryExecutor =
    'are on every executor what the interpreter says, whatever the order of axes, ' +
    'and leave no array behind'
  it(onEveryExecutor, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const outputs = new Map([
          ['unfolded', unfoldWindows(c.windows)(x)],
          ['folded', foldWindows(c.windows)(y)]
        ])
        const wanted = new Map(
          [...outputs].map(([name, e]) => [name, evaluate(environmentOf(c))(e)])
        )
        for (const on of opened) {
          await on(async (executor) => {
            const before = executor.liveBuffers()
            for (const { name, axes, values } of await run(executor, c, outputs))
              expectClose(
                values,
                permuted(wanted.get(name) ?? { axes: [], values: [] }, c.sizes, axes),
                1e-5
              )
            expect(executor.liveBuffers()).toBe(before)
          })
        }
      }),
      { numRuns: 120 }
    )
  })

  it('and their sums are adjoint: Σ (windows of x)·y = Σ x·(y added up), and each is the gradient of the other', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const at = evaluate(environmentOf(c))
        const one = sumAll(zip('mul')(unfoldWindows(c.windows)(x), y)),
          two = sumAll(zip('mul')(x, foldWindows(c.windows)(y)))
        expectClose(at(one).values, at(two).values, 1e-12)
        for (const loss of [one, two]) {
          const g = gradients(
            loss,
            [x, y].map((e) => ({ name: 'name' in e ? e.name : '' }))
          )
          for (const [name, e] of [
            ['x', foldWindows(c.windows)(y)],
            ['y', unfoldWindows(c.windows)(x)]
          ] as const) {
            const found = at(g.get(name) ?? x),
              wanted = at(e)
            expectClose(permuted(found, c.sizes, wanted.axes), wanted.values, 1e-12)
          }
        }
      }),
      { numRuns: 100 }
    )
  })

  it('make a convolution of a contraction, as loops do it', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const { size, stride, padding } = c.windows,
          n = c.sizes.get('n') ?? 0
        const w = Array.from({ length: size }, (_, j) => Math.sin(j + 1)),
          signal = valuesOf(c, ref('x', ['n'])).values
        const loops = Array.from({ length: c.sizes.get('i') ?? 0 }, (_, i) =>
          w.reduce((s, v, j) => {
            const p = i * stride + j - padding
            return s + (p < 0 || p >= n ? 0 : v * (signal[p] ?? NaN))
          }, 0)
        )
        const e = contract(['j'])(unfoldWindows(c.windows)(ref('x', ['n'])), ref('w', ['j']))
        const found = evaluate({
          sizes: c.sizes,
          values: new Map([
            ['x', { axes: ['n'], sizes: [n], values: signal }],
            ['w', { axes: ['j'], sizes: [size], values: w }]
          ])
        })(e)
        expectClose(found.values, loops, 1e-12)
      })
    )
  })
})
