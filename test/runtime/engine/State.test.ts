import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import type { Executor } from '../../../src/runtime/Executor.ts'
import { makeReferenceExecutor } from '../../../src/runtime/reference/ReferenceExecutor.ts'
import { schedule } from '../../../src/runtime/engine/schedule/Fuse.ts'
import { makeHeap } from '../../../src/runtime/engine/memory/Heap.ts'
import { generate } from '../../../src/runtime/engine/emit/Generate.ts'
import { makeMemory } from '../../../src/runtime/engine/Instance.ts'
import { arbitraryPlan, integers } from './ArbitraryPlan.ts'
import {
  type Arrays,
  bitsOf,
  defined,
  input,
  must,
  plainFeatures,
  planOf,
  runOn,
  soloExecutor,
  textOf
} from './OnExecutor.ts'

const executor = soloExecutor(),
  reference = makeReferenceExecutor()
const inPlace = (plan: Plan): ReadonlyArray<string> =>
  [...generate(schedule(plan), plainFeatures).storage.inPlace].sort()

const a = Float32Array.of(1, 2, 3, 4, 5, 6),
  b = Float32Array.of(10, 20, 30, 40, 50, 60)
const two = [
  [[2, 3], input('a')],
  [[2, 3], input('b')]
] as const
const sum = { _tag: 'Zip', op: 'add', x: 0, y: 1 } as const,
  difference = { _tag: 'Zip', op: 'sub', x: 0, y: 1 } as const

/**
 * Each plan, the outputs that are written where the input of their name lay, and why not the
 * others.
 */
const cases: ReadonlyArray<readonly [string, Plan, ReadonlyArray<string>]> = [
  ['an update', planOf([...two, [[2, 3], sum]], { a: 2 }, ['a']), ['a']],
  [
    'two updates from both, in one loop',
    planOf([...two, [[2, 3], sum], [[2, 3], difference]], { a: 2, b: 3 }, ['a', 'b']),
    ['a', 'b']
  ],
  ['the input unchanged', planOf([...two], { a: 0, b: 1 }, ['a', 'b']), ['a', 'b']],
  ['two inputs that change places', planOf([...two], { a: 1, b: 0 }, ['a', 'b']), []],
  [
    'one input that takes the other’s name, and an update',
    planOf([...two, [[2, 3], sum]], { a: 1, b: 2 }, ['a', 'b']),
    []
  ],
  ['one value under two names', planOf([...two, [[2, 3], sum]], { a: 2, b: 2 }, ['a', 'b']), ['a']],
  [
    'an update, and the old value as an output',
    planOf([...two, [[2, 3], sum]], { a: 2, old: 0 }, ['a']),
    []
  ],
  [
    'an update of another shape',
    planOf([...two, [[2, 3], sum], [[6], { _tag: 'Reshape', x: 2 }]], { a: 3 }, ['a']),
    ['a']
  ],
  [
    'an input of another shape',
    planOf([...two, [[3, 2], { _tag: 'Reshape', x: 0 }]], { a: 2, b: 1 }, ['a', 'b']),
    ['a', 'b']
  ],
  [
    'a transposed input',
    planOf([...two, [[3, 2], { _tag: 'Transpose', permutation: [1, 0], x: 0 }]], { a: 2 }, ['a']),
    []
  ],
  [
    'an update that reads another element',
    planOf(
      [
        [[3, 3], input('a')],
        [[3, 3], { _tag: 'Transpose', permutation: [1, 0], x: 0 }],
        [[3, 3], sum]
      ],
      { a: 2 },
      ['a']
    ),
    []
  ],
  [
    'an update whose sum is wanted as well',
    planOf(
      [...two, [[2, 3], sum], [[2], { _tag: 'Reduce', op: 'sum', positions: [1], x: 0 }]],
      { a: 2, sum: 3 },
      ['a']
    ),
    ['a']
  ],
  [
    'a product with itself',
    planOf(
      [
        [[2, 2], input('a')],
        [[2, 2], { _tag: 'MatMul', x: 0, y: 0 }]
      ],
      { a: 1 },
      ['a']
    ),
    []
  ],
  ['a constant', planOf([...two, [[2, 3], { _tag: 'Fill', value: 7 }]], { a: 2 }, ['a']), []],
  [
    'a sum, of fewer elements',
    planOf([...two, [[2], { _tag: 'Reduce', op: 'sum', positions: [1], x: 0 }]], { a: 2 }, ['a']),
    []
  ]
]

