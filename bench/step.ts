/**
 * The training step of the group normal-Jeffreys LeNet-300-100 at batch 128: eager tfjs against the straight-line plan on the same
 * backend, interleaved in one process. Prints medians, 10 % and 90 % points and their ratio; with `--profile`, where the plan's
 * time goes.
 *
 * Run: `node bench/step.ts [--backend wasm|cpu|tensorflow] [--steps 40] [--profile]`
 */
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import type { Plan } from '../src/ir/Plan.ts'
import { normals } from '../src/runtime/Noise.ts'
import { openExecutor } from '../src/runtime/OpenExecutor.ts'
import type { BackendName, Executor } from '../src/runtime/Executor.ts'
import { kernelsOf } from '../src/runtime/TfjsKernels.ts'
import { makeEagerStep } from './baseline/EagerStep.ts'
import { registerGradients } from './baseline/Gradients.ts'
import { batch, stepPlan } from './Lenet.ts'
import { profile } from './Profile.ts'

const backends: ReadonlyArray<BackendName> = ['cpu', 'wasm', 'tensorflow', 'webgpu']

const { values: options } = parseArgs({ options: {
  backend: { type: 'string', default: 'wasm' }, steps: { type: 'string', default: '40' }, profile: { type: 'boolean', default: false } } })

const quantile = (xs: ReadonlyArray<number>, q: number): number => [...xs].sort((a, b) => a - b)[Math.min(xs.length - 1, Math.floor(q * xs.length))] ?? NaN
const summary = (xs: ReadonlyArray<number>): string => `${quantile(xs, 0.5).toFixed(2)} ms (${quantile(xs, 0.1).toFixed(2)} to ${quantile(xs, 0.9).toFixed(2)})`

/** Pixels and one-hot labels of no meaning. */
const pixels = normals({ seed: 1, step: 0 }, 'pixels', batch * 784).map((z) => (z > 0.8 ? Math.min(1, z / 2) : 0))
const labels = Float32Array.from({ length: batch * 10 }, (_, i) => (i % 10 === Math.floor(i / 10) % 10 ? 1 : 0))

const initial = (name: string, n: number): Float32Array =>
  name.includes(':') ? new Float32Array(n)
  : name.endsWith('logvar') ? new Float32Array(n).fill(-9)
  : name.endsWith('z mean') ? new Float32Array(n).fill(1)
  : name.endsWith('w mean') ? normals({ seed: 1, step: 0 }, name, n).map((z) => 0.05 * z)
  : name === 'x' ? pixels : name === 'y' ? labels
  : name === 'rate' ? Float32Array.of(1e-3 * 0.1) : name === 'epsilon' ? Float32Array.of(1e-8) : new Float32Array(n)

/** One step of the plan, its outputs the next step's inputs. */
const straightLine = <B>(executor: Executor<B>, plan: Plan): ((step: number) => void) => {
  const prepared = executor.prepare(plan)
  if (prepared._tag === 'Left') throw new Error(prepared.left.what)
  const state = new Map(plan.inputs.map((i) => [i.name, executor.upload(initial(i.name, i.shape.reduce((a, b) => a * b, 1)), i.shape)]))
  return (step) => {
    for (const [name, buffer] of prepared.right.run(state, { seed: 1, step })) {
      if (state.has(name)) state.set(name, buffer)
      else executor.release(buffer)
    }
  }
}

const backend = backends.find((b) => b === options.backend)
if (backend === undefined) throw new Error(`no backend ${options.backend}`)
const opened = await openExecutor(backend, { searchFrom: [process.cwd()] })()
if (opened._tag === 'Left') throw new Error(opened.left.what)
await registerGradients()

const plan = stepPlan()
if (options.profile) console.log(profile(kernelsOf(backend), plan, initial))

const straight = straightLine(opened.right, plan)
const eager = makeEagerStep()
const x = tf.tensor(pixels, [batch, 784]), y = tf.tensor(labels, [batch, 10])
const ways = [{ name: 'eager', run: () => eager(x, y), times: new Array<number>() }, { name: 'plan', run: straight, times: new Array<number>() }]
const steps = Number(options.steps)
const warm = 3
let live = 0
for (let step = 0; step < steps + warm; step++) {
  for (const { run, times } of ways) {
    const start = performance.now()
    run(step)
    if (step >= warm) times.push(performance.now() - start)
  }
  if (step === warm) live = opened.right.liveBuffers()
}
const [e = [], p = []] = ways.map((w) => w.times)
const bars = { name: `${opened.right.name}, ${steps} steps`, eager: summary(e), plan: summary(p), ratio: (quantile(p, 0.5) / quantile(e, 0.5)).toFixed(3), growth: opened.right.liveBuffers() - live }
console.log(`${bars.name}: eager ${bars.eager}, plan ${bars.plan}, ratio ${bars.ratio} (bar 0.25 on wasm), arrays gained ${bars.growth}`)
