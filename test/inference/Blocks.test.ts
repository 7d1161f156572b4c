import fc from 'fast-check'
import { isLeft, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  type Executor,
  makeReferenceExecutor,
  type ReferenceBuffer
} from '../../src/runtime/index.ts'
import {
  batching,
  batchesOf,
  fit,
  type FitEnvironment,
  sameState,
  seriesAxis,
  standardSettings
} from '../../src/inference/index.ts'
import { rows } from '../../src/lower/index.ts'
import {
  blindLength,
  blockMs,
  longest,
  mostNumbers,
  nextLength
} from '../../src/inference/host/Blocks.ts'
import { bound, environment, type Kept, must, request } from './Fits.ts'
import {
  breakable,
  classifier,
  classifierData,
  regression,
  regressionData,
  tensor
} from './Programs.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'

const program = classifier(3, 4)
const train = bound(program, classifierData(22, 3, 4))
const settings = {
  batch: { rows: 3 },
  epochs: 3,
  schedule: {
    rates: { location: 0.03, scale: 0.03, logVariance: 0.03 },
    decayFrom: 0.5,
    warmUp: 0.2
  }
}

/** An executor as it would be without a loop of its own. */
const oneByOne = <B>(executor: Executor<B>): Executor<B> => ({
  ...executor,
  prepare: (plan) =>
    pipe(
      executor.prepare(plan),
      map(({ run, dispose }) => ({ run, dispose }))
    )
})

/** Every call seems to have taken the next of these times. */
const clockOf = (times: ReadonlyArray<number>): (() => number) => {
  let looks = 0
  let ms = 0
  return () => {
    if (looks++ % 2 === 1) ms += times[(looks >> 1) % times.length] ?? 0
    return ms
  }
}

const emptyKept = (): Kept => ({ states: [], records: [] })

describe('blocks of steps', () => {
  it('give the same bytes and records however the steps are parted', async () => {
    const kept = emptyKept()
    const single = must(
      await fit(request(program, train, settings))(
        environment(oneByOne(makeReferenceExecutor()), kept)
      )()
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 6 }),
        async (times) => {
          const executor = makeReferenceExecutor()
          const again = emptyKept()
          const lengths: Array<number> = []
          let before = 0
          const env: FitEnvironment<ReferenceBuffer> = {
            ...environment(executor, again),
            nowMs: clockOf(times),
            onProgress: ({ step }) => {
              lengths.push(step - before)
              before = step
            }
          }
          const result = must(await fit(request(program, train, settings))(env)())
          expect(sameState(result.state, single.state)).toBe(true)
          expect(again.records).toEqual(kept.records)
          expect(
            again.states.every(
              (s, i) => kept.states[i] !== undefined && sameState(s, kept.states[i])
            )
          ).toBe(true)
          expect(executor.liveBuffers()).toBe(0)
          // 7 steps an epoch: no block crosses its end
          expect(lengths.reduce((a, b) => a + b, 0)).toBe(21)
          expect(
            lengths.reduce<ReadonlyArray<number>>((at, l) => [...at, (at.at(-1) ?? 0) + l], [])
          ).toEqual(expect.arrayContaining([7, 14, 21]))
        }
      ),
      { numRuns: 8 }
    )
  })

  it('read the batches of their steps', () => {
    const cut = must(batching(program, train, { ...standardSettings, ...settings }))
    fc.assert(
      fc.property(fc.nat(2), fc.nat(6), fc.integer({ min: 1, max: 7 }), (epoch, index, wanted) => {
        const count = Math.min(wanted, 7 - index)
        const block = batchesOf(train, cut, 5)(7 * epoch + index, count)
        for (let k = 0; k < count; k++) {
          const one = batchesOf(train, cut, 5)(7 * epoch + index + k, 1)
          for (const [name, t] of block) expect(rows(seriesAxis, [k])(t)).toEqual(one.get(name))
        }
      })
    )
    expect(() => batchesOf(train, cut, 5)(5, 3)).toThrow(
      'internal: 3 steps from 5 on are not of one epoch'
    )
  })

  it('are cut along a plate that is not the first axis too', () => {
    const turned = {
      ...train,
      data: new Map([
        ['y', tensor(['rows'], [4], [0, 1, 2, 3])],
        ['x', tensor(['pixels', 'rows'], [2, 4], [0, 1, 2, 3, 10, 11, 12, 13])]
      ]),
      sizes: new Map([
        ['rows', 4],
        ['pixels', 2]
      ])
    }
    const block = batchesOf(
      turned,
      { plate: 'rows', batchSize: 2, stepsPerEpoch: 2, totalSteps: 2, sizes: new Map() },
      1
    )(0, 2)
    const y = block.get('y')?.values ?? new Float32Array()
    expect(block.get('x')?.axes).toEqual([seriesAxis, 'pixels', 'rows'])
    expect([...(block.get('x')?.values ?? [])]).toEqual(
      [0, 2].flatMap((from) =>
        [0, 10].flatMap((row) => Array.from(y.slice(from, from + 2)).map((v) => row + v))
      )
    )
  })

  it('are as long as their time allows, at most doubled, and never above what the inputs allow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e4 }),
        logSpread(1e-3, 1e5),
        fc.integer({ min: 1, max: 1e4 }),
        (length, ms, most) => {
          const next = nextLength(length, ms, most)
          expect(next).toBeGreaterThanOrEqual(1)
          expect(next).toBeLessThanOrEqual(Math.max(1, Math.min(most, 2 * length)))
          if (next > 1) expect((next * ms) / length).toBeLessThanOrEqual(blockMs * (1 + 1e-9))
        }
      )
    )
    expect([
      nextLength(4, 0, 100),
      nextLength(4, 0, 5),
      nextLength(1, undefined, 100),
      nextLength(1, undefined, 1)
    ]).toEqual([8, 5, blindLength, 1])
    expect([
      longest(0),
      longest(mostNumbers),
      longest(1 + mostNumbers),
      longest(1 + mostNumbers / 4)
    ]).toEqual([mostNumbers, 1, 1, 3])
  })

  it('name the first step whose cost is not finite, wherever in the block it is', async () => {
    const broken = breakable(0.5)
    const data = bound(broken, regressionData(8))
    const changes = { steps: 60, recordEvery: 20, schedule: { ...settings.schedule, warmUp: 0 } }
    const where = async <B>(executor: Executor<B>): Promise<string> => {
      const failed = await fit(request(broken, data, changes))({
        ...environment(executor, emptyKept()),
        nowMs: () => 0
      })()
      return isLeft(failed) ? failed.left.where : 'nowhere'
    }
    const [blocks, single] = [makeReferenceExecutor(), makeReferenceExecutor()]
    const [found, wanted] = [await where(blocks), await where(oneByOne(single))]
    expect(found).toMatch(/^step \d+$/)
    expect(found).toBe(wanted)
    expect([blocks.liveBuffers(), single.liveBuffers()]).toEqual([0, 0])
  })

  it('see all data at once where no batch is asked for', async () => {
    const whole = regression({ noisy: true })
    const data = bound(whole, regressionData(8))
    const changes = { steps: 30, recordEvery: 10, schedule: settings.schedule }
    const one = must(
      await fit(request(whole, data, changes))(
        environment(oneByOne(makeReferenceExecutor()), emptyKept())
      )()
    )
    const many = must(
      await fit(request(whole, data, changes))(environment(makeReferenceExecutor(), emptyKept()))()
    )
    expect(sameState(one.state, many.state)).toBe(true)
  })
})
