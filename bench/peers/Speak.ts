/**
 * The contestant's side of Protocol.ts: says that it is ready, or why it cannot take part, and
 * answers line by line.
 */
import { createInterface } from 'node:readline'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Ours } from './OurTraining.ts'

const RequestC = t.union([
  t.type({ run: t.number }),
  t.type({ loss: t.type({ steps: t.number, draws: t.number }) })
])

const say = (reply: object): void => {
  process.stdout.write(`${JSON.stringify(reply)}\n`)
}

const answer = async (ours: Ours, line: string): Promise<object> => {
  const request = RequestC.decode(JSON.parse(line))
  if (isLeft(request)) throw new Error(`internal: not a request: ${line}`)
  return 'run' in request.right
    ? { ms: await ours.run(request.right.run) }
    : { loss: await ours.loss(request.right.loss) }
}

/** `what`: the library and its version. */
export const speak = async (
  open: () => Promise<Ours & { readonly what: string }>
): Promise<void> => {
  try {
    const ours = await open()
    say({ ready: ours.what })
    for await (const line of createInterface({ input: process.stdin }))
      say(await answer(ours, line))
  } catch (e) {
    say({ unavailable: e instanceof Error ? e.message.split('\n')[0] : String(e) })
  }
}
