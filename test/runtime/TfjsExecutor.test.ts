import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { memory } from '@tensorflow/tfjs-core'
import { constant, contract, type Expr, ref } from '../../src/expr/Expr.ts'
import { add, exp, less, max, min, mul, sqrt, square, sub, sumOver } from '../../src/expr/Words.ts'
import { lower } from '../../src/lower/Lower.ts'
import type { Plan } from '../../src/ir/Plan.ts'
import type { Executor, TfjsBuffer } from '../../src/runtime/Executor.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { kernelsOf } from '../../src/runtime/tfjs/TfjsKernels.ts'
import { executorOver } from '../../src/runtime/tfjs/TfjsExecutor.ts'
import { makeReferenceExecutor } from '../../src/runtime/reference/ReferenceExecutor.ts'
import { expectClose } from '../lower/Compare.ts'
import { arbitraryPlanCase, type PlanCase } from '../lower/PlanCase.ts'
import { arbitrarySizedCase } from '../lower/SizedExpr.ts'
import { backendsUnderTest, openBackend } from '../support/Backends.ts'

/** The outputs of one run, buffers released. */
const runOn = async <B>(
  executor: Executor<B>,
  plan: Plan,
  inputs: ReadonlyMap<string, Float32Array>
): Promise<ReadonlyMap<string, Float32Array>> => {
  const prepared = executor.prepare(plan)
  if (isLeft(prepared)) throw new Error(prepared.left.what)
  const uploaded = new Map(
    plan.inputs.map((i) => [
      i.name,
      executor.upload(inputs.get(i.name) ?? new Float32Array(0), i.shape)
    ])
  )
  const outputs = prepared.right.run(uploaded, { seed: 7, step: 3 })
  for (const i of plan.inputs) {
    const given = uploaded.get(i.name)
    if (!i.consumed && given !== undefined) executor.release(given)
  }
  const found = new Map<string, Float32Array>()
  for (const [name, buffer] of outputs) {
    found.set(name, await executor.download(buffer))
    executor.release(buffer)
  }
  prepared.right.dispose()
  return found
}

/**
 * float32 may lose what the formula loses in float32: how far an evaluation that rounds every step
 * goes astray is allowed too.
 */
