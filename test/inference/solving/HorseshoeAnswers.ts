/**
 * The horseshoe regression on thirty rows of three inputs: with an intercept, in the form that is chosen
 * for it; and without one, in the form that a schedule has.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  contract,
  data,
  halfCauchy,
  halfNormal,
  mul,
  normal,
  observe,
  over,
  program,
  sample
} from '../../../src/index.ts'
import { centredHorseshoeOptimum, horseshoeOptimum } from '../../support/MeanFieldOptima.ts'
import {
  type Case,
  column,
  correlated,
  type KnownAnswer,
  matrix,
  one,
  rows,
  times,
  under,
  use
} from './KnownAnswer.ts'

const { x, y } = correlated(12)
const k = axis('k', 3)
/** Of the intercept, in units of its prior's scale. */
const wide = 1e4

export const horseshoe: KnownAnswer = {
  name: 'a horseshoe regression',
  isExact: false,
  apart: [under(10), under(0.5, 2000)],
  at: ({ scale: s, offset, prior: p }) => {
    const seen = y.map((v) => Math.fround((v + offset) * s))
    const best = centredHorseshoeOptimum(
      x,
      seen.map((v) => v / p),
      { global: 0.1, intercept: wide }
    )
    return use(
      pipe(
        program,
        data('x', [rows, k]),
        sample('a', normal(0, wide * p)),
        sample('s', halfCauchy(0.1 * p)),
        sample('z', over(k)(halfCauchy(1))),
        sample('w', ({ s: global, z }) => normal(0, pipe(z, mul(global)))),
        sample('sigma', halfNormal(p)),
        observe('y', ({ x: inputs, a, w, sigma }) =>
          normal(pipe(inputs, contract(k)(w), add(a)), sigma)
        )
      ),
      new Map([...matrix('x', 'k', x), ...column('y', seen)]),
      {
        a: times(p, best.a),
        w: times(p, best.w),
        z: best.z,
        s: times(p, best.s),
        sigma: times(p, best.sigma)
      }
    )
  }
}

const best = horseshoeOptimum(x, y, 0.1, 1000)

export const horseshoeInPairs = (s: number): Case => {
  return use(
    pipe(
      program,
      data('x', [rows, k]),
      sample('s', halfCauchy(0.1 * s)),
      sample('z', over(k)(halfCauchy(1))),
      sample('w', ({ s: global, z }) => normal(0, pipe(z, mul(global)))),
      sample('sigma', halfNormal(s)),
      observe('y', ({ x: inputs, w, sigma }) => normal(pipe(inputs, contract(k)(w)), sigma))
    ),
    new Map([
      ...matrix('x', 'k', x),
      ...column(
        'y',
        y.map((v) => v * s)
      )
    ]),
    {
      w: times(s, { mean: best.w, sd: [0.32, 0.14, 0.38] }),
      sigma: times(s, one(best.sigma, 0.2))
    },
    { centred: [], halfCauchy: 'decomposed' }
  )
}
