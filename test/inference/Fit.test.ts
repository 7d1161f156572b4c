import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { adam } from '../../src/lower/steps/Adam.ts'
import { type Executor, makeReferenceExecutor, openExecutor } from '../../src/runtime/index.ts'
import {
  fit,
  fromCheckpoint,
  openPosterior,
  type Progress,
  sameBytes,
  sameState,
  type State,
  toCheckpoint
} from '../../src/inference/index.ts'
import { standardSolving } from '../../src/inference/solving/SolverRule.ts'
import { bound, environment, type Kept, must, request, run } from './Fits.ts'
import {
  breakable,
  classifier,
  classifierData,
  noiseVariance,
  regression,
  regressionData,
  tensor
} from './Programs.ts'

let cpu: Executor<TensorInfo>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
})

const rates = { location: 0.03, scale: 0.03, logVariance: 0.03 }
const schedule = { rates, decayFrom: 0.5, warmUp: 0.2 }

const small = classifier(3, 4)
const smallData = bound(small, classifierData(22, 3, 4))
const smallSettings = { batch: { rows: 5 }, epochs: 3, schedule }

describe('fit', () => {
  it('finds the conjugate posterior of a linear regression: means and variances to 1e-3', async () => {
    const rows = 40
    const program = regression({ noisy: false })
    const train = bound(program, regressionData(rows))
    const result = must(
      await run(cpu, request(program, train, { steps: 800, recordEvery: 800, schedule }))
    )
    const posterior = must(openPosterior(cpu, program, train.sizes))
    const w = (await posterior.moments(result.state.parameters, 1, 10)).get('w')
    posterior.dispose()
    const x = train.data.get('x')?.values ?? []
    const y = train.data.get('y')?.values ?? []
    for (const d of [0, 1]) {
      const column = Array.from({ length: rows }, (_, i) => x[2 * i + d] ?? NaN)
      const precision = 1 + column.reduce((sum, c) => sum + c * c, 0) / noiseVariance
      const mean =
        column.reduce((sum, c, i) => sum + c * (y[i] ?? NaN), 0) / noiseVariance / precision
      expect(Math.abs((w?.mean.values[d] ?? NaN) - mean)).toBeLessThan(1e-3)
      expect(Math.abs((w?.variance.values[d] ?? NaN) * precision - 1)).toBeLessThan(1e-3)
    }
    // −ELBO at the exact posterior is −ln of the evidence: ln N(y; 0, 0.25·I + X Xᵀ), diagonal in
    // the space of the two columns
    const columns = [0, 1].map((d) => Array.from({ length: rows }, (_, i) => x[2 * i + d] ?? NaN))
    const squares = Array.from(y).reduce((sum, v) => sum + v * v, 0)
    const evidence = columns.reduce(
      (sum, c) => {
        const norm = c.reduce((a, b) => a + b * b, 0)
        const along = c.reduce((a, b, i) => a + b * (y[i] ?? NaN), 0) ** 2 / norm
        return (
          sum +
          0.5 * Math.log((noiseVariance + norm) / noiseVariance) +
          0.5 * along * (1 / (noiseVariance + norm) - 1 / noiseVariance)
        )
      },
      (0.5 * squares) / noiseVariance + 0.5 * rows * Math.log(2 * Math.PI * noiseVariance)
    )
    const last = must(
      await run(
        cpu,
        request(
          program,
          train,
          {
            steps: 801,
            recordEvery: 1,
            schedule: { ...schedule, rates: { location: 0, scale: 0, logVariance: 0 } }
          },
          { ...result.state, step: 800 }
        )
      )
    )
    expect(Math.abs((last.metrics.at(-1)?.lossNats ?? NaN) - evidence)).toBeLessThan(1e-2)
  })

  it('finds it with noisy batches too, to 0.05 in the mean', async () => {
    const program = regression({ noisy: true })
    const train = bound(program, regressionData(40))
    const result = must(
      await run(cpu, request(program, train, { batch: { rows: 20 }, epochs: 400, schedule }))
    )
    const exact = must(
      await run(
        cpu,
        request(regression({ noisy: false }), train, { steps: 800, recordEvery: 800, schedule })
      )
    )
    result.state.parameters
      .get('w/location')
      ?.values.forEach((m, d) =>
        expect(
          Math.abs(m - (exact.state.parameters.get('w/location')?.values[d] ?? NaN))
        ).toBeLessThan(0.05)
      )
  })

  it('gives the same bytes for the same seed, and other bytes for another', async () => {
    const [a, b, c] = [
      must(await run(cpu, request(small, smallData, smallSettings))),
      must(await run(cpu, request(small, smallData, smallSettings))),
      must(await run(cpu, request(small, smallData, { ...smallSettings, seed: 2 })))
    ]
    expect(sameState(a.state, b.state)).toBe(true)
    expect(sameState(a.state, c.state)).toBe(false)
    expect(a.metrics).toEqual(b.metrics)
  })

  const stoppedAndResumed =
    'stopped after any step and resumed from its checkpoint, ' +
    'ends in the same bytes and the same records'
  it(stoppedAndResumed, async () => {
    const whole = must(await run(cpu, request(small, smallData, smallSettings)))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 11 }), async (after) => {
        const kept: Kept = { states: [], records: [] }
        const stopped = must(await run(cpu, request(small, smallData, smallSettings), after, kept))
        expect(stopped.outcome).toBe('stopped')
        expect(stopped.state.step).toBe(after)
        expect(kept.states.at(-1)).toBe(stopped.state)
        const text = JSON.stringify(toCheckpoint(stopped.state).scalars)
        const start = must(
          fromCheckpoint(
            small,
            adam,
            smallData.sizes
          )({ tensors: toCheckpoint(stopped.state).tensors, scalars: JSON.parse(text) })
        )
        const resumed = must(
          await run(cpu, request(small, smallData, smallSettings, start), Infinity, kept)
        )
        expect(resumed.outcome).toBe('finished')
        expect(sameState(resumed.state, whole.state)).toBe(true)
        expect(kept.records).toEqual(whole.metrics)
      }),
      { numRuns: 6 }
    )
  })

  it('moves each parameter by the learning rate of its kind in the first step', async () => {
    const program = regression({ noisy: false })
    const r = request(program, bound(program, regressionData(8)), {
      steps: 1,
      schedule: { rates: { location: 0.01, scale: 9, logVariance: 0.2 }, decayFrom: 1, warmUp: 0 }
    })
    const { state } = must(await run(cpu, r))
    for (const [name, rate] of [
      ['w/location', 0.01],
      ['w/logVariance', 0.2]
    ] as const) {
      const before = r.start.parameters.get(name)?.values ?? []
      state.parameters
        .get(name)
        ?.values.forEach((x, i) =>
          expect(Math.abs(x - (before[i] ?? NaN)) / rate).toBeCloseTo(1, 4)
        )
    }
  })

  it('has nothing to do for a state that is at the end', async () => {
    const whole = must(await run(cpu, request(small, smallData, smallSettings)))
    const again = must(await run(cpu, request(small, smallData, smallSettings, whole.state)))
    expect([again.outcome, again.metrics.length, sameState(again.state, whole.state)]).toEqual([
      'finished',
      0,
      true
    ])
  })

  it('records every epoch: costs, errors, survivors, rates', async () => {
    const kept: Kept = { states: [], records: [] }
    const result = must(
      await run(
        cpu,
        {
          ...request(small, smallData, smallSettings),
          test: bound(small, classifierData(7, 3, 4))
        },
        Infinity,
        kept
      )
    )
    expect(kept.records).toEqual(result.metrics)
    expect(kept.records.map((m) => [m.epoch, m.step])).toEqual([
      [1, 4],
      [2, 8],
      [3, 12]
    ])
    const last = result.metrics[2]
    expect(last?.train[0]?.count).toBe(22)
    expect(last?.test[0]?.count).toBe(7)
    expect(last?.surviving['pixels←w']?.of).toBe(3)
    expect(last?.lossNats).toBeCloseTo(
      (last?.errorCostNats ?? NaN) + (last?.complexityNats['w'] ?? NaN),
      9
    )
    expect(last?.lossNatsPerDatum).toBeCloseTo((last?.lossNats ?? NaN) / 22, 9)
    expect(last?.klWeight).toBe(1)
    expect(last?.learningRates['location']).toBeCloseTo((0.03 * (1 / 12)) / 0.5, 9)
    expect(result.metrics[0]?.lossNats).toBeGreaterThan(last?.lossNats ?? NaN)
  })

  it('averages draws where moments have no closed form', async () => {
    const program = regression({ noisy: false, open: true })
    const train = bound(program, regressionData(8))
    const { parameters } = request(program, train).start
    const posterior = must(openPosterior(cpu, program, train.sizes))
    const w = (await posterior.moments(parameters, 1, 2000)).get('w')
    const again = (await posterior.moments(parameters, 1, 2000)).get('w')
    posterior.dispose()
    const location = parameters.get('w/location')?.values ?? []
    const logVariance = parameters.get('w/logVariance')?.values ?? []
    for (const d of [0, 1]) {
      const variance = Math.exp(logVariance[d] ?? NaN)
      expect(Math.abs((w?.mean.values[d] ?? NaN) - (location[d] ?? NaN))).toBeLessThan(
        4 * Math.sqrt(variance / 2000)
      )
      expect(Math.abs((w?.variance.values[d] ?? NaN) / variance - 1)).toBeLessThan(
        4 * Math.sqrt(2 / 2000)
      )
    }
    expect(w !== undefined && again !== undefined && sameBytes(w.mean, again.mean)).toBe(true)
  })

  it('keeps the number of living buffers over 5,000 steps, and leaves none behind', async () => {
    const program = regression({ noisy: true })
    const train = bound(program, regressionData(4))
    const before = cpu.liveBuffers()
    const counts = new Set<number>()
    const env = {
      ...environment(cpu, { states: [], records: [] }),
      onProgress: ({ step }: Progress): void => {
        if (step < 5000) counts.add(cpu.liveBuffers())
      }
    }
    must(await fit(request(program, train, { steps: 5000, recordEvery: 5000, schedule }))(env)())
    expect(counts.size).toBe(1)
    expect(cpu.liveBuffers()).toBe(before)
  })

  it('runs on the reference executor to the same optimum', async () => {
    const program = regression({ noisy: false })
    const train = bound(program, regressionData(8))
    const settings = { steps: 30, recordEvery: 30, schedule }
    const [slow, fast] = [
      must(await run(makeReferenceExecutor(), request(program, train, settings))),
      must(await run(cpu, request(program, train, settings)))
    ]
    slow.state.parameters
      .get('w/location')
      ?.values.forEach((m, d) =>
        expect(m).toBeCloseTo(fast.state.parameters.get('w/location')?.values[d] ?? NaN, 4)
      )
  })
})

