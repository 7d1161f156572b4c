/** Rates, scales and odds: conjugate pairs, and quadrature. */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  bernoulli,
  exponential,
  gamma,
  inverseGamma,
  mul,
  normal,
  observe,
  over,
  program,
  sample
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
  under,
  use
} from './KnownAnswer.ts'

export const rate: KnownAnswer = {
  name: 'a rate of exponentials',
  isExact: true,
  apart: [under(1e6), under(1e-6)],
  at: ({ scale, offset, prior }) => {
    const [s, p] = [scale * factorOf(offset), prior * factorOf(offset)]
    const y = made(20, 4, (r) => -s * Math.log(r.uniformDraw()))
    const [shape, total] = [2 + 20, p + sum(y)]
    return use(
      pipe(
        program,
        sample('rate', gamma({ shape: 2, scale: 1 / p })),
        observe('y', ({ rate: r }) => over(rows)(exponential(r)))
      ),
      column('y', y),
      { rate: one(shape / total, Math.sqrt(shape) / total) }
    )
  }
}

export const scaleOfGammas: KnownAnswer = {
  name: 'a scale of gammas',
  isExact: true,
  apart: [under(1e6), under(1e-6)],
  at: ({ scale, offset, prior }) => {
    const [s, p] = [scale * factorOf(offset), prior * factorOf(offset)]
    const y = made(15, 5, (r) => -s * Math.log(r.uniformDraw() * r.uniformDraw() * r.uniformDraw()))
    // scale ~ inverse gamma(a, b): 1/scale has shape a + 3n
    const [a, b] = [5 + 45, 4 * p + sum(y)]
    return use(
      pipe(
        program,
        sample('scale', inverseGamma({ shape: 5, scale: 4 * p })),
        observe('y', ({ scale: own }) => over(rows)(gamma({ shape: 3, scale: own })))
      ),
      column('y', y),
      { scale: one(b / (a - 1), b / (a - 1) / Math.sqrt(a - 2)) }
    )
  }
}

export const logOdds: KnownAnswer = {
  name: 'log-odds',
  isExact: false,
  apart: [under(10), under(0.1)],
  // u counts from the offset, in units of the scale: logits are u/s − offset
  at: ({ scale: s, offset, prior: p }) => {
    const y = made(40, 7, (r) => (r.uniformDraw() < 0.3 ? 1 : 0))
    const density = (t: number): number =>
      sum(y) * t - 40 * Math.log1p(Math.exp(t)) - (((t + offset) * s) / p - offset) ** 2 / 8
    const { mean, sd } = byQuadrature(-6, 4, density)
    return use(
      pipe(
        program,
        sample('u', normal(offset * p, 2 * p)),
        observe('y', ({ u }) =>
          over(rows)(bernoulli({ logits: pipe(u, mul(1 / s), add(-offset)) }))
        )
      ),
      column('y', y),
      { u: one(((mean[0] ?? NaN) + offset) * s, (sd[0] ?? NaN) * s) }
    )
  }
}
