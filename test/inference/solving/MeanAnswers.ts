/** Locations and deviations of numbers in one column: conjugate pairs, and quadrature. */
import { pipe } from 'fp-ts/lib/function.js'
import {
  halfNormal,
  inverseGamma,
  logNormal,
  normal,
  observe,
  over,
  program,
  sample,
  sqrt,
  studentT
} from '../../../src/index.ts'
import {
  byQuadrature,
  column,
  factorOf,
  type KnownAnswer,
  made,
  one,
  rows,
  sum,
  times,
  under,
  use
} from './KnownAnswer.ts'

export const oneDatum: KnownAnswer = {
  name: 'one datum far from its prior',
  isExact: true,
  apart: [under(1e6), under(1e-6), under(1e-6, 2000), under(10, 2000)],
  at: ({ scale: s, offset, prior: p }) => {
    const y = made(1, 2, () => (100 + offset) * s)
    const precision = 1 / s ** 2 + 1 / (1000 * p) ** 2
    return use(
      pipe(
        program,
        sample('m', normal(0, 1000 * p)),
        observe('y', ({ m }) => over(rows)(normal(m, s)))
      ),
      column('y', y),
      { m: one(sum(y) / s ** 2 / precision, 1 / Math.sqrt(precision)) }
    )
  }
}

export const normalMean: KnownAnswer = {
  name: 'a normal mean',
  isExact: true,
  apart: [under(1e3, 2000), under(1e-6, 2000), under(1e6)],
  at: ({ scale: s, offset, prior: p }) => {
    const y = made(50, 1, (r) => (offset + 3 * r.normalDraw()) * s)
    const precision = 50 / (3 * s) ** 2 + 1 / (1000 * p) ** 2
    return use(
      pipe(
        program,
        sample('m', normal(0, 1000 * p)),
        observe('y', ({ m }) => over(rows)(normal(m, 3 * s)))
      ),
      column('y', y),
      { m: one(sum(y) / (3 * s) ** 2 / precision, 1 / Math.sqrt(precision)) }
    )
  }
}

export const meanAndDeviation: KnownAnswer = {
  name: 'a normal mean and deviation',
  isExact: false,
  apart: [under(5), under(1e-3, 2000)],
  at: ({ scale: s, offset, prior: p }) => {
    const n = 60
    const y = made(n, 3, (r) => (offset + 3 * r.normalDraw()) * s)
    const mean = sum(y) / n
    const square = sum(y.map((v) => (v - mean) ** 2)) / s ** 2
    // the prior of m is flat for such data
    const sigma = byQuadrature(
      Math.log(0.5),
      Math.log(20),
      (l) =>
        l - (n - 1) * l - square / (2 * Math.exp(2 * l)) - ((s / p) ** 2 * Math.exp(2 * l)) / 200,
      Math.exp
    )
    return use(
      pipe(
        program,
        sample('m', normal(0, 1e5 * p)),
        sample('sigma', halfNormal(10 * p)),
        observe('y', ({ m, sigma: deviation }) => over(rows)(normal(m, deviation)))
      ),
      column('y', y),
      { m: one(mean, (s * (sigma.mean[0] ?? NaN)) / Math.sqrt(n)), sigma: times(s, sigma) }
    )
  }
}

export const variance: KnownAnswer = {
  name: 'a variance of normals',
  isExact: true,
  apart: [under(10), under(1e-3, 2000)],
  at: ({ scale: s, offset, prior: p }) => {
    const y = made(30, 6, (r) => s * (offset + r.normalDraw()))
    const squares = sum(y.map((v) => (v - s * offset) ** 2))
    const [a, b] = [4 + 15, 3 * p * p + squares / 2]
    return use(
      pipe(
        program,
        sample('v', inverseGamma({ shape: 4, scale: 3 * p * p })),
        observe('y', ({ v }) => over(rows)(normal(s * offset, sqrt(v))))
      ),
      column('y', y),
      { v: one(b / (a - 1), b / (a - 1) / Math.sqrt(a - 2)) }
    )
  }
}

export const logNormalMean: KnownAnswer = {
  name: 'a log-normal mean',
  isExact: true,
  apart: [under(1e6), under(1e-6, 2000)],
  at: ({ scale: s, offset, prior: p }) => {
    const centre = Math.log(p * factorOf(offset))
    const y = made(30, 13, (r) => s * factorOf(offset) * Math.exp(0.5 * r.normalDraw()))
    const precision = 30 / 0.25 + 1 / 4
    const mean = (sum(y.map(Math.log)) / 0.25 + centre / 4) / precision
    return use(
      pipe(
        program,
        sample('m', normal(centre, 2)),
        observe('y', ({ m }) => over(rows)(logNormal(m, 0.5)))
      ),
      column('y', y),
      { m: one(mean, 1 / Math.sqrt(precision)) }
    )
  }
}

export const locationOfT: KnownAnswer = {
  name: 'the location of Student’s t',
  isExact: false,
  apart: [under(1e3), under(1e-3, 2000)],
  at: ({ scale: s, offset, prior: p }) => {
    const y = made(25, 14, (r) => (offset + r.normalDraw() / (0.2 + r.uniformDraw())) * s)
    const inUnits = y.map((v) => v / s - offset)
    /** Of m = (u + offset) s, whose prior is around offset p. */
    const density = (u: number): number =>
      sum(inUnits.map((v) => -2.5 * Math.log1p((v - u) ** 2 / 4))) -
      ((u + offset) * (s / p) - offset) ** 2 / 2e4
    const { mean, sd } = byQuadrature(-3, 3, density)
    return use(
      pipe(
        program,
        sample('m', normal(offset * p, 100 * p)),
        observe('y', ({ m }) => over(rows)(studentT({ df: 4, location: m, scale: s })))
      ),
      column('y', y),
      { m: one(((mean[0] ?? NaN) + offset) * s, (sd[0] ?? NaN) * s) }
    )
  }
}
