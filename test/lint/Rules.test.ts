import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  compileGraph,
  exp,
  gumbel,
  halfCauchy,
  halfNormal,
  lintModel,
  mul,
  normal,
  observe,
  over,
  plate,
  poisson,
  positive,
  type Positive,
  type Program,
  program,
  sample,
  type Scalar,
  softplus,
  square,
  studentT,
  type Warning,
  warningsOf
} from '../../src/index.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'

const rows = plate('rows')

const orThrow = E.getOrElseW((problems: unknown): never => {
  throw new Error(JSON.stringify(problems))
})
const lint = <Env, Sites, R>(model: Program<Env, Sites, R>): ReadonlyArray<Warning> =>
  orThrow(lintModel()(model))
const rulesAt = (found: ReadonlyArray<Warning>, site: string): ReadonlyArray<string> =>
  found.filter((w) => w.where === site).map((w) => w.rule)

test('every generated model is linted, and what is found is of a site and of these rules', () => {
  fc.assert(
    fc.property(arbitraryModelShape(), (shape) => {
      const compiled = orThrow(compileGraph()(graphOf(shape)))
      const names = compiled.graph.sites.map((s) => s.name)
      const found = warningsOf(compiled)
      const jeffreys = [shape.last, ...shape.layers].some((l) => l.prior === 'groupJeffreys')
      // a batch of models whose scales are 1e-3, 0.1 or 1: improper priors alone are worth a word
      expect(new Set(found.map((w) => w.rule))).toEqual(new Set(jeffreys ? ['improper-prior'] : []))
      expect(found.filter((w) => !names.includes(w.where))).toEqual([])
    }),
    { numRuns: 30 }
  )
})

describe('a scale that is a number', () => {
  test('is far from 1 outside [0.1, 10], and degenerate outside [1e-6, 1e6]', () => {
    fc.assert(
      fc.property(logSpread(1e-9, 1e9), (s) => {
        const found = lint(
          pipe(
            program,
            sample('real', normal(0, s)),
            sample('scale', halfNormal(s)),
            observe('y', ({ real, scale }) => over(rows)(normal(real, scale)))
          )
        )
        const isDegenerate = s < 1e-6 || s > 1e6
        expect(rulesAt(found, 'real')).toEqual(
          isDegenerate ? ['degenerate-scale'] : s < 0.1 || s > 10 ? ['scale-literal'] : []
        )
        expect(rulesAt(found, 'scale').includes('degenerate-scale')).toBe(isDegenerate)
        expect(rulesAt(found, 'scale')).not.toContain('scale-literal')
      }),
      { numRuns: 40 }
    )
  })
})

describe('a cost without mean', () => {
  const cost = (rate: (tau: Scalar<Positive>) => Scalar<Positive>, guide?: 'softplusNormal') =>
    rulesAt(
      lint(
        pipe(
          program,
          sample('tau', halfNormal(1), guide === undefined ? {} : { guide }),
          observe('n', ({ tau }) => over(rows)(poisson(rate(tau))))
        )
      ),
      'n'
    )
  test('is that of e^(c tau) under a log-normal guide, for c from 0.001 to 50', () => {
    fc.assert(
      fc.property(logSpread(0.001, 50), (c) => {
        expect(cost((tau) => exp(pipe(tau, mul(c))))).toEqual(['infinite-moment'])
      }),
      { numRuns: 20 }
    )
  })
  test('is none of powers, of softplus, nor of e^tau under a guide whose tail is normal', () => {
    expect(cost((tau) => pipe(softplus(tau), mul(positive(1000))))).toEqual([])
    expect(cost((tau) => softplus(square(square(square(tau)))))).toEqual([])
    expect(cost((tau) => exp(tau), 'softplusNormal')).toEqual([])
  })
  test('is found where a density exponentiates by itself, and not of a real rate', () => {
    const found = lint(
      pipe(
        program,
        sample('mu', normal(0, 1)),
        sample('s', halfNormal(1)),
        observe('n', ({ mu }) => over(rows)(poisson(exp(pipe(mu, mul(3)))))),
        observe('g', ({ mu, s }) => over(rows)(gumbel(mu, s)))
      )
    )
    // −ln p of a Gumbel has e^{−(y − mu)/s}, and 1/s is log-normal
    expect(rulesAt(found, 'g')).toEqual(['infinite-moment'])
    expect(rulesAt(found, 'n')).toEqual([])
  })
})

describe('a centred site', () => {
  const centred = (heavy: boolean, own: boolean) =>
    rulesAt(
      lint(
        pipe(
          program,
          sample('tau', heavy ? halfCauchy(1) : halfNormal(1)),
          sample('w', ({ tau }) => normal(0, tau), own ? { guide: 'normal' } : {}),
          observe('y', ({ w }) => over(rows)(normal(w, 1)))
        )
      ),
      'w'
    )
  test('is warned of where its scale is heavy and it may not move', () => {
    expect(centred(true, true)).toEqual(['centred-heavy-tail'])
    for (const [heavy, own] of [
      [true, false],
      [false, true],
      [false, false]
    ] as const)
      expect(centred(heavy, own)).toEqual([])
  })
})

test('an observation lacks a variance up to two degrees of freedom', () => {
  fc.assert(
    fc.property(logSpread(0.2, 20), (df) => {
      const found = lint(
        pipe(
          program,
          sample('mu', normal(0, 1)),
          observe('y', ({ mu }) => over(rows)(studentT({ df, location: mu, scale: 1 })))
        )
      )
      expect(rulesAt(found, 'y')).toEqual(df <= 2 ? ['infinite-moment'] : [])
      if (df <= 1) expect(found[0]?.what).toContain('no mean')
    }),
    { numRuns: 30 }
  )
})

test('a start costs more the further it lies from its prior, and data pay for it', () => {
  const scaled = (initial: number) =>
    pipe(
      program,
      sample('tau', halfNormal(0.1), { initial }),
      sample('w', ({ tau }) => normal(0, tau))
    )
  const one = (initial: number) =>
    lint(
      pipe(
        scaled(initial),
        observe('y', ({ w }) => normal(w, 1))
      )
    )
  const many = (initial: number) =>
    lint(
      pipe(
        scaled(initial),
        observe('y', ({ w }) => over(rows)(normal(w, 1)))
      )
    )
  // tau²/(2·0.1²): 50 nats at 1, 5,000 at 10; one value pays one, a plate a thousand
  expect(rulesAt(one(1), 'tau')).toEqual(['costly-start'])
  expect(rulesAt(many(1), 'tau')).toEqual([])
  expect(rulesAt(one(0.05), 'tau')).toEqual([])
  expect(rulesAt(many(10), 'tau')).toEqual(['costly-start'])
})
