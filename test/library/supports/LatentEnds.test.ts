/**
 * Latents to which data set ends: the posterior against quadrature, the ends against their meaning
 * over generated forms, and what a fit does with them.
 */
import fc from 'fast-check'
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  add,
  axis,
  constant,
  data,
  div,
  exp,
  exponential,
  gather,
  halfCauchy,
  halfNormal,
  indicesOf,
  log,
  mul,
  neg,
  normal,
  observe,
  over,
  plate,
  type Positive,
  pow,
  program,
  reciprocal,
  sample,
  type Scalar,
  sigmoid,
  softplus,
  sqrt,
  square,
  sub,
  tanh,
  uniform
} from '../../../src/dsl/index.ts'
import {
  bindData,
  type BoundData,
  dataStarts,
  latentEnds,
  type Settings
} from '../../../src/inference/index.ts'
import {
  compileDensity,
  compileModel,
  encodeFit,
  evaluateFitted,
  fitModel
} from '../../../src/library/index.ts'
import { checkEnds } from '../../../src/inference/variational/DataStarts.ts'
import { evaluateScalar, type NamedArray } from '../../../src/expr/index.ts'
import type { SiteOptions } from '../../../src/ir/Graph.ts'
import { between } from '../../distributions/Arbitrary.ts'
import { integrate } from '../../support/Quadrature.ts'
import { must } from '../../inference/Fits.ts'
import { tensor } from '../../inference/Programs.ts'

const rows = plate('rows'),
  groups = axis('groups', 3)
const column = (...values: ReadonlyArray<number>) => tensor(['rows'], [values.length], values)
const bound = (given: Readonly<Record<string, ReadonlyArray<number>>>): BoundData =>
  new Map(Object.entries(given).map(([name, values]) => [name, column(...values)]))

const rates = { location: 0.02, scale: 0.02, logVariance: 0.05 }
const settings: Partial<Settings> = {
  steps: 3000,
  draws: 4000,
  schedule: { rates, warmUp: 0, decayFrom: 0.3 }
}

const tank = pipe(
  program,
  sample('h', halfNormal(1)),
  observe('y', ({ h }) => over(rows)(uniform(0, h)))
)
const window = pipe(
  program,
  sample('m', normal(0, 1)),
  observe('u', ({ m }) => over(rows)(uniform(m, pipe(m, add(1)))))
)

/** Mean, deviation and ln ∫ of an unnormalised density between two ends. */
const exact = (density: (x: number) => number, low: number, high: number) => {
  const mass = integrate(density, low, high)
  const mean = integrate((x) => x * density(x), low, high) / mass
  const variance = integrate((x) => (x - mean) ** 2 * density(x), low, high) / mass
  return { mean, sd: Math.sqrt(variance), logEvidence: Math.log(mass) }
}

const first = ({ values }: { readonly values: Float32Array }): number => values[0] ?? NaN
const normalDensity = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)