const arraysOf = (plan: Plan): Arrays =>
  new Map(
    plan.inputs.map((i) => [
      i.name,
      (i.name === 'a' ? Float32Array.from({ length: 9 }, (_, k) => k + 1) : b).slice(
        0,
        elements(i.shape)
      )
    ])
  )

describe('state', () => {
  it.each(cases)('%s', async (_, plan, names) => {
    expect(inPlace(plan)).toEqual(names)
    expect(textOf(await runOn(executor, plan, arraysOf(plan)))).toEqual(
      textOf(await runOn(reference, plan, arraysOf(plan)))
    )
    expect(executor.liveBuffers()).toBe(0)
  })

  it.each(cases.filter(([name]) => !name.endsWith('fewer elements')))(
    '%s, five times in one call',
    async (_, plan) => {
      const [found, wanted] = [
        await runOn(executor, plan, arraysOf(plan), { steps: 5 }),
        await runOn(reference, plan, arraysOf(plan), { steps: 5 })
      ]
      expect(textOf(found)).toEqual(textOf(wanted))
      expect(executor.liveBuffers()).toBe(0)
    }
  )

  it('that changes its size cannot go from run to run, nor can state be a series', () => {
    const executor = soloExecutor()
    const grown = must(executor.prepare(defined(cases.at(-1))[1])),
      plain = must(executor.prepare(defined(cases[0])[1]))
    const given = () =>
      new Map([
        ['a', executor.upload(a, [2, 3])],
        ['b', executor.upload(b, [2, 3])]
      ])
    expect(() => grown.repeat?.(given(), { seed: 1, step: 1 }, 2, new Set())).toThrow(
      'internal: a changes its size from run to run'
    )
    expect(() => plain.repeat?.(given(), { seed: 1, step: 1 }, 2, new Set(['a']))).toThrow(
      'internal: a cannot be both state and series'
    )
    expect(() => plain.repeat?.(given(), { seed: 1, step: 1 }, 0, new Set())).toThrow(
      'internal: 0 runs'
    )
  })

  it('may not be given under another name too', () => {
    const executor = soloExecutor(),
      { run } = must(executor.prepare(defined(cases[0])[1])),
      x = executor.upload(a, [2, 3])
    expect(() =>
      run(
        new Map([
          ['a', x],
          ['b', x]
        ]),
        { seed: 1, step: 1 }
      )
    ).toThrow('internal: input a is consumed, and given under another name too')
  })
})

/** As `repeat` does it, one run at a time: outputs of all steps, state last. */
const stepByStep = async <B>(
  on: Executor<B>,
  plan: Plan,
  arrays: Arrays,
  steps: number,
  series: ReadonlySet<string>
): Promise<Arrays> => {
  const prepared = must(on.prepare(plan))
  const state = new Set(plan.inputs.flatMap((i) => (i.consumed ? [i.name] : [])))
  const current = new Map(
    plan.inputs
      .filter((i) => !series.has(i.name))
      .map((i) => [i.name, on.upload(defined(arrays.get(i.name)), i.shape)])
  )
  const parts = new Map<string, Array<number>>()
  for (let s = 0; s < steps; s++) {
    const slices = new Map(
      plan.inputs
        .filter((i) => series.has(i.name))
        .map((i) => {
          const n = elements(i.shape)
          return [
            i.name,
            on.upload(
              Float32Array.from(defined(arrays.get(i.name)).subarray(s * n, (s + 1) * n)),
              i.shape
            )
          ] as const
        })
    )
    const out = prepared.run(new Map([...current, ...slices]), { seed: 7, step: 3 + s })
    slices.forEach((slice) => on.release(slice))
    for (const [name, buffer] of out) {
      if (state.has(name)) {
        current.set(name, buffer)
        continue
      }
      parts.set(name, [...(parts.get(name) ?? []), ...(await on.download(buffer))])
      on.release(buffer)
    }
  }
  const found = new Map<string, Float32Array>(
    [...parts].map(([name, values]) => [name, Float32Array.from(values)])
  )
  for (const [name, buffer] of current) {
    if (state.has(name)) found.set(name, await on.download(buffer))
    on.release(buffer)
  }
  prepared.dispose()
  return new Map([...found].sort(([p], [q]) => (p < q ? -1 : 1)))
}

