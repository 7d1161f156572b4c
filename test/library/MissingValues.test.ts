/**
 * Observations that are not all there: the likelihood is that of the values that are, against the closed form
 * of normal readings, and whatever stands in the places of the others.
 */
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { tables } from '../../dsl-examples/data/make.ts'
import weather from '../../dsl-examples/weather-stations.ts'
import { emitTypescript } from '../../src/export/index.ts'
import { constant, evaluate, print, simplify, substitute } from '../../src/expr/index.ts'
import {
  add,
  axis,
  bernoulli,
  bindData,
  categorical,
  compile,
  compileModel,
  decodeModel,
  deriveDensity,
  draw,
  encodeModel,
  evaluateFitted,
  fitModel,
  gather,
  graphHash,
  halfNormal,
  leaveOneOutSampled,
  model,
  multivariateNormal,
  normal,
  observe,
  over,
  plate,
  poisson,
  type Program,
  replicateFitted,
  resolveModel,
  sampleModel,
  showProblem,
  uniform
} from '../../src/index.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { bound as readFiles, programOf, said } from '../data/binding/BoundFiles.ts'
import { inverse, solve } from '../support/Dense.ts'
import { exampleTable } from '../support/ExampleTable.ts'
import { defaultOf } from '../support/RunSource.ts'

const must = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}
const tensor = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  values: ReadonlyArray<number>
) => ({ axes, sizes, values: Float32Array.from(values) })

const people = plate('people')
const one = model(function* () {
  const mu = yield* draw('mu', normal(0, 2))
  yield* observe('y', over(people)(normal(mu, 1)), { missing: 'mask' })
})
const graphOfModel = (m: unknown) => must(resolveModel(m, {}))

// what is in the table: an empty cell is NaN
const { text } = exampleTable('weather-stations.csv')
const readings = text
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map((cell) => (cell === '' ? NaN : Number(cell))))
const seen = readings.flatMap((row, day) =>
  row.flatMap((value, station) => (Number.isNaN(value) ? [] : [{ day, station, value }]))
)
const weatherData = new Map([
  ['reading', tensor(['days', 'stations'], [readings.length, 4], readings.flat())]
])

/** Means and deviations of offsets and levels: normal, of precision prior + Σ over the readings that there are. */
const exact = () => {
  const n = 4 + readings.length
  const at = (k: number) => (k < 4 ? { mean: 0, sd: 2 } : { mean: 15, sd: 5 })
  const precision = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => (i === j ? 1 / at(i).sd ** 2 : 0))
  )
  const side = Array.from({ length: n }, (_, i) => at(i).mean / at(i).sd ** 2)
  const grow = (i: number, j: number): void => {
    const row = precision[i]
    if (row !== undefined) row[j] = (row[j] ?? NaN) + 1 / 0.25
  }
  for (const { day, station, value } of seen) {
    const pair = [station, 4 + day]
    for (const i of pair) {
      for (const j of pair) grow(i, j)
      side[i] = (side[i] ?? NaN) + value / 0.25
    }
  }
  const variances = inverse(precision).map((row, i) => row[i] ?? NaN)
  return { means: solve(precision, side), sds: variances.map(Math.sqrt) }
}