describe('the posterior of a latent end', () => {
  it('h ~ halfNormal(1), y = [0.2, 2, 3.9] ~ uniform(0, h): above 3.9', async () => {
    const fitted = must(await fitModel({ data: bound({ y: [0.2, 2, 3.9] }), settings })(tank)())
    const { mean, sd, logEvidence } = exact((h) => (2 * normalDensity(h)) / h ** 3, 3.9, 20)
    const { h } = fitted.posterior
    expect(Math.abs(first(h.mean) - mean)).toBeLessThan(0.1 * sd)
    const last = fitted.result.metrics.at(-1)
    // the record's costs are of one draw: ln q − ln p at it differs from its mean by a nat or so
    expect(Math.abs((last?.lossNats ?? NaN) + logEvidence)).toBeLessThan(2)
    expect(first(h.mean)).toBeGreaterThan(3.9)
  })

  it('m ~ normal(0, 1), u = [5.2, 5.6] ~ uniform(m, m + 1): between 4.6 and 5.2', async () => {
    const fitted = must(await fitModel({ data: bound({ u: [5.2, 5.6] }), settings })(window)())
    const { mean, sd } = exact(normalDensity, 4.6, 5.2)
    const { m } = fitted.posterior
    expect(Math.abs(first(m.mean) - mean)).toBeLessThan(0.15 * sd)
    expect(Math.abs(Math.sqrt(first(m.variance)) / sd - 1)).toBeLessThan(0.15)
  })

  it('is the same where it is solved, and is said to have converged', async () => {
    const solvedTank = must(await fitModel({ data: bound({ y: [0.2, 2, 3.9] }) })(tank)())
    const solvedWindow = must(await fitModel({ data: bound({ u: [5.2, 5.6] }) })(window)())
    const h = exact((x) => normalDensity(x) / x ** 3, 3.9, 20)
    const m = exact(normalDensity, 4.6, 5.2)
    expect([solvedTank.result.outcome, solvedWindow.result.outcome]).toEqual([
      'converged',
      'converged'
    ])
    expect(Math.abs(first(solvedTank.posterior.h.mean) - h.mean)).toBeLessThan(0.1 * h.sd)
    expect(Math.abs(first(solvedWindow.posterior.m.mean) - m.mean)).toBeLessThan(0.15 * m.sd)
    // −ELBO is above −ln of the evidence, by little: KL(q ‖ posterior)
    const gap = (solvedTank.result.solution?.lossNats ?? NaN) + h.logEvidence + Math.log(2)
    expect(gap).toBeGreaterThan(0)
    expect(gap).toBeLessThan(0.2)
  })

  it('is that of all data where steps see batches', async () => {
    const y = Array.from({ length: 40 }, (_, i) => 0.1 + ((i * 17) % 40) / 10)
    const fitted = must(
      await fitModel({
        data: bound({ y }),
        settings: { ...settings, batch: { rows: 4 }, epochs: 300 }
      })(tank)()
    )
    const { mean, sd } = exact((h) => normalDensity(h) / (h / 4) ** 40, 4, 8)
    expect(first(fitted.posterior.h.mean)).toBeGreaterThan(4)
    expect(Math.abs(first(fitted.posterior.h.mean) - mean)).toBeLessThan(0.3 * sd)
  })

  it('has its own rows for each group, and its prior where a group has none', async () => {
    const byGroup = pipe(
      program,
      data('group', [rows], indicesOf(groups)),
      sample('h', over(groups)(exponential(0.5))),
      observe('y', ({ h, group }) => uniform(0, pipe(h, gather(groups)(group))))
    )
    const given = bound({ group: [0, 1, 0, 1, 0], y: [1, 5, 2, 4, 3] })
    const { posterior } = must(await fitModel({ data: given, settings })(byGroup)())
    const prior = (h: number): number => Math.exp(-0.5 * h)
    const answers = [
      exact((h) => prior(h) / h ** 3, 3, 60),
      exact((h) => prior(h) / h ** 2, 5, 60),
      exact(prior, 0, 100)
    ]
    answers.forEach(({ mean, sd }, g) => {
      expect(Math.abs((posterior.h.mean.values[g] ?? NaN) - mean)).toBeLessThan(0.25 * sd)
    })
  })
})

// ---------------------------------------------------------------------------
// what an end is
// ---------------------------------------------------------------------------

type Form = readonly [string, (h: Scalar<Positive>) => Scalar, (h: number) => number]

/** The end of an observation as a function of h > 0, in the language and as numbers. */
const forms: ReadonlyArray<Form> = [
  ['h + 1', add(1), (h) => h + 1],
  ['2h', (h) => pipe(h, mul(2)), (h) => 2 * h],
  ['−3h', (h) => pipe(h, mul(-3)), (h) => -3 * h],
  ['5 − h', (h) => pipe(constant(5), sub(h)), (h) => 5 - h],
  ['h/4', div(4), (h) => h / 4],
  ['6/h', (h) => pipe(constant(6), div(h)), (h) => 6 / h],
  ['h²', square, (h) => h * h],
  ['√h', sqrt, Math.sqrt],
  ['1/h', reciprocal, (h) => 1 / h],
  ['h³', pow(3), (h) => h ** 3],
  ['ln h', log, Math.log],
  ['e^(−h)', (h) => exp(neg(h)), (h) => Math.exp(-h)],
  ['softplus(h − 2)', (h) => softplus(pipe(h, sub(2))), (h) => Math.log1p(Math.exp(h - 2))],
  ['3 sigmoid(ln h)', (h) => pipe(sigmoid(log(h)), mul(3)), (h) => (3 * h) / (1 + h)],
  ['tanh(h − 1)', (h) => tanh(pipe(h, sub(1))), (h) => Math.tanh(h - 1)]
]

