/**
 * One contestant of ours in a process of its own:
 * `node bench/peers/Ours.ts WORKLOAD --way one|many|… --executor NAME --threads N`. It speaks as
 * peer.py does; Protocol.ts says what.
 */
import { parseArgs } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import { executorNames, withExecutor } from '../../src/runtime/index.ts'
import { makeForward, ourForwards } from './OurForward.ts'
import { ourModels } from './OurModels.ts'
import { makeTraining, type Ours } from './OurTraining.ts'
import { speak } from './Speak.ts'

const {
  values: { executor: name, way, threads },
  positionals: [workload = '']
} = parseArgs({
  allowPositionals: true,
  options: {
    executor: { type: 'string', default: 'wasm' },
    way: { type: 'string', default: 'one' },
    threads: { type: 'string', default: '1' }
  }
})

await speak(async (): Promise<Ours & { readonly what: string }> => {
  const executorName = executorNames.find((n) => n === name)
  if (executorName === undefined)
    throw new Error(`no executor ${name}; there are ${executorNames.join(', ')}`)
  const described = ourModels[`${workload}/${way}`],
    forward = ourForwards[`${workload}/${way}`]
  const model = await described?.model()
  const opened = await withExecutor(executorName, {
    searchFrom: [process.cwd()],
    threads: Number(threads)
  })((executor) => {
    if (model !== undefined)
      return {
        what: `Farrier, ${executor.name}`,
        ...makeTraining(executor, model, described?.stepsPerCall ?? 1)
      }
    if (forward !== undefined)
      return { what: `Farrier, ${executor.name}`, ...makeForward(executor, forward()) }
    throw new Error(`no workload ${workload}/${way}`)
  })()
  if (isLeft(opened)) throw new Error(opened.left.what)
  return opened.right
})
