/**
 * Simulation-based calibration (Talts et al. 2018) of NUTS on models of every kind of coordinate: the
 * ranks of parameters among draws of their posteriors are even, if density, gradient, coordinates, data
 * and sampler are all right.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  add,
  axis,
  bernoulli,
  beta,
  binomial,
  calibrateModel,
  type CalibrateOptions,
  type Calibration,
  data,
  dirichlet,
  exponential,
  gamma,
  halfNormal,
  log,
  logNormal,
  mul,
  multinomial,
  normal,
  observe,
  over,
  plate,
  type Program,
  program,
  sample,
  studentT,
  uniform
} from '../../../src/index.ts'

const rows = axis('rows', 5)
const groups = axis('groups', 4)
const at = plate('at')

const calibrated =
  <Env, Sites, R>(model: Program<Env, Sites, R>, more: Partial<CalibrateOptions> = {}) =>
  async (): Promise<Calibration> => {
    const found = await calibrateModel({
      data: new Map(),
      method: 'nuts',
      worlds: 160,
      draws: 49,
      seed: 11,
      ...more,
      sampler: { warmUp: 150, draws: 49 * 8, ...more.sampler }
    })(model)()
    if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
    return found.right
  }

const inputs = [-1.5, -0.5, 0.2, 0.7, 1.4, 2]

const cases: ReadonlyArray<readonly [string, () => Promise<Calibration>]> = [
  [
    'a mean and a deviation',
    calibrated(
      pipe(
        program,
        sample('mu', normal(1, 2)),
        sample('s', halfNormal(1.5)),
        observe('y', ({ mu, s }) => over(rows)(normal(mu, s)))
      )
    )
  ],
  [
    'groups of an unknown spread',
    calibrated(
      pipe(
        program,
        sample('mu', normal(0, 1)),
        sample('tau', halfNormal(1)),
        sample('theta', ({ mu, tau }) => over(groups)(normal(mu, tau))),
        observe('y', ({ theta }) => normal(theta, 0.5))
      )
    )
  ],
  [
    'a rate, and waiting times',
    calibrated(
      pipe(
        program,
        sample('rate', gamma({ shape: 2, rate: 2 })),
        observe('y', ({ rate }) => over(rows)(exponential(rate)))
      )
    )
  ],
  [
    'a logistic regression, with a dense mass matrix',
    calibrated(
      pipe(
        program,
        data('x', [at]),
        sample('a', normal(0, 1)),
        sample('b', normal(0, 2)),
        observe('y', ({ x, a, b }) => bernoulli({ logits: pipe(x, mul(b), add(a)) }))
      ),
      {
        data: new Map([['x', { axes: ['at'], sizes: [6], values: Float32Array.from(inputs) }]]),
        sampler: { mass: 'dense' }
      }
    )
  ],
  [
    'a log-normal scale and a bounded location',
    calibrated(
      pipe(
        program,
        sample('p', uniform(-1, 3)),
        sample('s', logNormal(0, 0.5)),
        observe('y', ({ p, s }) => over(rows)(normal(p, s)))
      )
    )
  ],
  [
    'a chance, and counts of successes',
    calibrated(
      pipe(
        program,
        sample('p', over(groups)(beta({ alpha: 2, beta: 3 }))),
        observe('y', ({ p }) => binomial({ total: 7, probability: p }))
      )
    )
  ],
  [
    'shares, and how often each was seen',
    calibrated(
      pipe(
        program,
        sample('share', dirichlet({ concentration: 1.5, along: groups })),
        observe('seen', ({ share }) =>
          multinomial({ total: 12, logits: log(share), along: groups })
        )
      )
    )
  ],
  [
    'tails of an unknown place',
    calibrated(
      pipe(
        program,
        sample('mu', normal(0, 3)),
        sample('s', halfNormal(2)),
        observe('y', ({ mu, s }) => over(rows)(studentT({ df: 4, location: mu, scale: s })))
      )
    )
  ]
]

test.each(cases)('%s: ranks are even', async (_, run) => {
  const { verdict, sites, unanswered } = await run()
  expect(unanswered).toEqual([])
  expect(verdict, JSON.stringify(sites)).toMatchObject({ trust: 'trust', by: 'nothing' })
})