/** The end that data set to h where an observation's is f(h), with the other end far away. */
const endsOf = ([, f]: Form, side: 'low' | 'high', y: ReadonlyArray<number>) => {
  const { density } = must(
    compileDensity()(
      pipe(
        program,
        sample('h', halfCauchy(1)),
        observe('y', ({ h }) =>
          over(rows)(side === 'low' ? uniform(f(h), 1e6) : uniform(-1e6, f(h)))
        )
      )
    )
  )
  const all = must(bindData(density, bound({ y })))
  return { density, ends: latentEnds(density, all), all }
}

describe.each(forms)('an end of %s', (...form) => {
  const [, , f] = form
  it.each(['low', 'high'] as const)(
    'is tight as the %s one: what is within has every datum',
    (side) => {
      fc.assert(
        fc.property(fc.array(between(0.3, 3), { minLength: 1, maxLength: 5 }), (at) => {
          // data at ends that some h has, in float32 as they are bound
          const y = at.map((h) => Math.fround(f(h)))
          const { ends } = endsOf(form, side, y)
          const holds = (h: number): boolean =>
            y.every((v) => (side === 'low' ? f(h) <= v : v <= f(h)))
          for (const [name, t] of must(ends)) {
            const end = first(t)
            const [inward, outward] = name === 'h.low' ? [1, -1] : [-1, 1]
            // in float32 it is rounded inwards: 1e-12 is for the float64 of `f` here
            expect(holds(end * (1 + inward * 1e-12))).toBe(true)
            // of positive numbers, 0 is no end that data set
            if (end > 0) expect(holds(end * (1 + outward * 1e-5))).toBe(false)
          }
        }),
        { numRuns: 25 }
      )
    }
  )
})

describe('a narrowed site', () => {
  it('stays centred, though its scale is random', () => {
    const { program: compiled } = must(
      compileModel()(
        pipe(
          program,
          sample('tau', halfNormal(1)),
          sample('h', ({ tau }) => halfNormal(tau)),
          observe('y', ({ h }) => over(rows)(uniform(0, h)))
        )
      )
    )
    expect(compiled.sites.map(({ name, support }) => [name, support])).toEqual([
      ['tau', 'Positive'],
      ['h', 'HalfLine']
    ])
  })

  it('costs what its prior says of all values: −ELBO is near −ln of the evidence', async () => {
    const limited = pipe(
      program,
      sample('h', uniform(0, 10)),
      observe('y', ({ h }) => over(rows)(uniform(0, h)))
    )
    const fitted = must(
      await fitModel({
        data: bound({ y: [0.2, 2, 3.9] }),
        settings: { ...settings, steps: 1500 },
        compile: { samples: 256 }
      })(limited)()
    )
    const { logEvidence } = exact((h) => 0.1 / h ** 3, 3.9, 10)
    const loss = fitted.result.metrics.at(-1)?.lossNats ?? NaN
    expect(loss + logEvidence).toBeGreaterThan(-0.1)
    expect(loss + logEvidence).toBeLessThan(0.25)
  })
})

describe('a density with ends that data set', () => {
  it('integrates to the evidence over its coordinate', () => {
    const { density } = must(compileDensity()(tank))
    const all = must(bindData(density, bound({ y: [0.2, 2, 3.9] })))
    const ends = must(latentEnds(density, all))
    const logJoint = (u: number): number =>
      evaluateScalar({
        sizes: all.sizes,
        values: new Map<string, NamedArray>([
          ...all.data,
          ...ends,
          ['u:h', { axes: [], sizes: [], values: [u] }],
          ['total:rows', { axes: [], sizes: [], values: [3] }]
        ])
      })(density.logJointNats)
    const { logEvidence } = exact((h) => (2 * normalDensity(h)) / h ** 3, Math.fround(3.9), 20)
    const found = Math.log(integrate((u) => Math.exp(logJoint(u)), -40, 4))
    expect(Math.abs(found - logEvidence)).toBeLessThan(1e-6)
    expect(density.coordinates).toMatchObject([{ name: 'u:h', support: 'HalfLine' }])
  })
})