const expectFloat32 = (found: ReadonlyMap<string, Float32Array>, c: PlanCase): void => {
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

const lowered = (
  outputs: ReadonlyMap<string, Expr>,
  sizes: ReadonlyArray<readonly [string, number]>,
  consumed: ReadonlyArray<string> = [],
  noise: ReadonlyArray<string> = []
): Plan => {
  const plan = lower({
    outputs,
    sizes: new Map(sizes),
    order: sizes.map(([a]) => a),
    noise: new Set(noise),
    consumed: new Set(consumed)
  })
  if (isLeft(plan)) throw new Error(plan.left.what)
  return plan.right
}

describe.each(backendsUnderTest)('tfjs on %s', (backend) => {
  let executor: Executor<TfjsBuffer>
  beforeAll(async () => {
    executor = await openBackend(backend)
  })

  it('agrees with the interpreter on generated plans and keeps no array', async () => {
    const before = executor.liveBuffers()
    await fc.assert(
      fc.asyncProperty(arbitraryPlanCase(3), async (c) => {
        expectFloat32(await runOn(executor, c.plan, c.inputs), c)
        expect(executor.liveBuffers()).toBe(before)
      }),
      { numRuns: 60 }
    )
  })

  it('agrees where axes have size 0 and 1', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySizedCase(3), async (c) =>
        expectFloat32(await runOn(executor, c.plan, c.inputs), c)
      ),
      { numRuns: 100 }
    )
  })

  const x = ref('x', ['r', 'c']),
    w = ref('w', ['c', 'k']),
    n = ref('noise', ['r', 'k'])
  const bias = ref('bias', ['k'])

  it('draws the noise of every other executor', async () => {
    const plan = lowered(
      new Map([['n', n]]),
      [
        ['r', 20],
        ['k', 30]
      ],
      [],
      ['noise']
    )
    const found = await runOn(executor, plan, new Map())
    expect([...(found.get('n') ?? [])]).toEqual([...normals({ seed: 7, step: 3 }, 'noise', 600)])
    expect(await runOn(makeReferenceExecutor(), plan, new Map())).toEqual(found)
  })

  it('sums, bounds and compares along any axes', async () => {
    const y = add(ref('bias', ['c']))(x)
    const outputs = new Map<string, Expr>([
      ['rows', sumOver(['r'])(square(y))],
      ['columns', sumOver(['c'])(y)],
      ['all', sumOver(['r', 'c'])(y)],
      ['upper', min(0.25)(y)],
      ['lower', max(-0.25)(y)],
      ['relu', max(0)(y)],
      ['bounded', max(ref('bias', ['c']))(x)],
      ['below', less(ref('bias', ['c']))(x)],
      ['above', less(0.1)(x)],
      ['middle', sumOver(['c'])(mul(ref('tall', ['k']))(sqrt(square(x))))],
      ['deep', sumOver(['c'])(exp(add(ref('tall', ['k']))(x)))]
    ])
    const plan = lowered(outputs, [
      ['r', 90],
      ['c', 70],
      ['k', 5]
    ])
    const inputs = new Map(
      plan.inputs.map((i) => [
        i.name,
        normals(
          { seed: 2, step: 0 },
          i.name,
          i.shape.reduce((a, b) => a * b, 1)
        )
      ])
    )
    const wanted = await runOn(makeReferenceExecutor(), plan, inputs)
    for (const [name, values] of await runOn(executor, plan, inputs))
      expectClose(values, wanted.get(name) ?? new Float32Array(0), 5e-6)
  })

  it('gives every output a buffer of its own', async () => {
    const plan = lowered(
      new Map<string, Expr>([
        ['same', x],
        ['again', x],
        ['taken', w],
        ['twice', w],
        ['constant', constant(3)]
      ]),
      [
        ['r', 2],
        ['c', 3],
        ['k', 2]
      ],
      ['w']
    )
    const found = await runOn(
      executor,
      plan,
      new Map([
        ['x', Float32Array.of(1, 2, 3, 4, 5, 6)],
        ['w', Float32Array.of(1, 2, 3, 4, 5, 6)]
      ])
    )
    expect([...found].map(([name, values]) => [name, [...values]])).toEqual([
      ['same', [1, 2, 3, 4, 5, 6]],
      ['again', [1, 2, 3, 4, 5, 6]],
      ['taken', [1, 2, 3, 4, 5, 6]],
      ['twice', [1, 2, 3, 4, 5, 6]],
      ['constant', [3]]
    ])
  })

  it('holds as many arrays after many steps as after one', () => {
    const gradient = contract(['r'])(x, sub(n)(add(bias)(contract(['c'])(x, w))))
    const plan = lowered(
      new Map<string, Expr>([
        ['w', sub(mul(0.01)(gradient))(w)],
        ['loss', sumOver(['c', 'k'])(square(w))]
      ]),
      [
        ['r', 4],
        ['c', 3],
        ['k', 2]
      ],
      ['w'],
      ['noise']
    )
    const prepared = executor.prepare(plan)
    if (isLeft(prepared)) throw new Error(prepared.left.what)
    let state = executor.upload(new Float32Array(6).fill(0.5), [3, 2])
    const data = new Map([
      ['x', executor.upload(new Float32Array(12).fill(1), [4, 3])],
      ['bias', executor.upload(new Float32Array(2), [2])]
    ])
    const counts = new Set<number>(),
      tensors = new Set<number>()
    for (let step = 0; step < 5000; step++) {
      const out = prepared.right.run(new Map([...data, ['w', state]]), { seed: 1, step })
      const [next, loss] = [out.get('w'), out.get('loss')]
      if (next === undefined || loss === undefined) throw new Error('no output')
      executor.release(loss)
      state = next
      counts.add(executor.liveBuffers())
      tensors.add(memory().numTensors)
    }
    expect([counts.size, tensors.size]).toEqual([1, 1])
  })

  it('refuses a plan that needs a kernel the backend lacks, naming both, and keeps nothing', () => {
    const plan = lowered(new Map<string, Expr>([['y', max(0.5)(exp(x))]]), [
      ['r', 2],
      ['c', 2]
    ])
    const kernels = kernelsOf(backend)
    const poorer = executorOver({
      ...kernels,
      find: (name) => (name === 'Exp' ? undefined : kernels.find(name))
    })
    const before = poorer.liveBuffers()
    const refused = poorer.prepare(plan)
    expect(refused).toMatchObject({
      left: { where: 'y', what: `tfjs/${backend} has no Exp (for an array [2, 2])` }
    })
    expect(poorer.liveBuffers()).toBe(before)
  })
})
