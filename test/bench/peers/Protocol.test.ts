import { isLeft, right } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { decodeReply, LossC, ReadyC, showRequest, TimesC } from '../../../bench/peers/Protocol.ts'

test('requests are lines', () => {
  expect(showRequest({ run: 3 })).toBe('{"run":3}\n')
  expect(showRequest({ loss: { steps: 1, draws: 0 } })).toBe('{"loss":{"steps":1,"draws":0}}\n')
})

test('replies are read, others are not understood', () => {
  expect(decodeReply(ReadyC)('{"ready": "A 1"}')).toEqual(right({ ready: 'A 1' }))
  expect(decodeReply(ReadyC)('{"unavailable": "no B"}')).toEqual(right({ unavailable: 'no B' }))
  expect(decodeReply(TimesC)('{"ms": [1, 2.5]}')).toEqual(right({ ms: [1, 2.5] }))
  expect(decodeReply(LossC)('{"loss": null}')).toEqual(right({ loss: null }))
  for (const line of ['', 'Warning: slow', '{"ms": ["1"]}', '{"loss": 1}'])
    expect(isLeft(decodeReply(TimesC)(line))).toBe(true)
})
