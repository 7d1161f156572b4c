/** Models whose steps see batches, with exact answers in closed form; none of it shares code with the compiler. */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  type BoundData,
  contract,
  data,
  exponential,
  gamma,
  halfNormal,
  normal,
  observe,
  over,
  program,
  sample
} from '../../../src/index.ts'
import {
  byQuadrature,
  column,
  type Known,
  made,
  one,
  rows,
  stream,
  sum
} from '../solving/KnownAnswer.ts'
import { inverse } from '../solving/Inverse.ts'

const inputs = axis('inputs', 4)

/** A mean of 2,000 normals. */
export const normalMean = (s: number, offset: number) => {
  const y = made(2000, 1, (r) => (offset + 3 * r.normalDraw()) * s)
  const precision = 2000 / 9 + 1e-6
  return {
    model: pipe(
      program,
      sample('m', normal(0, 1000 * s)),
      observe('y', ({ m }) => over(rows)(normal(m, 3 * s)))
    ),
    data: column('y', y),
    sites: { m: one(sum(y) / 9 / precision, s / Math.sqrt(precision)) }
  }
}

/** Mean and deviation of 2,000 normals; batches of 64 leave a rest. */
export const normalMeanAndDeviation = (s: number, offset: number) => {
  const n = 2000
  const y = made(n, 3, (r) => (offset + 3 * r.normalDraw()) * s)
  const mean = sum(y) / n
  const square = sum(y.map((v) => (v - mean) ** 2)) / s ** 2
  const sigma = byQuadrature(
    Math.log(2.5),
    Math.log(3.5),
    (l) => l - (n - 1) * l - square / (2 * Math.exp(2 * l)) - Math.exp(2 * l) / 200,
    Math.exp
  )
  return {
    model: pipe(
      program,
      sample('m', normal(0, 1e5 * s)),
      sample('sigma', halfNormal(10 * s)),
      observe('y', ({ m, sigma: deviation }) => over(rows)(normal(m, deviation)))
    ),
    data: column('y', y),
    sites: {
      m: one(mean, (s * (sigma.mean[0] ?? NaN)) / Math.sqrt(n)),
      sigma: { mean: sigma.mean.map((v) => v * s), sd: sigma.sd.map((v) => v * s) }
    }
  }
}

/** A rate of 2,000 exponentials. */
export const exponentialRate = (s: number) => {
  const y = made(2000, 4, (r) => -s * Math.log(r.uniformDraw()))
  const [shape, rate] = [2 + 2000, s + sum(y)]
  return {
    model: pipe(
      program,
      sample('rate', gamma({ shape: 2, scale: 1 / s })),
      observe('y', ({ rate: r }) => over(rows)(exponential(r)))
    ),
    data: column('y', y),
    sites: { rate: one(shape / rate, Math.sqrt(shape) / rate) }
  }
}

/** Four weights of 2,000 rows: a constant, a calendar's years, and two inputs correlated by 0.9. */
export const regression = (s: number, offset: number) => {
  const r = stream(7)
  const x = Array.from({ length: 2000 }, () => {
    const [a, b, c] = [r.normalDraw(), r.normalDraw(), r.normalDraw()]
    return [1, offset + a, 0.9 * a + Math.sqrt(0.19) * b, c].map(Math.fround)
  })
  const truth = [3, 1.5, -2, 0.5]
  const y = x.map((row) =>
    Math.fround(s * (sum(row.map((v, j) => v * (truth[j] ?? 0))) + 2 * r.normalDraw()))
  )
  const products = (f: (row: ReadonlyArray<number>, k: number) => number): number =>
    sum(x.map(f)) / 4
  const covariance = inverse(
    truth.map((_, i) =>
      truth.map((__, j) => products((row) => (row[i] ?? 0) * (row[j] ?? 0)) + (i === j ? 1e-6 : 0))
    )
  )
  const moments = truth.map((_, i) => products((row, k) => ((row[i] ?? 0) * (y[k] ?? 0)) / s))
  const w: Known = {
    mean: covariance.map((row) => s * sum(row.map((v, j) => v * (moments[j] ?? NaN)))),
    sd: covariance.map((row, i) => s * Math.sqrt(row[i] ?? NaN))
  }
  const table: BoundData = new Map([
    ...column('y', y),
    ['x', { axes: ['rows', 'inputs'], sizes: [2000, 4], values: Float32Array.from(x.flat()) }]
  ])
  return {
    model: pipe(
      program,
      data('x', [rows, inputs]),
      sample('w', over(inputs)(normal(0, 1000 * s))),
      observe('y', ({ x: input, w: weights }) =>
        normal(pipe(input, contract(inputs)(weights)), 2 * s)
      )
    ),
    data: table,
    sites: { w }
  }
}
