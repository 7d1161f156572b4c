import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { adamStep, planOf } from '../../bench/JeffreysStep.ts'
import { caffe, lenet5, type Measures } from '../../bench/Lenet5.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import type { Expr } from '../../src/expr/Expr.ts'
import type { Plan } from '../../src/ir/Plan.ts'
import { summarisePlan } from '../../src/lower/ExplainInstructions.ts'
import type { Executor } from '../../src/runtime/Executor.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { openTfjs } from '../../src/runtime/tfjs/OpenTfjs.ts'
import { makeReferenceExecutor } from '../../src/runtime/reference/ReferenceExecutor.ts'
import { expectClose } from '../lower/Compare.ts'

/** 8×8 → 6×6 → 3×3 → 2×2 → 1×1. */
const tiny: Measures = {
  images: 3,
  side: 8,
  pool: 2,
  convolutions: [
    { kernel: 3, filters: 2 },
    { kernel: 2, filters: 2 }
  ],
  units: 3,
  classes: 2
}
const network = lenet5(tiny)
const lower = (outputs: ReadonlyMap<string, Expr>): Plan =>
  planOf({
    ...adamStep(network),
    outputs,
    outputAxes: new Map(network.parameters.map((q) => [q.name, q.axes])),
    consumed: new Set()
  })

/** Weights of moderate size, variances around e^−2, scales around 1, second moments positive. */
const initial = (name: string, n: number): Float32Array => {
  const z = normals({ seed: 3, step: 0 }, name, n)
  return name === 'y'
    ? Float32Array.from({ length: n }, (_, i) => (i % 2 === Math.floor(i / 2) % 2 ? 1 : 0))
    : name === 'rate' || name.endsWith('epsilon')
      ? Float32Array.of(1e-3)
      : name.startsWith('v:')
        ? z.map((v) => 0.1 + v * v)
        : name.includes('logvar')
          ? z.map((v) => -2 + 0.3 * v)
          : name.includes('z mean')
            ? z.map((v) => 1 + 0.3 * v)
            : z.map((v) => 0.7 * v)
}
const given = (plan: Plan): ReadonlyMap<string, Float32Array> =>
  new Map(
    plan.inputs.map((i) => [
      i.name,
      initial(
        i.name,
        i.shape.reduce((a, b) => a * b, 1)
      )
    ])
  )

/** The outputs at given inputs, by one prepared plan. */
const runner = <B>(executor: Executor<B>, plan: Plan) => {
  const runnable = executor.prepare(plan)
  if (isLeft(runnable)) throw new Error(runnable.left.what)
  return (inputs: ReadonlyMap<string, Float32Array>) =>
    runnable.right.run(
      new Map(
        plan.inputs.map((i) => [
          i.name,
          executor.upload(inputs.get(i.name) ?? new Float32Array(0), i.shape)
        ])
      ),
      { seed: 5, step: 2 }
    )
}