describe('the example', () => {
  test('its table is the one that is made, and a third of it is missing', () => {
    expect(tables['weather-stations.csv']?.()).toBe(text)
    expect(seen.length / readings.flat().length).toBeGreaterThan(0.55)
    expect(seen.length / readings.flat().length).toBeLessThan(0.75)
  })
  test('chains and a fit have the closed form; scores are of the readings that there are', async () => {
    const { means, sds } = exact()
    // days and stations lean on each other, along one line
    const settings = { chains: 2, draws: 500, warmUp: 300, mass: 'dense' as const }
    const sampled = must(
      await pipe(weather, sampleModel({ data: weatherData, threads: 1, settings }))()
    )
    const fitted = must(await pipe(weather, fitModel({ data: weatherData }))())
    means.forEach((mean, i) => {
      const [name, k] = i < 4 ? ['offset', i] : ['level', i - 4]
      const sd = sds[i] ?? NaN
      const site = sampled.sites.get(String(name))
      expect(
        Math.abs((site?.mean.values[Number(k)] ?? NaN) - mean) / sd,
        `${name} ${k}`
      ).toBeLessThan(0.15)
      const wide = Math.sqrt(site?.variance.values[Number(k)] ?? NaN) / sd
      expect(Math.abs(wide - 1), `${name} ${k}`).toBeLessThan(0.25)
    })
    const posterior = fitted.posterior
    Array.from(posterior.offset.mean.values).forEach((mean, i) =>
      expect(Math.abs(mean - (means[i] ?? NaN)) / (sds[i] ?? NaN), `offset ${i}`).toBeLessThan(0.1)
    )
    const { plugIn } = must(await evaluateFitted(weatherData, 0, 'cpu')(fitted)())
    const [offset, level] = [posterior.offset.mean.values, posterior.level.mean.values]
    const nats = seen.map(({ day, station, value }) => {
      const off = (value - (offset[station] ?? NaN) - (level[day] ?? NaN)) / 0.5
      return 0.5 * off ** 2 + Math.log(0.5) + 0.5 * Math.log(2 * Math.PI)
    })
    expect(plugIn[0]?.count).toBe(seen.length)
    expect(plugIn[0]?.nllNats).toBeCloseTo(nats.reduce((a, b) => a + b, 0) / seen.length, 4)
    const loo = must(leaveOneOutSampled(sampled))
    expect(loo.places).toHaveLength(seen.length)
    expect(loo.places.map(({ at }) => at)).toEqual(
      seen.map(({ day, station }) => 4 * day + station)
    )
    const checks = must(await replicateFitted({ draws: 200, backend: 'cpu' })(fitted)())
    const mean = checks.statistics.find(({ name }) => name === 'mean')
    expect(mean?.observed).toBeCloseTo(seen.reduce((s, r) => s + r.value, 0) / seen.length, 4)
    expect(mean?.p).toBeGreaterThan(0.1)
    expect(mean?.p).toBeLessThan(0.9)
  })
})

describe('a fit', () => {
  const there = [1.2, -0.4, 2.2, 0.9, 1.7, 0.1],
    holes = [1.2, NaN, -0.4, NaN, NaN, 2.2, 0.9, NaN, 1.7, 0.1]
  const dataOf = (ys: ReadonlyArray<number>) =>
    new Map([['y', tensor(['people'], [ys.length], ys)]])
  test('is that of the data without the rows that lack a value, and so is its loss a datum', async () => {
    const [whole, gapped] = await Promise.all(
      [there, holes].map(async (ys) => must(await pipe(one, fitModel({ data: dataOf(ys) }))()))
    )
    const precision = 1 / 4 + there.length
    const mean = there.reduce((a, b) => a + b, 0) / precision
    expect(gapped?.posterior.mu.mean.values[0]).toBeCloseTo(mean, 2)
    expect(gapped?.result.solution?.lossNats).toBeCloseTo(
      whole?.result.solution?.lossNats ?? NaN,
      3
    )
    const perDatum = (f: typeof whole) => f?.result.metrics.at(-1)?.lossNatsPerDatum ?? NaN
    expect(perDatum(gapped)).toBeCloseTo(perDatum(whole), 3)
  })
  test('by batches has the same optimum', async () => {
    const ys = Array.from({ length: 400 }, (_, i) => (i % 3 === 0 ? NaN : Math.sin(i) + 0.5))
    const seenYs = ys.filter((y) => !Number.isNaN(y))
    const rate = 0.02
    const settings = {
      batch: { people: 50 },
      epochs: 60,
      schedule: {
        rates: { location: rate, scale: rate, logVariance: rate },
        decayFrom: 0.3,
        warmUp: 0
      }
    }
    const fitted = must(await pipe(one, fitModel({ data: dataOf(ys), settings }))())
    const mean = seenYs.reduce((a, b) => a + b, 0) / (1 / 4 + seenYs.length)
    const sd = 1 / Math.sqrt(1 / 4 + seenYs.length)
    const mu = fitted.posterior.mu
    expect(Math.abs((mu.mean.values[0] ?? NaN) - mean) / sd).toBeLessThan(0.5)
    expect(Math.sqrt(mu.variance.values[0] ?? NaN) / sd).toBeCloseTo(1, 0)
  })
})