// ---------------------------------------------------------------------------
// a fit with ends
// ---------------------------------------------------------------------------

const short: Partial<Settings> = { ...settings, steps: 40, recordEvery: 10, draws: 50 }

describe('a fit with ends that data set', () => {
  it('is told from its data: other data are refused where it goes on', async () => {
    const stopAt = (given: BoundData) => {
      let blocks = 0
      return fitModel({ data: given, settings: short, shouldStop: () => (blocks += 1) > 1 })(tank)()
    }
    const given = bound({ y: [0.2, 2, 3.9] })
    const resume = encodeFit(must(await stopAt(given)))
    const whole = must(await fitModel({ data: given, settings: short })(tank)())
    const resumed = must(await fitModel({ data: given, resume })(tank)())
    expect(resumed.result.state.parameters).toEqual(whole.result.state.parameters)
    expect(whole.result.state.parameters.get('h.low')?.values).toEqual(Float32Array.of(3.9))
    const others = bound({ y: [0.2, 2, 5.2] })
    expect(await fitModel({ data: others, resume })(tank)()).toMatchObject({ _tag: 'Left' })
    const { program: compiled } = whole.model
    const train = must(bindData(compiled, others))
    expect(checkEnds({ program: compiled, train, start: whole.result.state })).toMatchObject({
      left: {
        where: 'h.low',
        what: 'the fit has 3.9000000953674316, these data set 5.199999809265137'
      }
    })
    expect(checkEnds({ program: compiled, train: whole.bound, start: whole.result.state })).toEqual(
      right(undefined)
    )
  })

  it('takes no ends from another fit', async () => {
    const other = must(await fitModel({ data: bound({ y: [9] }), settings: short })(tank)())
    const fitted = must(
      await fitModel({
        data: bound({ y: [0.2, 2, 3.9] }),
        settings: short,
        initFrom: other.result.state.parameters
      })(tank)()
    )
    const low = fitted.result.state.parameters.get('h.low')
    expect(low?.values[0]).toBe(Math.fround(3.9))
  })

  it('says which new values no draw allows, and gives the others their density', async () => {
    const fitted = must(await fitModel({ data: bound({ y: [0.2, 2, 3.9] }), settings })(tank)())
    const test = async (...y: ReadonlyArray<number>) =>
      must(await evaluateFitted(bound({ y }), 400)(fitted)())
    const inside = await test(1, 2)
    const h = first(fitted.posterior.h.mean)
    expect(inside.plugIn[0]?.nllNats).toBeCloseTo(Math.log(h), 3)
    expect(inside.plugIn[0]?.beyond).toBeUndefined()
    // 4 lies within some draws of h and not at its mean's upper side only: a finite mixture
    expect(Number.isFinite((await test(1, 4)).predictive[0]?.nllNats)).toBe(true)
    expect((await test(1, 30)).predictive[0]).toMatchObject({
      nllNats: Infinity,
      beyond: { count: 1, first: 2 }
    })
  })

  it('starts where a user asks, if data allow it', () => {
    const started = (options: SiteOptions) => {
      const { program: compiled } = must(
        compileModel()(
          pipe(
            program,
            sample('h', halfNormal(1), options),
            observe('y', ({ h }) => over(rows)(uniform(0, h)))
          )
        )
      )
      return dataStarts(compiled, must(bindData(compiled, bound({ y: [0.2, 2, 3.9] }))))
    }
    const [location] = must(started({ initial: 5 })).get('h.location')?.values ?? []
    expect(location).toBeCloseTo(Math.log(5 - 3.9), 5)
    expect(started({ initial: 3 })).toMatchObject({
      left: [{ where: 'h', what: 'its guide cannot start at 3: the data leave it no such value' }]
    })
  })
})