describe('LeNet-5', () => {
  it('has the gradient that differences show, in every parameter', () => {
    const gradient = lower(gradients(network.loss, network.parameters)),
      loss = lower(new Map([['loss', network.loss]]))
    const inputs = given(loss),
      found = runner(makeReferenceExecutor(), gradient)(inputs),
      run = runner(makeReferenceExecutor(), loss)
    const at = (name: string, i: number, value: number): number =>
      run(
        new Map([
          ...inputs,
          [name, (inputs.get(name) ?? new Float32Array(0)).map((v, k) => (k === i ? value : v))]
        ])
      ).get('loss')?.values[0] ?? NaN
    let compared = 0
    for (const { name } of network.parameters) {
      const values = inputs.get(name) ?? new Float32Array(0)
      const numeric = Array.from(values, (v, i) => {
        const [high, low] = [Math.fround(v + 1e-3), Math.fround(v - 1e-3)]
        return (at(name, i, high) - at(name, i, low)) / (high - low)
      })
      expectClose(found.get(name)?.values ?? [], numeric, 1e-5)
      compared += values.length
    }
    expect(compared).toBe(2 * (2 + 9 * 2 + 2 + 2 + 4 * 2 * 2 + 2 + 2 + 2 * 3 + 3 + 3 + 3 * 2 + 2))
  })

  it('without noise is the network that loops compute', () => {
    const plan = lower(new Map([['cost', network.errorCost]]))
    const still = new Map(
      [...given(plan)].map(([name, v]) => [name, name.includes('logvar') ? v.fill(-60) : v])
    )
    const p = (
      name: string,
      ...at: ReadonlyArray<readonly [index: number, size: number]>
    ): number => still.get(name)?.[at.reduce((k, [i, n]) => k * n + i, 0)] ?? NaN
    const list = <A>(n: number, f: (i: number) => A): ReadonlyArray<A> =>
      Array.from({ length: n }, (_, i) => f(i))
    const sum = (n: number, f: (i: number) => number): number =>
      list(n, f).reduce((a, b) => a + b, 0)
    type Maps = (row: number, column: number, channel: number) => number
    const convolved =
      (layer: string, kernel: number, channels: number, x: Maps): Maps =>
      (r, c, f) =>
        p(`${layer}/b mean`, [f, 2]) +
        p(`${layer}/z mean`, [f, 2]) *
          sum(kernel, (i) =>
            sum(kernel, (j) =>
              sum(
                channels,
                (k) =>
                  x(r + i, c + j, k) *
                  p(`${layer}/w mean`, [i, kernel], [j, kernel], [k, channels], [f, 2])
              )
            )
          )
    const pooled =
      (x: Maps): Maps =>
      (r, c, f) =>
        Math.max(0, ...[0, 1].flatMap((i) => [0, 1].map((j) => x(2 * r + i, 2 * c + j, f))))
    const dense = (layer: string, to: number, x: ReadonlyArray<number>): ReadonlyArray<number> =>
      list(
        to,
        (o) =>
          p(`${layer}/b mean`, [o, to]) +
          sum(
            x.length,
            (i) =>
              (x[i] ?? NaN) *
              p(`${layer}/z mean`, [i, x.length]) *
              p(`${layer}/w mean`, [i, x.length], [o, to])
          )
      )
    const costs = list(3, (image) => {
      const pixels: Maps = (r, c) => p('x', [image, 3], [r, 8], [c, 8])
      const maps = pooled(convolved('conv1', 2, 2, pooled(convolved('conv0', 3, 1, pixels))))
      const logits = dense(
        'fc1',
        2,
        dense(
          'fc0',
          3,
          list(2, (f) => maps(0, 0, f))
        ).map((v) => Math.max(0, v))
      )
      return (
        Math.log(logits.reduce((s, v) => s + Math.exp(v), 0)) -
        sum(2, (k) => (logits[k] ?? NaN) * p('y', [image, 3], [k, 2]))
      )
    })
    expectClose(
      runner(makeReferenceExecutor(), plan)(still).get('cost')?.values ?? [],
      [sum(3, (i) => costs[i] ?? NaN) / 3],
      1e-9
    )
  })

  it.each(['cpu', 'wasm'] as const)(
    'takes the same step on tfjs/%s as on the reference executor',
    async (backend) => {
      const opened = await openTfjs(backend)()
      if (isLeft(opened)) throw new Error(opened.left.what)
      const plan = planOf(adamStep(network)),
        inputs = given(plan)
      const wanted = runner(makeReferenceExecutor(), plan)(inputs)
      for (const [name, buffer] of runner(opened.right, plan)(inputs)) {
        expectClose(await opened.right.download(buffer), wanted.get(name)?.values ?? [], 1e-4)
        opened.right.release(buffer)
      }
    }
  )

  it('spends its time in matrix products: values and both gradients of every layer, but none of the images', () => {
    const [first, second, third, fourth] = [
      128 * 24 * 24 * 25 * 20,
      128 * 8 * 8 * 500 * 50,
      128 * 800 * 500,
      128 * 500 * 10
    ]
    const { productFlops, flops } = summarisePlan(planOf(adamStep(lenet5(caffe))))
    expect(productFlops).toBe(2 * (4 * first + 6 * (second + third + fourth)))
    expect(productFlops / flops).toBeGreaterThan(0.95)
  })
})
