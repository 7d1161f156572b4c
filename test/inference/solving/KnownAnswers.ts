/**
 * Fourteen models with known answers: closed forms of conjugate pairs, one-dimensional quadrature,
 * and optima of mean-field guides by coordinate descent. None of it shares code with the compiler.
 *
 * `at(scale, offset)` is a model whose data lie at that scale, `offset` of it from 0, its priors with
 * them, and the mean and deviation of each site's posterior.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  bernoulli,
  contract,
  data,
  exp,
  exponential,
  gamma,
  halfCauchy,
  halfNormal,
  inverseGamma,
  logNormal,
  normal,
  observe,
  over,
  positives,
  program,
  sample,
  sqrt,
  studentT
} from '../../../src/index.ts'
import { effects, errors, meanFieldOptimum } from '../../docs/EightSchools.ts'
import { linearOptimum, logisticOptimum } from '../../support/MeanFieldOptima.ts'
import { horseshoe } from './HorseshoeAnswers.ts'
import {
  alone,
  byQuadrature,
  column,
  correlated,
  everywhere,
  inverseDiagonal,
  type KnownAnswer,
  made,
  matrix,
  one,
  rows,
  scaled,
  sum,
  use
} from './KnownAnswer.ts'

export const knownAnswers: ReadonlyArray<KnownAnswer> = [
  {
    name: 'a normal mean',
    places: everywhere,
    isExact: true,
    at: (s, offset) => {
      const y = made(50, 1, (r) => (offset + 3 * r.normalDraw()) * s)
      const precision = 50 / 9 + 1e-6
      return use(
        pipe(
          program,
          sample('m', normal(0, 1000 * s)),
          observe('y', ({ m }) => over(rows)(normal(m, 3 * s)))
        ),
        column('y', y),
        { m: one(sum(y) / 9 / precision, s / Math.sqrt(precision)) }
      )
    }
  },
  {
    name: 'a normal mean far from a prior that does not scale',
    places: everywhere,
    isExact: true,
    at: (s, offset) => {
      const y = made(40, 2, (r) => (offset + r.normalDraw()) * s)
      const precision = 40 / s ** 2 + 1e-6
      return use(
        pipe(
          program,
          sample('m', normal(0, 1000)),
          observe('y', ({ m }) => over(rows)(normal(m, s)))
        ),
        column('y', y),
        { m: one(sum(y) / s ** 2 / precision, 1 / Math.sqrt(precision)) }
      )
    }
  },
  {
    name: 'a normal mean and deviation',
    places: everywhere,
    isExact: false,
    at: (s, offset) => {
      const n = 60
      const y = made(n, 3, (r) => (offset + 3 * r.normalDraw()) * s)
      const mean = sum(y) / n
      const square = sum(y.map((v) => (v - mean) ** 2)) / s ** 2
      // the prior of m is flat for such data
      const sigma = byQuadrature(
        Math.log(0.5),
        Math.log(20),
        (l) => l - (n - 1) * l - square / (2 * Math.exp(2 * l)) - Math.exp(2 * l) / 200,
        Math.exp
      )
      return use(
        pipe(
          program,
          sample('m', normal(0, 1e5 * s)),
          sample('sigma', halfNormal(10 * s)),
          observe('y', ({ m, sigma: deviation }) => over(rows)(normal(m, deviation)))
        ),
        column('y', y),
        {
          m: one(mean, (s * (sigma.mean[0] ?? NaN)) / Math.sqrt(n)),
          sigma: { mean: sigma.mean.map((v) => v * s), sd: sigma.sd.map((v) => v * s) }
        }
      )
    }
  },
  {
    name: 'a rate of exponentials',
    places: scaled,
    isExact: true,
    at: (s) => {
      const y = made(20, 4, (r) => -s * Math.log(r.uniformDraw()))
      const [shape, rate] = [2 + 20, s + sum(y)]
      return use(
        pipe(
          program,
          sample('rate', gamma({ shape: 2, scale: 1 / s })),
          observe('y', ({ rate: r }) => over(rows)(exponential(r)))
        ),
        column('y', y),
        { rate: one(shape / rate, Math.sqrt(shape) / rate) }
      )
    }
  },
  {
    name: 'a scale of gammas',
    places: scaled,
    isExact: true,
    at: (s) => {
      const y = made(
        15,
        5,
        (r) => -s * Math.log(r.uniformDraw() * r.uniformDraw() * r.uniformDraw())
      )
      // scale ~ inverse gamma(a, b): 1/scale has shape a + 3n
      const [a, b] = [5 + 45, 4 * s + sum(y)]
      return use(
        pipe(
          program,
          sample('scale', inverseGamma({ shape: 5, scale: 4 * s })),
          observe('y', ({ scale }) => over(rows)(gamma({ shape: 3, scale })))
        ),
        column('y', y),
        { scale: one(b / (a - 1), b / (a - 1) / Math.sqrt(a - 2)) }
      )
    }
  },
  {
    name: 'a variance of normals',
    places: scaled,
    isExact: true,
    at: (s) => {
      const y = made(30, 6, (r) => s * r.normalDraw())
      const [a, b] = [4 + 15, 3 * s * s + sum(y.map((v) => v * v)) / 2]
      return use(
        pipe(
          program,
          sample('v', inverseGamma({ shape: 4, scale: 3 * s * s })),
          observe('y', ({ v }) => over(rows)(normal(0, sqrt(v))))
        ),
        column('y', y),
        { v: one(b / (a - 1), b / (a - 1) / Math.sqrt(a - 2)) }
      )
    }
  },
  {
    name: 'log-odds',
    places: alone,
    isExact: false,
    at: () => {
      const y = made(40, 7, (r) => (r.uniformDraw() < 0.3 ? 1 : 0))
      const log = (u: number): number => sum(y) * u - 40 * Math.log1p(Math.exp(u)) - u ** 2 / 8
      return use(
        pipe(
          program,
          sample('u', normal(0, 2)),
          observe('y', ({ u }) => over(rows)(bernoulli({ logits: u })))
        ),
        column('y', y),
        { u: byQuadrature(-6, 4, log) }
      )
    }
  },
  {
    name: 'a regression with correlated inputs',
    places: scaled,
    isExact: true,
    at: (s) => {
      const { x, y } = correlated(8)
      const k = axis('k', 3)
      const best = linearOptimum(x, y)
      // (XᵀX + I)⁻¹: its columns are the means for unit right-hand sides
      const exact = [0, 1, 2].map((j) => Math.sqrt(inverseDiagonal(x, j)))
      return use(
        pipe(
          program,
          data('x', [rows, k]),
          sample('w', over(k)(normal(0, s))),
          observe('y', ({ x: inputs, w }) => normal(pipe(inputs, contract(k)(w)), s))
        ),
        new Map([
          ...matrix('x', 'k', x),
          ...column(
            'y',
            y.map((v) => v * s)
          )
        ]),
        { w: { mean: best.mean.map((m) => m * s), sd: exact.map((d) => d * s) } }
      )
    }
  },
  {
    name: 'eight schools',
    places: [...scaled, [1, 2000]],
    isExact: false,
    at: (s, offset) => {
      const best = meanFieldOptimum()
      const schools = axis('schools', 8)
      const along = (name: string, values: ReadonlyArray<number>) =>
        [
          name,
          { axes: ['schools'], sizes: [8], values: Float32Array.from(values, (v) => v * s) }
        ] as const
      return use(
        pipe(
          program,
          sample('mu', normal(offset * s, 5 * s)),
          sample('tau', halfCauchy(5 * s)),
          sample('theta', ({ mu, tau }) => over(schools)(normal(mu, tau))),
          data('sigma', [schools], positives),
          observe('y', ({ theta, sigma }) => normal(theta, sigma))
        ),
        new Map([
          along(
            'y',
            effects.map((v) => v + offset)
          ),
          along('sigma', errors)
        ]),
        {
          mu: one((best.mu + offset) * s, 3.3 * s),
          tau: one(best.tau * s, 3.2 * s),
          theta: {
            mean: best.theta.map((v) => (v + offset) * s),
            sd: best.theta.map(() => 5 * s)
          }
        }
      )
    }
  },
  {
    name: 'a logistic regression',
    places: scaled,
    isExact: false,
    at: (s) => {
      const { x } = correlated(10)
      const k = axis('k', 3)
      const y = made(x.length, 11, (r) => r.uniformDraw()).map((u, i) =>
        u < 1 / (1 + Math.exp(-(x[i]?.[0] ?? 0))) ? 1 : 0
      )
      const best = logisticOptimum(x, y, [2.5, 2.5, 2.5])
      return use(
        pipe(
          program,
          data('x', [rows, k]),
          sample('w', over(k)(normal(0, 2.5 / s))),
          observe('y', ({ x: inputs, w }) => bernoulli({ logits: pipe(inputs, contract(k)(w)) }))
        ),
        new Map([
          ...matrix(
            'x',
            'k',
            x.map((row) => row.map((v) => v * s))
          ),
          ...column('y', y)
        ]),
        {
          w: {
            mean: best.mean.map((m) => m / s),
            sd: best.variance.map((v) => Math.sqrt(v) / s)
          }
        }
      )
    }
  },
  horseshoe,
  {
    name: 'a funnel',
    places: scaled,
    isExact: false,
    at: (s) =>
      // what is observed says next to nothing: the posterior is the prior
      use(
        pipe(
          program,
          sample('v', normal(0, 1)),
          sample('x', ({ v }) => normal(0, pipe(v, add(Math.log(s)), exp))),
          observe('y', ({ x }) => over(rows)(normal(x, 1e4 * s)))
        ),
        column('y', [0]),
        { v: one(0, 1), x: one(0, s * Math.exp(1)) }
      )
  },
  {
    name: 'a log-normal mean',
    places: everywhere,
    isExact: true,
    at: (s, offset) => {
      const centre = Math.log(s) + offset / 100
      const y = made(30, 13, (r) => Math.exp(centre + 0.5 * r.normalDraw()))
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
  },
  {
    name: 'the location of Student’s t',
    places: everywhere,
    isExact: false,
    at: (s, offset) => {
      const y = made(25, 14, (r) => (offset + r.normalDraw() / (0.2 + r.uniformDraw())) * s)
      const inUnits = y.map((v) => v / s - offset)
      const density = (m: number): number =>
        sum(inUnits.map((v) => -2.5 * Math.log1p((v - m) ** 2 / 4))) - m ** 2 / 2e4
      const { mean, sd } = byQuadrature(-3, 3, density)
      return use(
        pipe(
          program,
          sample('m', normal(offset * s, 100 * s)),
          observe('y', ({ m }) => over(rows)(studentT({ df: 4, location: m, scale: s })))
        ),
        column('y', y),
        { m: one(((mean[0] ?? NaN) + offset) * s, (sd[0] ?? NaN) * s) }
      )
    }
  }
]
