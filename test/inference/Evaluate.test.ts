import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import { type Executor, normals, openExecutor } from '../../src/runtime/index.ts'
import {
  calibrationError,
  type Draws,
  type Evaluation,
  openEvaluator,
  plugIn
} from '../../src/inference/index.ts'
import { bound, must } from './Fits.ts'
import {
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

const [pixels, classes] = [3, 4]
const program = classifier(pixels, classes)
const weights = (seed: number): NamedTensor =>
  tensor(
    ['pixels', 'classes'],
    [pixels, classes],
    normals({ seed, step: 0 }, 'w', pixels * classes)
  )

/** Softmax probabilities of every row, in float64. */
const probabilities = (x: Float32Array, w: Float32Array, row: number): ReadonlyArray<number> => {
  const logits = Array.from({ length: classes }, (_, c) =>
    Array.from(
      { length: pixels },
      (_unused, p) => (x[row * pixels + p] ?? NaN) * (w[p * classes + c] ?? NaN)
    ).reduce((a, b) => a + b, 0)
  )
  const sum = logits.reduce((a, l) => a + Math.exp(l), 0)
  return logits.map((l) => Math.exp(l) / sum)
}

const evaluate = async (
  rows: number,
  chunk: number,
  draws: Draws,
  onlyFirst?: number
): Promise<Evaluation | undefined> => {
  const evaluator = openEvaluator(cpu, program, chunk)
  const found = must(
    await evaluator.evaluate(
      bound(program, classifierData(rows, pixels, classes)),
      draws,
      onlyFirst
    )
  )
  evaluator.dispose()
  return found[0]
}

const direct = (
  rows: number,
  seeds: ReadonlyArray<number>
): { readonly nll: number; readonly errors: number; readonly calibration: number } => {
  const data = classifierData(rows, pixels, classes)
  const x = data.get('x')?.values ?? new Float32Array()
  const y = data.get('y')?.values ?? new Float32Array()
  const mixed = Array.from({ length: rows }, (_, i) => {
    const each = seeds.map((s) => probabilities(x, weights(s).values, i))
    return Array.from({ length: classes }, (_unused, c) =>
      each.reduce((a, p) => a + (p[c] ?? NaN) / seeds.length, 0)
    )
  })
  const predicted = mixed.map((p) => p.indexOf(Math.max(...p)))
  return {
    nll: mixed.reduce((a, p, i) => a - Math.log(p[y[i] ?? 0] ?? NaN), 0) / rows,
    errors: predicted.filter((c, i) => c !== y[i]).length / rows,
    calibration: calibrationError(
      mixed.map((p) => Math.max(...p)),
      predicted.map((c, i) => (c === y[i] ? 1 : 0))
    )
  }
}

describe('evaluation', () => {
  it('in chunks with a tail is the direct sum over all rows, plug-in and over several draws', async () => {
    const before = cpu.liveBuffers()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        async (rows, chunk, count) => {
          const seeds = Array.from({ length: count }, (_, i) => i + 1)
          const found = await evaluate(rows, chunk, {
            count,
            draw: (i) => Promise.resolve(new Map([['w', weights(i + 1)]]))
          })
          const expected = direct(rows, seeds)
          expect(found?.count).toBe(rows)
          expect(found?.nllNats).toBeCloseTo(expected.nll, 5)
          expect(found?.errorRate).toBeCloseTo(expected.errors, 12)
          expect(found?.calibrationError).toBeCloseTo(expected.calibration, 5)
        }
      ),
      { numRuns: 25 }
    )
    expect(cpu.liveBuffers()).toBe(before)
  })

  it('of the first rows leaves the others out', async () => {
    const found = await evaluate(20, 6, plugIn(new Map([['w', weights(1)]])), 9)
    expect(found?.count).toBe(9)
    expect(found?.nllNats).not.toBeCloseTo(direct(20, [1]).nll, 5)
  })

  it('of a continuous observation gives the mean loss alone', async () => {
    const model = regression({ noisy: false })
    const data = regressionData(7)
    const evaluator = openEvaluator(cpu, model, 3)
    const [found] = must(
      await evaluator.evaluate(
        bound(model, data),
        plugIn(new Map([['w', tensor(['features'], [2], [0.5, -1])]]))
      )
    )
    evaluator.dispose()
    const x = data.get('x')?.values ?? []
    const losses = Array.from(
      data.get('y')?.values ?? [],
      (v, i) =>
        (v - 0.5 * (x[2 * i] ?? NaN) + (x[2 * i + 1] ?? NaN)) ** 2 / (2 * noiseVariance) +
        0.5 * Math.log(2 * Math.PI * noiseVariance)
    )
    expect(found?.nllNats).toBeCloseTo(losses.reduce((a, b) => a + b, 0) / 7, 5)
    expect([found?.count, found?.errorRate, found?.calibrationError]).toEqual([7, null, null])
  })
})

describe('calibrationError', () => {
  it('is the distance of confidence from accuracy, bin by bin', () => {
    // two predictions at 0.8 of which one is right, one at 0.3 that is wrong: (2·|0.5 − 0.8| + |0 −
    // 0.3|)/3
    expect(calibrationError([0.8, 0.8, 0.3], [1, 0, 0])).toBeCloseTo(0.3, 12)
    // in one bin the two gaps of opposite sign would cancel: |2 − 1.6|/2 against 0.4/2 + 0.2/2
    expect(calibrationError([0.6, 1], [1, 1], 1)).toBeCloseTo(0.2, 12)
    expect(calibrationError([0.6, 0.8], [1, 0], 5)).toBeCloseTo((0.4 + 0.8) / 2, 12)
  })

  it('puts the end of a bin into the bin it ends', () => {
    expect(calibrationError([0.5, 0.5], [1, 0], 2)).toBe(0)
    expect(calibrationError([0.5, 0.75], [1, 0], 2)).toBeCloseTo((0.5 + 0.75) / 2, 12)
    expect(calibrationError([0, 1], [0, 1])).toBe(0)
    expect(calibrationError([], [])).toBe(0)
  })
})