describe('laws', () => {
  test('where all is there, the loss of any generated model is what it was', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), (shape) => {
        const graph = graphOf(shape)
        const masked = {
          ...graph,
          sites: graph.sites.map((s) =>
            s.role === 'observed' ? { ...s, options: { missing: 'mask' as const } } : s
          )
        }
        const lossOf = (g: typeof graph) => must(compile()(g)).program.errorCostNats
        const names = graph.sites.filter((s) => s.role === 'observed').map((s) => `seen:${s.name}`)
        const whole = substitute(new Map(names.map((n) => [n, constant(1)])))
        const loss = lossOf(masked)
        expect(print(loss)).toContain('seen:')
        expect(print(simplify(whole(loss)))).toBe(print(simplify(lossOf(graph))))
      }),
      { numRuns: 12 }
    )
  })
  test('density and slopes are those of the values that are there, whatever stands for others', () => {
    const { density } = must(deriveDensity()(graphOfModel(one)))
    fc.assert(
      fc.property(
        between(-3, 3),
        fc.array(fc.tuple(between(-5, 5), fc.boolean()), { minLength: 1, maxLength: 6 }),
        between(-100, 100),
        (mu, ys, instead) => {
          const vector = (values: ReadonlyArray<number>) => tensor(['people'], [ys.length], values)
          const env = {
            sizes: new Map([['people', ys.length]]),
            values: new Map([
              ['u:mu', tensor([], [], [mu])],
              ['y', vector(ys.map(([y, isThere]) => (isThere ? y : instead)))],
              ['seen:y', vector(ys.map(([, isThere]) => (isThere ? 1 : 0)))],
              ['total:people', tensor([], [], [ys.length])]
            ])
          }
          const m = Math.fround(mu)
          const there = ys.filter(([, isThere]) => isThere).map(([y]) => Math.fround(y))
          const log = (x: number, sd: number) =>
            -0.5 * (x / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI)
          const wanted = log(m, 2) + there.reduce((sum, y) => sum + log(y - m, 1), 0)
          expect(evaluate(env)(density.logJointNats).values[0]).toBeCloseTo(wanted, 8)
          const slope = density.gradients.get('u:mu')
          if (slope === undefined) throw new Error('no slope')
          expect(evaluate(env)(slope).values[0]).toBeCloseTo(
            -m / 4 + there.reduce((sum, y) => sum + y - m, 0),
            8
          )
        }
      )
    )
  })
  test('JSON and source say it again', () => {
    const graph = graphOfModel(weather)
    const bytes = new TextEncoder().encode(encodeModel(graph))
    const read = must(decodeModel('weather.json')(bytes))
    expect(graphHash(read)).toBe(graphHash(graph))
    const { source } = must(emitTypescript({ name: 'weather', graph, ends: [] }))
    expect(source).toContain("missing: 'mask'")
    expect(graphHash(graphOfModel(defaultOf(source)))).toBe(graphHash(graph))
  })
  test('explain says what is done', () => {
    const { program } = must(compileModel()(one))
    expect(program.decisions.filter((d) => d.pass === 'mask').map((d) => d.what)).toEqual([
      'missing values of y have no factor in the likelihood'
    ])
  })
})

