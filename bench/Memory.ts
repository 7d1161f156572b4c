/**
 * Does memory grow?
 * `node --expose-gc bench/Memory.ts WORKLOAD [--executor wasm] [--threads 1] [--steps 5000]` trains
 * and looks every now and then; the last line is JSON: one sample each.
 */
import { parseArgs } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import { type Executor, openExecutor } from '../src/runtime/index.ts'
import type { Sample } from './MemoryRows.ts'
import { ourModels } from './peers/OurModels.ts'
import { makeTraining } from './peers/OurTraining.ts'
import { openWatched } from './Watched.ts'

const {
  values: given,
  positionals: [workload = '']
} = parseArgs({
  allowPositionals: true,
  options: {
    executor: { type: 'string', default: 'wasm' },
    threads: { type: 'string', default: '1' },
    steps: { type: 'string', default: '5000' }
  }
})
const steps = Number(given.steps),
  looks = 50

const model = await ourModels[`${workload}/one`]?.model()
if (model === undefined) throw new Error(`no workload ${workload}`)

const samples = async <B>(
  executor: Executor<B>,
  moduleBytes: () => number | null
): Promise<ReadonlyArray<Sample>> => {
  const ours = makeTraining(executor, model, 1),
    found: Array<Sample> = []
  for (let done = 0; done < steps; done += steps / looks) {
    await ours.run(Math.round(steps / looks))
    globalThis.gc?.()
    found.push({
      step: done,
      live: executor.liveBuffers(),
      moduleBytes: moduleBytes(),
      residentBytes: process.memoryUsage.rss()
    })
  }
  return found
}

const onWasm = async (): Promise<ReadonlyArray<Sample>> => {
  const { executor, memoryBytes } = await openWatched(Number(given.threads), () =>
    performance.now()
  )
  return samples(executor, memoryBytes)
}
const onTfjs = async (): Promise<ReadonlyArray<Sample>> => {
  const opened = await openExecutor('tfjs-wasm', { searchFrom: [process.cwd()] })()
  if (isLeft(opened)) throw new Error(opened.left.what)
  return samples(opened.right, () => null)
}

process.stdout.write(`${JSON.stringify(await (given.executor === 'wasm' ? onWasm() : onTfjs()))}\n`)
process.exit()
