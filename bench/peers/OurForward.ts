/** The forward pass of LeNet-300-100 at its posterior means, of 8192 images, on an executor. */
import { pipe } from 'fp-ts/lib/function.js'
import { contract, type Expr, ref } from '../../src/expr/Expr.ts'
import { add, relu } from '../../src/expr/Words.ts'
import { lower } from '../../src/lower/index.ts'
import type { Executor } from '../../src/runtime/index.ts'
import { widths } from '../baseline/EagerStep.ts'
import { unitAxes } from '../Lenet.ts'
import { must, type Ours } from './OurTraining.ts'
import { around, layerStart, pixels } from './Start.ts'

const batch = 8192

const layer = (x: Expr, i: number): Expr => {
  const from = unitAxes[i] ?? '', to = unitAxes[i + 1] ?? ''
  return pipe(contract([from])(i === 0 ? x : relu(x), ref(`w${i}`, [from, to])), add(ref(`b${i}`, [to])))
}

const values = (name: string, count: number): Float32Array => {
  if (name === 'x') return pixels(batch)
  const i = Number(name.slice(1))
  return Float32Array.from(around(layerStart(i, name.startsWith('w') ? 'w' : 'b', 'location', widths[i] ?? 1), count))
}

export const makeForward = <B>(executor: Executor<B>): Ours => {
  const plan = must(lower({
    outputs: new Map([['logits', [0, 1, 2].reduce(layer, ref('x', ['images', 'pixels']))]]), order: ['images', ...unitAxes], noise: new Set(), consumed: new Set(),
    sizes: new Map([['images', batch], ...unitAxes.map((a, i) => [a, widths[i] ?? 0] as const)])
  }))
  const runnable = must(executor.prepare(plan))
  const inputs = new Map(plan.inputs.map((i) => [i.name, executor.upload(values(i.name, i.shape.reduce((a, b) => a * b, 1)), i.shape)]))
  const logits = async (): Promise<Float32Array> => {
    const found: Array<Float32Array> = []
    for (const buffer of runnable.run(inputs, { seed: 1, step: 0 }).values()) {
      found.push(await executor.download(buffer))
      executor.release(buffer)
    }
    return found[0] ?? new Float32Array()
  }
  return {
    run: async (count) => {
      const times: Array<number> = []
      for (let i = 0; i < count; i++) {
        const begun = performance.now()
        await logits()
        times.push(performance.now() - begun)
      }
      return times
    },
    // the root mean square of the logits; there is neither noise nor a step
    loss: async ({ steps, draws }) => {
      if (steps + draws > 0) return null
      const all = await logits()
      return Math.sqrt(all.reduce((sum, l) => sum + l * l, 0) / all.length)
    }
  }
}