describe('data', () => {
  const { program } = must(compileModel()(one))
  const bind = (...ys: ReadonlyArray<number>) =>
    bindData(program, new Map([['y', tensor(['people'], [ys.length], ys)]]))
  test('what is missing is NaN, and has a number that is there elsewhere beside 0', () => {
    const { data } = must(bind(NaN, 3, NaN, 5))
    expect(Array.from(data.get('y')?.values ?? [])).toEqual([3, 3, 3, 5])
    expect(Array.from(data.get('seen:y')?.values ?? [])).toEqual([0, 1, 0, 1])
    // data that were bound are bound again as they were
    expect(must(bindData(program, data)).data).toEqual(data)
    expect(must(bindData(program, data)).unused).toBeUndefined()
  })
  test('a number lies within the ends of its place', () => {
    const limited = model(function* () {
      const high = yield* draw('rate', halfNormal(1))
      yield* observe('n', over(people)(poisson(high)), { missing: 'mask' })
    })
    const counts = must(compileModel()(limited)).program
    const values = tensor(['people'], [3], [NaN, 0, 4])
    expect(
      Array.from(must(bindData(counts, new Map([['n', values]]))).data.get('n')?.values ?? [])
    ).toEqual([0, 0, 4])
  })
  test('infinities, and nothing at all, are refused; so is NaN where nothing may be missing', () => {
    const shown = (r: E.Either<ReadonlyArray<Parameters<typeof showProblem>[0]>, unknown>) =>
      E.isLeft(r) ? r.left.map(showProblem).join('\n') : 'nothing'
    expect(shown(bind(NaN, Infinity, 1))).toContain('a value in row 2 is Infinity; 1 of 3 are not')
    expect(shown(bind(NaN, NaN))).toContain('every value of it is missing')
    const strict = must(
      compileModel()(
        model(function* () {
          yield* observe('y', over(people)(normal(yield* draw('mu', normal(0, 2)), 1)))
        })
      )
    ).program
    expect(shown(bindData(strict, new Map([['y', tensor(['people'], [2], [NaN, 1])]])))).toContain(
      "where values may be missing, say so: { missing: 'mask' }"
    )
  })
  test('tables have empty cells, JSON null, among numbers and labels', async () => {
    const observed = programOf(
      model(function* () {
        const mu = yield* draw('mu', normal(0, 2))
        yield* observe('y', over(people)(normal(mu, 1)), { missing: 'mask' })
        yield* observe('ill', over(people)(bernoulli({ logits: mu })), { missing: 'mask' })
      })
    )
    const csv = 'y,ill\n1,yes\n,no\nNA,\n4,yes\n'
    const found = await readFiles(observed, { 'people.csv': csv })
    expect(Array.from(found.data.get('y')?.values ?? [])).toEqual([1, NaN, NaN, 4])
    expect(Array.from(found.data.get('ill')?.values ?? [])).toEqual([1, 0, NaN, 1])
    expect(found.outcomes.get('ill')).toEqual(['no', 'yes'])
    const json = await readFiles(observed, { 'p.json': '{"y": [null, 2], "ill": [1, null]}' })
    expect(Array.from(json.data.get('y')?.values ?? [])).toEqual([NaN, 2])
    expect(Array.from(json.data.get('ill')?.values ?? [])).toEqual([1, NaN])
    expect(await said(observed, { 'people.csv': 'y,ill\n1,yes\nx,no\n' })).toContain("found 'x'")
  })
})

describe('refused', () => {
  const wrong = <Env, Sites, R>(m: Program<Env, Sites, R>): string => {
    const found = compileModel()(m)
    return E.isLeft(found) ? found.left.map(showProblem).join('\n') : 'nothing'
  }
  const rows = axis('rows', 2),
    columns = axis('columns', 2),
    kinds = axis('kinds', 2)
  test('a vector, values that are read, a sum over them, an end that a latent sets, a latent', () => {
    const vector = model(function* () {
      const m = yield* draw('m', over(rows, columns)(normal(0, 1)))
      const law = multivariateNormal({ mean: 0, cholesky: m, along: rows, across: columns })
      yield* observe('v', law, { missing: 'mask' })
    })
    expect(wrong(vector)).toContain('they have one density together along rows')
    const read = model(function* () {
      const y = yield* observe('y', normal(yield* draw('mu', normal(0, 1)), 1), { missing: 'mask' })
      yield* observe('z', normal(y, 1))
    })
    expect(wrong(read)).toContain('values of it may be missing, and z reads them')
    const sum = model(function* () {
      const kind = yield* draw(
        'kind',
        over(people)(
          categorical({ logits: yield* draw('l', over(kinds)(normal(0, 1))), along: kinds })
        )
      )
      const means = yield* draw('means', over(kinds)(normal(0, 1)))
      yield* observe('y', normal(pipe(means, gather(kinds)(kind)), 1), { missing: 'mask' })
    })
    expect(wrong(sum)).toContain('it reads kind, which is summed out')
    const counted = model(function* () {
      const count = yield* draw('count', over(people)(poisson(3)))
      yield* observe('y', normal(count, 1), { missing: 'mask' })
    })
    expect(wrong(counted)).toEqual('nothing')
    const ended = model(function* () {
      const high = yield* draw('high', halfNormal(1))
      yield* observe('y', over(people)(uniform(0, high)), { missing: 'mask' })
    })
    expect(wrong(ended)).toContain('they end where high says')
    const latent = model(function* () {
      const mu = yield* draw('mu', normal(0, 1), { missing: 'mask' })
      yield* observe('y', normal(pipe(mu, add(1)), 1))
    })
    expect(wrong(latent)).toContain('no value of a latent is missing in the data')
  })
})
