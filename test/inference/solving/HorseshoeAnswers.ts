/**
 * The horseshoe regression on thirty rows of three inputs: in the form that is chosen for it, and in
 * the one that a schedule has.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  contract,
  data,
  type FitOptions,
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
  alone,
  type Case,
  column,
  correlated,
  type Known,
  type KnownAnswer,
  matrix,
  one,
  rows,
  use
} from './KnownAnswer.ts'

const { x, y } = correlated(12)

const fitted = (
  s: number,
  sites: Readonly<Record<string, Known>>,
  compile: FitOptions['compile'] = {}
): Case => {
  const k = axis('k', 3)
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
    sites,
    compile
  )
}

const times = (s: number, { mean, sd }: Known): Known => ({
  mean: mean.map((v) => v * s),
  sd: sd.map((v) => v * s)
})

const places = [...alone, [1e6, 0]] as const

export const horseshoe: KnownAnswer = {
  name: 'a horseshoe regression',
  places,
  isExact: false,
  at: (s) => {
    const { w, z, s: global, sigma } = centredHorseshoeOptimum(x, y, 0.1)
    return fitted(s, { w: times(s, w), z, s: times(s, global), sigma: times(s, sigma) })
  }
}

export const horseshoeInPairs: KnownAnswer = {
  name: 'a horseshoe regression, non-centred and in pairs',
  places,
  isExact: false,
  at: (s) => {
    const best = horseshoeOptimum(x, y, 0.1, 1000)
    return fitted(
      s,
      {
        w: times(s, { mean: best.w, sd: [0.32, 0.14, 0.38] }),
        sigma: times(s, one(best.sigma, 0.2))
      },
      { centred: [], halfCauchy: 'decomposed' }
    )
  }
}
