/**
 * The work of the page in dsl-examples/browser, without a browser: a training is stopped, kept, and
 * goes on to the same network; the files are those that the command line reads.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeAll, expect, test } from 'vitest'
import { decodeNet, type DataSet, readNamedTensors } from '../../src/index.ts'
import type { News, Order } from '../../dsl-examples/browser/messages.ts'
import { work } from '../../dsl-examples/browser/work.ts'

const pixels = 784

/** Digit k has a bright stroke of its own. */
const part = (count: number, phase: number): DataSet['train'] => ({
  count,
  labels: Int32Array.from({ length: count }, (_, i) => (i * 7 + phase) % 10),
  images: Float32Array.from({ length: count * pixels }, (_, i) => {
    const image = Math.floor(i / pixels)
    const isStroke = Math.floor((i % pixels) / 78) === (image * 7 + phase) % 10
    return ((isStroke ? 150 : 0) + ((i * 31 + phase) % 90)) / 255
  })
})
const digits: DataSet = {
  name: 'strokes',
  heldOut: 0,
  shape: [28, 28],
  classes: 10,
  train: part(256, 0),
  test: part(50, 3)
}

/** What is told on the way, and the last of it. The clock goes a second forward at each look. */
const worked = async (order: Partial<Order>, stopAfter = Infinity) => {
  const told: Array<News> = []
  let pauses = 0,
    seconds = 0
  const last = await work({
    digits: TE.right(digits),
    tell: (news) => {
      told.push(news)
    },
    shouldStop: () => pauses >= stopAfter,
    pause: async () => {
      pauses += 1
    },
    nowMs: () => 1000 * seconds++
  })({ data: '', prior: 'group-jeffreys', epochs: 3, ...order })
  return { told, last }
}
const must = <K extends News['kind']>(kind: K, news: News): Extract<News, { readonly kind: K }> => {
  const isKind = (n: News): n is Extract<News, { readonly kind: K }> => n.kind === kind
  if (!isKind(news)) throw new Error(JSON.stringify(news))
  return news
}
const epochs = (told: ReadonlyArray<News>): ReadonlyArray<number> =>
  told.flatMap((news) => (news.kind === 'epoch' ? [news.row.epoch] : []))

let whole: Awaited<ReturnType<typeof worked>>
beforeAll(async () => {
  whole = await worked({})
})

test('a training that is stopped is kept, goes on, and ends in the network of one that was not', async () => {
  const stopped = await worked({}, 3)
  const { kept, text } = must('stopped', stopped.last)
  expect(text).toMatch(/^stopped after \d steps/)
  const resumed = await worked({ kept })
  expect([...epochs(stopped.told), ...epochs(resumed.told)]).toEqual([1, 2, 3])
  const [once, again] = [must('pressed', whole.last), must('pressed', resumed.last)]
  expect(Buffer.from(again.file).equals(Buffer.from(once.file))).toBe(true)
  expect(isLeft(decodeNet('net.farrier')(once.file))).toBe(false)
  expect(once.text).toMatch(/^[\d]+ bytes, [\d.]+ % of the weights, error [\d.]+ %, /)
  // what is kept is a file that others read: named tensors
  const read = readNamedTensors('kept')(kept)
  if (isLeft(read)) throw new Error(JSON.stringify(read.left))
  expect([...read.right.tensors.keys()]).toContain('fc1/w.base.location')
})

test('the page is told what the command line prints', () => {
  const { told } = whole
  expect(told[0]).toMatchObject({ kind: 'loaded', images: 256 })
  expect(told.find((news) => news.kind === 'progress')).toMatchObject({
    text: expect.stringMatching(/^epoch 1\/3 \| [\d:]+ left \| error cost [\d.]+ nats/)
  })
  expect(told.find((news) => news.kind === 'trained')).toMatchObject({
    text: expect.stringMatching(/^loss [\d.]+ nats per datum, training error [\d.]+ %/)
  })
})

test('a kept training of another prior is refused in words', async () => {
  const { kept } = must('stopped', (await worked({}, 1)).last)
  expect(must('problems', (await worked({ kept, prior: 'normal' })).last).texts).toEqual([
    expect.stringMatching(/^resume: the fit is of another model than this one\n {2}why: /)
  ])
})
