/**
 * Regressions on three inputs, two of them correlated. Where there is an offset, the first input counts
 * a calendar's years, so that its weight and the intercept are correlated by −0.9999999.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  bernoulli,
  contract,
  data,
  normal,
  observe,
  over,
  program,
  sample
} from '../../../src/index.ts'
import { logisticOptimum } from '../../support/MeanFieldOptima.ts'
import { inverse } from './Inverse.ts'
import {
  column,
  correlated,
  type Known,
  type KnownAnswer,
  made,
  matrix,
  rows,
  sum,
  times,
  under,
  use
} from './KnownAnswer.ts'

type Rows = ReadonlyArray<ReadonlyArray<number>>

const k = axis('k', 3)
/** Of the intercept, in units of its prior's scale. */
const wide = 1e4

/** The first input from the offset on. */
const years = (x: Rows, offset: number): Rows =>
  x.map((row) => row.map((v, j) => Math.fround(j === 0 ? offset + v : v)))

/**
 * The posterior of intercept and weights for noise of deviation 1, priors N(0, (wide d)²) and N(0, d²).
 * Found for the intercept at the offset, c = a + offset w₀, where the precision is well conditioned.
 */
const exact = (x: Rows, y: ReadonlyArray<number>, offset: number, d: number) => {
  const design = x.map((row) => [1, ...row.map((v, j) => (j === 0 ? v - offset : v))])
  /** a in terms of (c, w). */
  const intercept = [1, -offset, 0, 0]
  const at = (values: ReadonlyArray<number>, i: number): number => values[i] ?? NaN
  const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
    sum(a.map((v, i) => v * at(b, i)))
  const covariance = inverse(
    intercept.map((_, i) =>
      intercept.map(
        (__, j) =>
          sum(design.map((row) => at(row, i) * at(row, j))) +
          (at(intercept, i) * at(intercept, j)) / (wide * d) ** 2 +
          (i === j && i > 0 ? 1 / d ** 2 : 0)
      )
    )
  )
  const moments = intercept.map((_, i) => sum(design.map((row, r) => at(row, i) * at(y, r))))
  const mean = covariance.map((row) => dot(row, moments))
  const variances = covariance.map((row, i) => at(row, i))
  return {
    a: {
      mean: [dot(intercept, mean)],
      sd: [
        Math.sqrt(
          dot(
            intercept,
            covariance.map((row) => dot(row, intercept))
          )
        )
      ]
    },
    w: { mean: mean.slice(1), sd: variances.slice(1).map(Math.sqrt) }
  } satisfies Readonly<Record<string, Known>>
}

export const regression: KnownAnswer = {
  name: 'a regression with correlated inputs',
  isExact: true,
  apart: [under(1e6), under(0.01, 2000)],
  at: ({ scale: s, offset, prior: p }) => {
    const { x: near, y: small } = correlated(8)
    const x = years(near, offset)
    const y = small.map((v) => Math.fround(v * s))
    const best = exact(
      x,
      y.map((v) => v / s),
      offset,
      p / s
    )
    return use(
      pipe(
        program,
        data('x', [rows, k]),
        sample('a', normal(0, wide * p)),
        sample('w', over(k)(normal(0, p))),
        observe('y', ({ x: inputs, a, w }) => normal(pipe(inputs, contract(k)(w), add(a)), s))
      ),
      new Map([...matrix('x', 'k', x), ...column('y', y)]),
      { a: times(s, best.a), w: times(s, best.w) }
    )
  }
}

export const logistic: KnownAnswer = {
  name: 'a logistic regression',
  isExact: false,
  apart: [under(0.01), under(100), under(0.2, 2000)],
  // inputs are at the scale, and so weights at its inverse
  at: ({ scale: s, offset, prior: p }) => {
    const { x: near } = correlated(10)
    const x = years(near, offset).map((row) => row.map((v) => Math.fround(v * s)))
    const y = made(x.length, 11, (r) => r.uniformDraw()).map((u, i) =>
      u < 1 / (1 + Math.exp(-(near[i]?.[0] ?? 0))) ? 1 : 0
    )
    const prior = (2.5 * s) / p
    const { mean, joint } = logisticOptimum(
      x.map((row) => [1, ...row.map((v) => v / s)]),
      y,
      [wide, prior, prior, prior]
    )
    const best: Known = { mean, sd: joint.map(Math.sqrt) }
    return use(
      pipe(
        program,
        data('x', [rows, k]),
        sample('a', normal(0, wide)),
        sample('w', over(k)(normal(0, 2.5 / p))),
        observe('y', ({ x: inputs, a, w }) =>
          bernoulli({ logits: pipe(inputs, contract(k)(w), add(a)) })
        )
      ),
      new Map([...matrix('x', 'k', x), ...column('y', y)]),
      {
        a: { mean: best.mean.slice(0, 1), sd: best.sd.slice(0, 1) },
        w: times(1 / s, { mean: best.mean.slice(1), sd: best.sd.slice(1) })
      }
    )
  }
}
