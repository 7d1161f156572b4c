/**
 * The fixed baseline as a contestant of `peers/Protocol.ts`: the eager step of
 * `baseline/EagerStep.ts` on tfjs's wasm backend.
 */
import * as tf from '@tensorflow/tfjs-core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { openExecutor } from '../src/runtime/index.ts'
import { makeEagerStep } from './baseline/EagerStep.ts'
import { registerGradients } from './baseline/Gradients.ts'
import { speak } from './peers/Speak.ts'
import { classes, pixels } from './peers/Start.ts'

const batch = 128

await speak(async () => {
  const opened = await openExecutor('tfjs-wasm', { searchFrom: [process.cwd()] })()
  if (isLeft(opened)) throw new Error(opened.left.what)
  await registerGradients()
  const labels = classes(batch),
    oneHot = Float32Array.from({ length: batch * 10 }, (_, i) =>
      i % 10 === labels[Math.floor(i / 10)] ? 1 : 0
    )
  const x = tf.tensor(pixels(batch), [batch, 784]),
    y = tf.tensor(oneHot, [batch, 10]),
    step = makeEagerStep()
  return {
    what: `tfjs ${tf.version_core}, eager, ${opened.right.name}`,
    run: async (count: number) => {
      const times: Array<number> = []
      for (let i = 0; i < count; i++) {
        const begun = performance.now()
        await step(x, y)
        times.push(performance.now() - begun)
      }
      return times
    },
    loss: () => Promise.resolve(null)
  }
})