describe('a number that is not finite', () => {
  const program = breakable(0.5)
  const train = bound(program, regressionData(8))
  const settings = { steps: 60, recordEvery: 2, schedule: { ...schedule, warmUp: 0 } }

  it('stops at its step, names the site, and keeps the last good state', async () => {
    const kept: Kept = { states: [], records: [] }
    const before = cpu.liveBuffers()
    const failed = await run(cpu, request(program, train, settings), Infinity, kept)
    expect(isLeft(failed)).toBe(true)
    if (isRight(failed)) return
    expect(failed.left.where).toMatch(/^step \d+$/)
    expect(`${failed.left.what} ${failed.left.try}`).toMatch(
      /the error cost of y is not finite.*last good state/
    )
    expect(kept.states.length).toBeGreaterThan(1)
    expect(
      kept.states.every((s: State) =>
        [...s.parameters.values()].every((t) => t.values.every(Number.isFinite))
      )
    ).toBe(true)
    const step = Number(failed.left.where.replace('step ', ''))
    expect(kept.states.at(-1)?.step).toBe(2 * Math.floor((step - 1) / 2))
    expect(cpu.liveBuffers()).toBe(before)
  })

  it('names the site whose parameter broke first', async () => {
    // a cost that is finite everywhere with the gradient of one that is not: at the limit itself
    // the gradient is infinite
    const mixed = { ...regression({ noisy: false }), gradients: program.gradients }
    const start = request(mixed, train).start
    const atLimit = {
      ...start,
      parameters: new Map([
        ...start.parameters,
        ['w/location', tensor(['features'], [2], [0.5, 0])] as const
      ])
    }
    const failed = await run(cpu, request(mixed, train, settings, atLimit))
    expect(isLeft(failed) && failed.left.where).toBe('step 1')
    expect(isLeft(failed) && failed.left.what).toMatch(
      /^w: not finite any more after this step \(w\/location\)/
    )
  })
})

