/** Forward passes at the posterior means, of 8192 images, on an executor. */
import { pipe } from 'fp-ts/lib/function.js'
import { contract, type Expr, ref } from '../../src/expr/Expr.ts'
import { add, relu } from '../../src/expr/Words.ts'
import { lower } from '../../src/lower/index.ts'
import type { Executor } from '../../src/runtime/index.ts'
import { widths } from '../baseline/EagerStep.ts'
import { unitAxes } from '../Lenet.ts'
import {
  caffe,
  convolutionLayer,
  convolved,
  denseLayers,
  flattened,
  given,
  type Measures,
  orderOf,
  pooled,
  sizesOf
} from '../Lenet5.ts'
import { convolutionalStart } from './ConvolutionalStart.ts'
import { must, type Ours } from './OurTraining.ts'
import { around, layerStart, uniforms } from './Start.ts'

// model

export interface Forward {
  readonly logits: Expr
  readonly sizes: ReadonlyMap<string, number>
  readonly order: ReadonlyArray<string>
  readonly values: ReadonlyMap<string, Float32Array>
}

export const forwardBatch = 8192

// networks

/** [images, count] in [0, 1), four of five 0. */
const images = (count: number): Float32Array =>
  Float32Array.from(uniforms(1000, forwardBatch * count), (u) => Math.max(0, 5 * u - 4))

/** `units` of the data and of each layer. */
const dense = (units: ReadonlyArray<number>): Forward => {
  const layers = units.slice(1).map((to, i) => ({
    from: unitAxes[i] ?? '',
    to: unitAxes[i + 1] ?? '',
    inputs: units[i] ?? 1,
    outputs: to
  }))
  const values = layers.flatMap(({ inputs, outputs }, i) =>
    (['w', 'b'] as const).map(
      (part) =>
        [
          `${part}${i}`,
          Float32Array.from(
            around(
              layerStart(i, part, 'location', inputs),
              part === 'w' ? inputs * outputs : outputs
            )
          )
        ] as const
    )
  )
  return {
    logits: layers.reduce<Expr>(
      (x, { from, to }, i) =>
        pipe(
          contract([from])(i === 0 ? x : relu(x), ref(`w${i}`, [from, to])),
          add(ref(`b${i}`, [to]))
        ),
      ref('x', ['images', 'pixels'])
    ),
    order: ['images', ...unitAxes],
    sizes: new Map([
      ['images', forwardBatch],
      ...units.map((n, i) => [unitAxes[i] ?? '', n] as const)
    ]),
    values: new Map([['x', images(units[0] ?? 1)], ...values])
  }
}

const convolutional = (measures: Measures): Forward => {
  const { pool, convolutions } = measures
  const features = convolutions.reduce((x, { kernel }, i) => {
    const { w, b } = convolutionLayer(i)
    return relu(pooled(i, pool)(pipe(convolved(i, kernel)(x, w.mean), add(b.mean))))
  }, given)
  const logits = denseLayers.reduce(
    (x, { layer: { w, b }, from }, i) =>
      pipe(contract([from])(i === 0 ? x : relu(x), w.mean), add(b.mean)),
    flattened(convolutions.length)(features)
  )
  return {
    logits,
    order: orderOf(measures),
    sizes: sizesOf(measures),
    values: new Map([['x', images(measures.side ** 2)], ...convolutionalStart(measures)])
  }
}

const lenet5 = (filters: readonly [number, number], units: number): Forward =>
  convolutional({
    ...caffe,
    images: forwardBatch,
    convolutions: filters.map((n) => ({ kernel: 5, filters: n })),
    units
  })

/**
 * By workload and way. `published` are the sizes of BC-GNJ of Louizos, Ullrich & Welling 2017,
 * `ours` those of a file of docs/results.md. A pruned network is given the pixels that it reads;
 * the features of LeNet-5 that it does not read (120 of 208) have weights here.
 */
export const ourForwards: Readonly<Record<string, () => Forward>> = {
  'forward-300-100/one': () => dense(widths),
  'forward-300-100/published': () => dense([278, 98, 13, 10]),
  'forward-300-100/ours': () => dense([346, 79, 17, 10]),
  'forward-5/one': () => lenet5([20, 50], 500),
  'forward-5/published': () => lenet5([8, 13], 13)
}

// running

export const makeForward = <B>(
  executor: Executor<B>,
  { logits, sizes, order, values }: Forward
): Ours => {
  const plan = must(
    lower({
      outputs: new Map([['logits', logits]]),
      sizes,
      order,
      noise: new Set(),
      consumed: new Set()
    })
  )
  const runnable = must(executor.prepare(plan))
  const inputs = new Map(
    plan.inputs.map((i) => [
      i.name,
      executor.upload(values.get(i.name) ?? new Float32Array(), i.shape)
    ])
  )
  const once = async (): Promise<Float32Array> => {
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
        await once()
        times.push(performance.now() - begun)
      }
      return times
    },
    // the root mean square of the logits; there is neither noise nor a step
    loss: async ({ steps, draws }) => {
      if (steps + draws > 0) return null
      const all = await once()
      return Math.sqrt(all.reduce((sum, l) => sum + l * l, 0) / all.length)
    }
  }
}
