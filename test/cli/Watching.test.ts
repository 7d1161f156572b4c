import { expect, test } from 'vitest'
import { clock, grouped, percent, table } from '../../src/report/Numbers.ts'
import { watch } from '../../src/cli/Watching.ts'
import type { EpochMetrics, Progress } from '../../src/inference/index.ts'

const metrics: EpochMetrics = {
  epoch: 2,
  step: 8,
  errorCostNats: 90,
  complexityNats: { w: 10 },
  lossNats: 100,
  lossNatsPerDatum: 0.5,
  train: [],
  test: [{ site: 'y', count: 10, nllNats: 0.1, errorRate: 0.0213, calibrationError: 0.01 }],
  surviving: { 'pixels←fc1/w': { alive: 3, of: 9, threshold: 1 } },
  learningRates: {},
  klWeight: 1
}
const progress: Progress = {
  step: 9,
  totalSteps: 40,
  stepsPerEpoch: 4,
  errorCostNats: 20,
  observations: 200,
  last: metrics,
  rates: { location: 1, scale: 1, logVariance: 1 },
  klWeight: 1
}

/** A terminal whose clock moves by the given milliseconds at each look. */
const world = (isWatched: boolean, times: ReadonlyArray<number>) => {
  const seen: Array<string> = []
  let looks = 0
  return {
    seen,
    c: {
      terminal: {
        out: () => undefined,
        err: (text: string) => {
          seen.push(text)
        },
        isWatched
      },
      openBar: (total: number) => ({
        update: (step: number, note: string) => {
          seen.push(`${step}/${total} ${note}`)
        },
        stop: () => {
          seen.push('stop')
        }
      }),
      nowMs: () => times[looks++] ?? 0
    }
  }
}

const onATerminal =
  'on a terminal: a bar with loss, error, surviving units per axis and time left, ' +
  'drawn ten times a second at most'
test(onATerminal, () => {
  const { seen, c } = world(true, [0, 1000, 1050, 2000])
  const w = watch(c, false, 40, 'epoch')
  w.onProgress({ ...progress, step: 9 })
  w.onProgress({ ...progress, step: 10 })
  w.onProgress({ ...progress, step: 11 })
  w.onEpoch(metrics)
  w.stop()
  expect(seen).toEqual([
    '9/40 epoch 3/10 | 0:31 left | error cost 0.1000 nats | loss 0.5000 nats per datum, ' +
      'test error 2.13 %, surviving pixels 3/9',
    '11/40 epoch 3/10 | 0:19 left | error cost 0.1000 nats | loss 0.5000 nats per datum, ' +
      'test error 2.13 %, surviving pixels 3/9',
    'stop'
  ])
})

test('elsewhere: a line for every epoch, as JSON where asked', () => {
  const plain = world(false, [])
  const w = watch(plain.c, false, 40, 'epoch')
  w.onProgress(progress)
  w.onEpoch(metrics)
  expect(plain.seen).toEqual([
    'epoch 2: loss 0.5000 nats per datum, test error 2.13 %, surviving pixels 3/9\n'
  ])
  const solver = world(false, [])
  watch(solver.c, false, 40, 'round').onEpoch(metrics)
  expect(solver.seen[0]).toMatch(/^round 2: loss /)
  const json = world(true, [])
  watch(json.c, true, 40, 'epoch').onEpoch(metrics)
  expect(json.seen.map((line) => JSON.parse(line))).toEqual([metrics])
})

test('numbers as people read them', () => {
  expect([
    percent(0.0213),
    grouped(1234567),
    grouped(999),
    clock(67),
    clock(3723),
    clock(-1)
  ]).toEqual(['2.13 %', '1,234,567', '999', '1:07', '1:02:03', '0:00'])
  expect(
    table(
      ['a', 'bb'],
      [
        ['xxx', '1'],
        ['y', '22222']
      ]
    )
  ).toBe('a       bb\nxxx      1\ny    22222')
})
