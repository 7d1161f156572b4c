/**
 * What shares of a training step of LeNet-300-100 noise and the host's part of a call take:
 * `node bench/Shares.ts [--threads 1] [--steps 200]`. The last line is JSON: a share for each
 * round. The host's part is all of a call that is not spent in the module: looking up arrays, keys
 * of noise, learning rates, reading the cost. Kernels of noise are timed on one thread, right after
 * a step.
 */
import { parseArgs } from 'node:util'
import { schedule } from '../src/runtime/engine/schedule/Fuse.ts'
import { generate } from '../src/runtime/engine/emit/Generate.ts'
import { ourModels } from './peers/OurModels.ts'
import { makeTraining, must } from './peers/OurTraining.ts'
import { openWatched } from './Watched.ts'

const { values: given } = parseArgs({
  options: { threads: { type: 'string', default: '1' }, steps: { type: 'string', default: '200' } }
})
const threads = Number(given.threads),
  now = (): number => performance.now()

const model = await ourModels['lenet-300-100/one']?.model()
if (model === undefined) throw new Error('internal: no model')
const watched = await openWatched(threads, now),
  ours = makeTraining(watched.executor, model, 1)
const {
  phases,
  schedule: { kernels }
} = generate(schedule(must(model.stepPlan('plan'))), {
  relaxedMadd: true,
  threads: threads > 1,
  wide: true
})
const noisy = phases.flatMap(({ kernel = -1 }, index) =>
  kernels[kernel]?._tag === 'Noise' ? [index] : []
)

/** Engines compile again what runs often. */
const warm = 50
await ours.run(warm)
const shares = { noise: new Array<number>(), host: new Array<number>() }
for (let step = 0; step < Number(given.steps); step++) {
  const before = watched.moduleMs()
  const [whole = NaN] = await ours.run(1)
  const inside = watched.moduleMs() - before
  shares.host.push((whole - inside) / whole)
  if (threads > 1) continue
  const begun = now()
  for (const index of noisy) watched.phase(index)
  shares.noise.push((now() - begun) / whole)
}
process.stdout.write(`${JSON.stringify(shares)}\n`)
process.exit()
