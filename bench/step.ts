/**
 * The training step of the group normal-Jeffreys LeNet-300-100 at batch 128: eager tfjs against the
 * straight-line plan on the same backend, interleaved in one process. Prints medians, 10 % and 90 %
 * points and their ratio; with `--profile`, where the plan's time goes.
 *
 * Run: `node bench/step.ts [--backend wasm|cpu|tensorflow|webgpu] [--steps 40] [--profile]`
 */
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import type { Plan } from '../src/ir/Plan.ts'
import { showPlan } from '../src/lower/ExplainInstructions.ts'
import { normals } from '../src/runtime/Noise.ts'
import { openTfjs } from '../src/runtime/tfjs/OpenTfjs.ts'
import type { BackendName, Executor } from '../src/runtime/Executor.ts'
import { kernelsOf } from '../src/runtime/tfjs/TfjsKernels.ts'
import { makeEagerStep } from './baseline/EagerStep.ts'
import { registerGradients } from './baseline/Gradients.ts'
import { horseshoePlan, jeffreysPlan } from './Compiled.ts'
import { batch, stepPlan } from './Lenet.ts'
import { median, spread } from './peers/Statistics.ts'
import { profile } from './Profile.ts'

const backends: ReadonlyArray<BackendName> = ['cpu', 'wasm', 'tensorflow', 'webgpu']

const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'wasm' },
    steps: { type: 'string', default: '40' },
    profile: { type: 'boolean', default: false }
  }
})

const summary = (xs: ReadonlyArray<number>): string => {
  const { p10, median: middle, p90 } = spread(xs)
  return `${middle.toFixed(2)} ms (${p10.toFixed(2)} to ${p90.toFixed(2)})`
}

/** Pixels and labels of no meaning. */
const pixels = normals({ seed: 1, step: 0 }, 'pixels', batch * 784).map((z) =>
  z > 0.8 ? Math.min(1, z / 2) : 0
)
const classOf = (row: number): number => row % 10
const oneHot = Float32Array.from({ length: batch * 10 }, (_, i) =>
  i % 10 === classOf(Math.floor(i / 10)) ? 1 : 0
)

/**
 * Named values, and by the ends of names: starts of parameters by their kind; moments and all else
 * start at 0.
 */
const named: Readonly<Record<string, (n: number) => Float32Array>> = {
  x: () => pixels,
  y: (n) => (n === batch ? Float32Array.from({ length: n }, (_, i) => classOf(i)) : oneHot),
  rate: () => Float32Array.of(1e-4),
  'rate:location': () => Float32Array.of(1e-4),
  'rate:scale': () => Float32Array.of(1e-3),
  'rate:logVariance': () => Float32Array.of(1e-3),
  epsilon: () => Float32Array.of(1e-8),
  'optimiser:epsilon': () => Float32Array.of(1e-8),
  klWeight: () => Float32Array.of(1),
  'total:images': () => Float32Array.of(60_000)
}
const initial = (name: string, n: number): Float32Array =>
  named[name]?.(n) ??
  (/^[mv]:/.test(name)
    ? new Float32Array(n)
    : /logvar|logVariance|variance/i.test(name)
      ? new Float32Array(n).fill(-9)
      : n > 1000
        ? normals({ seed: 1, step: 0 }, name, n).map((z) => 0.05 * z)
        : new Float32Array(n).fill(1))

/**
 * One step of the plan, its outputs the next step's inputs. It ends when its cost is here: a device
 * may go on after a call returns.
 */
const straightLine = <B>(executor: Executor<B>, plan: Plan): ((step: number) => Promise<void>) => {
  const prepared = executor.prepare(plan)
  if (prepared._tag === 'Left') throw new Error(prepared.left.what)
  const state = new Map(
    plan.inputs.map((i) => [
      i.name,
      executor.upload(
        initial(
          i.name,
          i.shape.reduce((a, b) => a * b, 1)
        ),
        i.shape
      )
    ])
  )
  return async (step) => {
    for (const [name, buffer] of prepared.right.run(state, { seed: 1, step })) {
      if (state.has(name)) state.set(name, buffer)
      else {
        await executor.download(buffer)
        executor.release(buffer)
      }
    }
  }
}

const backend = backends.find((b) => b === options.backend)
if (backend === undefined) throw new Error(`no backend ${options.backend}`)
const opened = await openTfjs(backend, { searchFrom: [process.cwd()] })()
if (opened._tag === 'Left') throw new Error(opened.left.what)
await registerGradients()

const plans: ReadonlyArray<readonly [string, Plan]> = [
  ['plan', stepPlan()],
  ['compiled group Jeffreys', jeffreysPlan()],
  ['compiled group horseshoe', horseshoePlan()]
]
if (options.profile)
  for (const [name, plan] of plans)
    console.log(`${name}\n${showPlan(plan)}\n${profile(kernelsOf(backend), plan, initial)}\n`)

const executor = opened.right
const x = tf.tensor(pixels, [batch, 784]),
  y = tf.tensor(oneHot, [batch, 10])
const eager = makeEagerStep()
const ways = [
  { name: 'eager tfjs', run: (_step: number) => eager(x, y), times: new Array<number>() },
  ...plans.map(([name, plan]) => ({
    name,
    run: straightLine(executor, plan),
    times: new Array<number>()
  }))
]
const steps = Number(options.steps)
const warm = 3
let live = 0
for (let step = 0; step < steps + warm; step++) {
  for (const { run, times } of ways) {
    const start = performance.now()
    await run(step)
    if (step >= warm) times.push(performance.now() - start)
  }
  if (step === warm) live = executor.liveBuffers()
}
const eagerMedian = median(ways[0]?.times ?? [])
console.log(
  `a training step on ${executor.name}, batch ${batch}, ${steps} interleaved steps: ` +
    'median (10 % to 90 %), ratio to eager (bar 0.25 on wasm)'
)
for (const { name, times } of ways)
  console.log(
    `${name.padEnd(26)}${summary(times).padEnd(36)}${(median(times) / eagerMedian).toFixed(3)}`
  )
console.log(`arrays gained in all steps: ${executor.liveBuffers() - live}`)