describe('several runs in one call', () => {
  const oneAfterTheOther =
    'are the runs one after the other, to the bit: series, state in place or not, stacked outputs, ' +
    'noise'
  it(oneAfterTheOther, async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryPlan(),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(1000),
        async (plan, steps, seed) => {
          const series = new Set(
            plan.inputs.filter((i) => !i.consumed && (seed + i.id) % 2 === 0).map((i) => i.name)
          )
          const arrays = new Map(
            plan.inputs.map((i) => [
              i.name,
              integers(i.name, (series.has(i.name) ? steps : 1) * elements(i.shape), seed)
            ])
          )
          const found = await runOn(executor, plan, arrays, { steps, series })
          expect(bitsOf(found)).toEqual(
            bitsOf(await stepByStep(executor, plan, arrays, steps, series))
          )
          expect(textOf(found)).toEqual(
            textOf(await runOn(reference, plan, arrays, { steps, series }))
          )
          expect(executor.liveBuffers()).toBe(0)
        }
      ),
      { numRuns: 120 }
    )
  })
})

describe('5,000 steps', () => {
  const n = 257
  const plan = planOf(
    [
      [[n], input('s')],
      [[n], input('t')],
      [[n], input('x')],
      [[n], { _tag: 'Noise', name: 'e' }],
      [[n], { _tag: 'Zip', op: 'add', x: 0, y: 2 }],
      [[n], { _tag: 'Zip', op: 'add', x: 4, y: 3 }],
      [[n], { _tag: 'Map', op: 'tanh', x: 5 }],
      [[], { _tag: 'Reduce', op: 'sum', positions: [0], x: 6 }]
    ],
    { s: 6, t: 0, sum: 7 },
    ['s', 't']
  )

  it.each([
    ['one at a time', 1],
    ['fifty at a time', 50]
  ] as const)('%s hold as many arrays and as much memory as the first', async (_, block) => {
    const heap = makeHeap(makeMemory(64, 65_536, false)),
      on = soloExecutor(plainFeatures, { heap })
    const prepared = must(on.prepare(plan)),
      x = on.upload(new Float32Array(n).fill(0.1), [n])
    let state = new Map([
      ['s', on.upload(new Float32Array(n), [n])],
      ['t', on.upload(new Float32Array(n), [n])]
    ])
    const seen = new Set<string>()
    for (let step = 0; step < 5000; step += block) {
      const out = defined(prepared.repeat)(
        new Map([...state, ['x', x]]),
        { seed: 1, step },
        block,
        new Set()
      )
      on.release(defined(out.get('sum')))
      state = new Map([...out].filter(([name]) => name !== 'sum'))
      seen.add(
        `${on.liveBuffers()} arrays, ${heap.size()} bytes, at ${[...state.values()]
          .map((v) => v.address)
          .sort()
          .join(' and ')}`
      )
    }
    // arrays that change places at every step are at most in two orders
    expect(
      [...seen].map((s) => s.replace(/, at.*/, '')).every((s, _k, [first]) => s === first)
    ).toBe(true)
    expect(seen.size).toBeLessThanOrEqual(3)
  })
})
