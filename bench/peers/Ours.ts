/**
 * One contestant of ours in a process of its own: `node bench/peers/Ours.ts WORKLOAD --way one|many|… --executor NAME --threads N`.
 * It speaks as peer.py does; Protocol.ts says what.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { executorNames, withExecutor } from '../../src/runtime/index.ts'
import { makeForward } from './OurForward.ts'
import { ourModels } from './OurModels.ts'
import { makeTraining, type Ours } from './OurTraining.ts'

const RequestC = t.union([t.type({ run: t.number }), t.type({ loss: t.type({ steps: t.number, draws: t.number }) })])

const { values: { executor: name, way, threads }, positionals: [workload = ''] } = parseArgs({ allowPositionals: true, options: {
  executor: { type: 'string', default: 'wasm' }, way: { type: 'string', default: 'one' }, threads: { type: 'string', default: '1' } } })

const say = (reply: object): void => { process.stdout.write(`${JSON.stringify(reply)}\n`) }

const answer = async (ours: Ours, line: string): Promise<object> => {
  const request = RequestC.decode(JSON.parse(line))
  if (isLeft(request)) throw new Error(`internal: not a request: ${line}`)
  return 'run' in request.right ? { ms: await ours.run(request.right.run) } : { loss: await ours.loss(request.right.loss) }
}

const open = async (): Promise<Ours & { readonly what: string }> => {
  const executorName = executorNames.find((n) => n === name)
  if (executorName === undefined) throw new Error(`no executor ${name}; there are ${executorNames.join(', ')}`)
  const described = ourModels[`${workload}/${way}`]
  const model = await described?.model()
  if (model === undefined && workload !== 'forward-300-100') throw new Error(`no workload ${workload}/${way}`)
  const opened = await withExecutor(executorName, { searchFrom: [process.cwd()], threads: Number(threads) })((executor) => ({
    what: `Farrier, ${executor.name}`, ...(model === undefined ? makeForward(executor) : makeTraining(executor, model, described?.stepsPerCall ?? 1))
  }))()
  if (isLeft(opened)) throw new Error(opened.left.what)
  return opened.right
}

try {
  const ours = await open()
  say({ ready: ours.what })
  for await (const line of createInterface({ input: process.stdin })) say(await answer(ours, line))
} catch (e) {
  say({ unavailable: e instanceof Error ? e.message.split('\n')[0] : String(e) })
}
