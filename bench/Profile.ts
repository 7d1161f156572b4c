/**
 * Where the time of a plan goes, instruction by instruction.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Plan, ValueId } from '../src/ir/Plan.ts'
import { constantValues } from '../src/lower/LastUses.ts'
import type { Kernels } from '../src/runtime/tfjs/TfjsKernels.ts'
import { stepOf } from '../src/runtime/tfjs/TfjsRules.ts'
import type { Run } from '../src/runtime/tfjs/TfjsStep.ts'

const elements = (shape: ReadonlyArray<number>): number => shape.reduce((a, b) => a * b, 1)

/**
 * Median milliseconds of each instruction over a few runs, summed by operation, most first. Leaks:
 * for one look.
 */
export const profile = (
  kernels: Kernels,
  plan: Plan,
  initial: (name: string, n: number) => Float32Array
): string => {
  const context = {
    kernels,
    need: (name: string) =>
      kernels.find(name) ??
      (() => {
        throw new Error(`no kernel ${name}`)
      }),
    instruction: (id: ValueId) =>
      plan.instructions[id] ??
      (() => {
        throw new Error(`no instruction ${id}`)
      })(),
    constant: (value: number, shape: ReadonlyArray<number>) =>
      kernels.write(new Float32Array(elements(shape)).fill(value), shape)
  }
  const steps = plan.instructions.map((i) => stepOf(context, i))
  const run: Run = {
    values: new Array<TensorInfo | undefined>(),
    inputs: new Map(
      plan.inputs.map((i) => [i.name, kernels.write(initial(i.name, elements(i.shape)), i.shape)])
    ),
    key: { seed: 1, step: 1 }
  }
  const constant = constantValues(plan)
  const times = plan.instructions.map(() => new Array<number>())
  const rounds = 15
  for (let round = 0; round < rounds; round++) {
    steps.forEach((step, id) => {
      if (constant[id] === true && round > 0) return
      const before = run.values[id]
      const start = performance.now()
      const made = step(run)
      times[id]?.push(performance.now() - start)
      if (before !== undefined && plan.instructions[id]?.operation._tag !== 'Input')
        kernels.release(before)
      run.values[id] = made
    })
  }
  const byOperation = new Map<string, { count: number; ms: number }>()
  plan.instructions.forEach(({ id, operation: o, shape }) => {
    const ts = [...(times[id] ?? [])].sort((a, b) => a - b)
    if (constant[id] === true) return
    const operand =
      o._tag === 'MatMul' || o._tag === 'Reduce' || o._tag === 'Transpose'
        ? ` of [${(plan.instructions[o.x]?.shape ?? []).join('x')}]`
        : ''
    const sizes = elements(shape) >= 10_000 ? `[${shape.join('x')}]${operand}` : '[small]'
    const name = `${o._tag}${'op' in o ? ` ${o.op}` : ''} ${sizes}`
    const sum = byOperation.get(name) ?? { count: 0, ms: 0 }
    byOperation.set(name, {
      count: sum.count + 1,
      ms: sum.ms + (ts[Math.floor(ts.length / 2)] ?? 0)
    })
  })
  const rows = [...byOperation].sort((a, b) => b[1].ms - a[1].ms)
  const total = rows.reduce((s, [, r]) => s + r.ms, 0)
  return [
    `total ${total.toFixed(2)} ms`,
    ...rows
      .slice(0, 40)
      .map(
        ([name, r]) => `${r.ms.toFixed(3).padStart(8)} ms ${String(r.count).padStart(4)}  ${name}`
      )
  ].join('\n')
}
