/** Chains on threads of their own: the same bytes, and what happens where they end before their time. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import {
  halfNormal,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  sampleModel,
  type SampleHooks
} from '../../../src/index.ts'

const model = pipe(
  program,
  sample('mu', normal(0, 5)),
  sample('s', halfNormal(3)),
  observe('y', ({ mu, s }) => over(plate('rows'))(normal(mu, s)))
)
const values = Float32Array.of(1.2, 0.3, -0.7, 2.1, 1.4)
const data = new Map([['y', { axes: ['rows'], sizes: [values.length], values }]])
const settings = { chains: 3, warmUp: 120, draws: 700 }

const run = async (hooks: SampleHooks) => {
  const found = await sampleModel({ data, settings, ...hooks })(model)()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  return found.right
}

/** A clock by which everything takes so long that threads are worth it after the first blocks. */
const slow = () => {
  let now = 0
  return () => (now += 400)
}

test('on one thread and on two: the same draws and the same states', async () => {
  const [one, two] = [await run({ threads: 1 }), await run({ threads: 2, nowMs: slow() })]
  expect(two.draws).toEqual(one.draws)
  expect(two.chains).toEqual(one.chains)
})

test('progress is told of all chains, and they are kept on the way', async () => {
  let [most, kept] = [0, 0]
  const { outcome } = await run({
    threads: 2,
    nowMs: slow(),
    onProgress: (chains) => {
      most = Math.max(most, ...chains.map((c) => c.iteration))
    },
    checkpoint: () =>
      TE.fromIO(() => {
        kept += 1
      })
  })
  expect(outcome).toBe('finished')
  expect(most).toBe(820)
  expect(kept).toBeGreaterThan(1)
})

test('stopped, what was told is kept, and is the beginning of the whole', async () => {
  const whole = await run({ threads: 1 })
  let told = 0
  const stopped = await run({
    threads: 2,
    nowMs: slow(),
    onProgress: (chains) => {
      told = Math.min(...chains.map((c) => c.iteration))
    },
    shouldStop: () => told > 125
  })
  const mu = stopped.draws.sites.get('mu')
  const all = whole.draws.sites.get('mu')
  const count = stopped.draws.draws
  expect(count).toBeGreaterThan(0)
  for (let chain = 0; chain < 3; chain++)
    expect(mu?.values.slice(chain * count, (chain + 1) * count)).toEqual(
      all?.values.slice(chain * 700, chain * 700 + count)
    )
})