describe('what is refused before the first step', () => {
  const refusal = async (changes: Parameters<typeof request>[2]): Promise<string> => {
    const r = await run(cpu, request(small, smallData, { ...smallSettings, ...changes }))
    return isLeft(r) ? `${r.left.where}: ${r.left.what}` : 'nothing'
  }
  it('names the setting and what is wrong with it', async () => {
    expect(await refusal({ batch: { rows: 23 } })).toBe(
      'batch of rows: a batch of 23 rows out of 22'
    )
    expect(await refusal({ batch: { images: 2 } })).toBe(
      'batch of images: there is no such plate; the model has rows'
    )
    expect(await refusal({ batch: { rows: 2, columns: 2 } })).toBe(
      'batch: batches of rows and columns at once'
    )
    expect(await refusal({ epochs: 0 })).toBe('epochs: expected a whole number from 1 on, found 0')
    expect(await refusal({ schedule: { ...schedule, warmUp: 2 } })).toBe(
      'warmUp: expected a number from 0 to 1, found 2'
    )
    expect(await refusal({ schedule: { ...schedule, rates: { ...rates, scale: NaN } } })).toBe(
      'learning rate of a scale: expected a finite number from 0 on, found NaN'
    )
    expect(await refusal({ steps: -3 })).toBe('steps: expected a whole number from 1 on, found -3')
    expect(await refusal({ seed: 0.5 })).toBe('seed: expected a whole number, found 0.5')
    expect(await refusal({ solve: { ...standardSolving, draws: 65 } })).toBe(
      'solve: draws: expected a power of 2 from 64 on, found 65'
    )
  })

  it('names latents of the rows where batches or test data are asked for', async () => {
    const program = regression({ noisy: false })
    const train = bound(program, regressionData(8))
    const local = {
      ...program,
      parameters: program.parameters.map((p) => ({ ...p, axes: ['rows'] })),
      moments: [{ site: 'w', axes: ['rows'], closed: undefined }]
    }
    const batched = await run(
      cpu,
      request(local, train, { batch: { rows: 4 } }, request(program, train).start)
    )
    expect(isLeft(batched) && batched.left.what).toBe(
      'parameters over rows: w/location, w/logVariance'
    )
    const tested = await run(cpu, {
      ...request(local, train, {}, request(program, train).start),
      test: train
    })
    expect(isLeft(tested) && tested.left.what).toBe('w run over rows')
  })
})
