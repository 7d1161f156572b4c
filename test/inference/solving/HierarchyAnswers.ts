/** Scales of what is a latent itself, by coordinate descent on the formulas of independent guides. */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  data,
  exp,
  halfCauchy,
  normal,
  observe,
  over,
  positives,
  program,
  sample
} from '../../../src/index.ts'
import { effects, errors, meanFieldOptimum } from '../../docs/EightSchools.ts'
import { funnelOptimum } from '../../support/MeanFieldOptima.ts'
import { column, type KnownAnswer, one, rows, under, use } from './KnownAnswer.ts'

export const eightSchools: KnownAnswer = {
  name: 'eight schools',
  isExact: false,
  apart: [under(0.5), under(2)],
  at: ({ scale: s, offset, prior: p }) => {
    const best = meanFieldOptimum(5 * (p / s))
    const schools = axis('schools', 8)
    const along = (name: string, values: ReadonlyArray<number>) =>
      [
        name,
        { axes: ['schools'], sizes: [8], values: Float32Array.from(values, (v) => v * s) }
      ] as const
    return use(
      pipe(
        program,
        sample('mu', normal(offset * s, 5 * p)),
        sample('tau', halfCauchy(5 * p)),
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
        mu: one((best.mu + offset) * s, best.muSd * s),
        tau: one(best.tau * s, 3.2 * s),
        theta: {
          mean: best.theta.map((v) => (v + offset) * s),
          sd: best.theta.map(() => 5 * s)
        }
      }
    )
  }
}

export const funnel: KnownAnswer = {
  name: 'a funnel',
  isExact: false,
  apart: [under(1e-4), under(100, 2000)],
  at: ({ scale: s, offset, prior: p }) => {
    // where the error is far above the prior, the posterior is the prior
    const best = funnelOptimum((1e4 * s) / p)
    return use(
      pipe(
        program,
        sample('v', normal(0, 1)),
        sample('x', ({ v }) => normal(offset * s, pipe(v, add(Math.log(p)), exp))),
        observe('y', ({ x }) => over(rows)(normal(x, 1e4 * s)))
      ),
      column('y', [Math.fround(offset * s)]),
      { v: one(best.mean, best.sd), x: one(offset * s, p * Math.exp(1)) }
    )
  }
}
