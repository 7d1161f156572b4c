/**
 * Examples with a known answer, trained at full size and compared with references that share no
 * code with the compiler.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { resolveModel } from 'farrier'
import { beforeAll, describe, expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import linearRegression from '../../dsl-examples/linear-regression.ts'
import { compile } from '../../src/compile/index.ts'
import type { NamedTensor, SitePosterior } from '../../src/ir/Posterior.ts'
import { type Executor, normals, openExecutor } from '../../src/runtime/index.ts'
import { openPosterior, type Schedule } from '../../src/inference/index.ts'
import { bound, must, request, run } from '../inference/Fits.ts'
import { tensor } from '../inference/Programs.ts'
import { effects, errors, exactPosterior, meanFieldOptimum } from './EightSchools.ts'

let cpu: Executor<TensorInfo>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
})

/** Posterior moments after `steps` steps on all data, several draws a step. */
const trained = async (
  model: unknown,
  data: ReadonlyMap<string, NamedTensor>,
  steps: number,
  schedule: Schedule
): Promise<ReadonlyMap<string, SitePosterior>> => {
  const { program } = must(compile({ samples: 8 })(must(resolveModel(model, {}))))
  const train = bound(program, data)
  const { state } = must(
    await run(cpu, request(program, train, { steps, recordEvery: steps, schedule }))
  )
  const posterior = must(openPosterior(cpu, program, train.sizes))
  const moments = await posterior.moments(state.parameters, 1, 2000)
  posterior.dispose()
  return moments
}

const schedule: Schedule = {
  rates: { location: 0.05, scale: 0.05, logVariance: 0.05 },
  decayFrom: 0.3,
  warmUp: 0
}

describe('linear regression', () => {
  const conjugateAnswer =
    'has the mean of the conjugate posterior N(m, V), and the variances 1/(V⁻¹)ᵢᵢ, not Vᵢᵢ, ' +
    'that a mean-field guide must have'
  test(conjugateAnswer, async () => {
    const rows = 60,
      features = 3
    const z = normals({ seed: 3, step: 0 }, 'x', rows * features),
      noise = normals({ seed: 3, step: 0 }, 'y', rows)
    // neighbouring inputs are correlated, so that mean field and truth differ
    const x = Array.from({ length: rows }, (_, i) =>
      Array.from(
        { length: features },
        (_f, k) => (z[i * features + k] ?? 0) + 0.8 * (z[i * features] ?? 0)
      )
    )
    const y = x.map(([a = 0, b = 0, c = 0], i) => 0.5 * a - b + 0.3 * c + (noise[i] ?? 0))
    const precision = Array.from({ length: features }, (_, j) =>
      Array.from({ length: features }, (_k, k) =>
        x.reduce((s, r) => s + (r[j] ?? 0) * (r[k] ?? 0), j === k ? 1 : 0)
      )
    )
    const target = Array.from({ length: features }, (_, j) =>
      x.reduce((s, r, i) => s + (r[j] ?? 0) * (y[i] ?? 0), 0)
    )

    const w = (
      await trained(
        linearRegression,
        new Map([
          ['x', tensor(['people', 'features'], [rows, features], x.flat())],
          ['y', tensor(['people'], [rows], y)]
        ]),
        1500,
        schedule
      )
    ).get('w')
    const mean = Array.from(w?.mean.values ?? []),
      variance = Array.from(w?.variance.values ?? [])
    // (XᵀX + I) m = Xᵀy, in units of the right side's own posterior deviation
    precision.forEach((row, j) => {
      const deviation = Math.sqrt(row[j] ?? NaN)
      expect(
        Math.abs(row.reduce((s, p, k) => s + p * (mean[k] ?? NaN), 0) - (target[j] ?? NaN)) /
          deviation
      ).toBeLessThan(0.1)
      expect(Math.abs((variance[j] ?? NaN) * (row[j] ?? NaN) - 1)).toBeLessThan(0.05)
    })
  })
})

describe('eight schools', () => {
  const exact = exactPosterior(),
    best = meanFieldOptimum()

  test('the quadrature has converged, and mean field underestimates the spread between schools', () => {
    const coarse = exactPosterior(500)
    const difference = [
      exact.mu - coarse.mu,
      exact.tau - coarse.tau,
      ...exact.theta.map((t, j) => t - (coarse.theta[j] ?? NaN))
    ]
    expect(Math.max(...difference.map(Math.abs))).toBeLessThan(1e-3)
    expect(best.tau).toBeLessThan(exact.tau - 0.5)
  })

  const meanFieldAnswer =
    'training finds the mean-field optimum to 0.2 points, ' +
    'and so the exact means of mu and theta to 1.1 points (their posterior deviations are 3 to 6)'
  test(meanFieldAnswer, async () => {
    const moments = await trained(
      eightSchools,
      new Map([
        ['sigma', tensor(['schools'], [8], errors)],
        ['y', tensor(['schools'], [8], effects)]
      ]),
      1500,
      schedule
    )
    const mean = (site: string): ReadonlyArray<number> =>
      Array.from(moments.get(site)?.mean.values ?? [])
    const [mu = NaN] = mean('mu'),
      [tau = NaN] = mean('tau'),
      theta = mean('theta')
    expect(theta).toHaveLength(8)
    for (const [found, optimum, truth] of [
      [mu, best.mu, exact.mu] as const,
      ...theta.map((t, j) => [t, best.theta[j] ?? NaN, exact.theta[j] ?? NaN] as const)
    ]) {
      expect(Math.abs(found - optimum)).toBeLessThan(0.2)
      expect(Math.abs(found - truth)).toBeLessThan(1.1)
    }
    expect(Math.abs(tau - best.tau)).toBeLessThan(0.2)
  })
})
