/**
 * Values of an observation that are missing and that another line reads, a latent for each: what is inferred has the
 * closed forms of normal distributions given a part of them.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { tables } from '../../dsl-examples/data/make.ts'
import trees from '../../dsl-examples/tree-heights.ts'
import { emitTypescript } from '../../src/export/index.ts'
import {
  add,
  axis,
  bernoulli,
  categorical,
  bindData,
  compileModel,
  decodeModel,
  discreteDraws,
  div,
  draw,
  encodeModel,
  evaluateFitted,
  exp,
  fitModel,
  gather,
  graphHash,
  halfNormal,
  leaveOneOutSampled,
  log1p,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  predictFitted,
  pressFitted,
  type Program,
  replicateFitted,
  resolveModel,
  sampleModel,
  samplePrior,
  showProblem,
  square,
  stack,
  uniform
} from '../../src/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { solve } from '../support/Dense.ts'
import { exampleTable } from '../support/ExampleTable.ts'
import { defaultOf } from '../support/RunSource.ts'

const must = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}
const graphOfModel = (m: unknown): Graph => must(resolveModel(m, {}))
const rows = plate('rows')
const vector = (values: ReadonlyArray<number>, axis = 'rows') => ({
  axes: [axis],
  sizes: [values.length],
  values: Float32Array.from(values)
})
const said = (e: E.Either<unknown, unknown>): string =>
  E.isLeft(e) ? JSON.stringify(e.left) : 'nothing'
const wrong = <Env, Sites, R>(m: Program<Env, Sites, R>): string => {
  const found = compileModel()(m)
  return E.isLeft(found) ? found.left.map(showProblem).join('\n') : 'nothing'
}

/** x ~ N(1, 2²) with gaps, y ~ N(0.5 + 1.5 x, 0.7²). */
const known = model(function* () {
  const x = yield* observe('x', over(rows)(normal(1, 2)), { missing: 'latent' })
  const a = yield* draw('a', normal(0.5, 0.1))
  yield* observe('y', normal(pipe(x, mul(1.5), add(a)), 0.7))
})

describe('what is inferred', () => {
  /** a from the rows that are whole, and each missing x given its y: jointly normal. */
  const exact = (xs: ReadonlyArray<number>, ys: ReadonlyArray<number>) => {
    const gaps = xs.flatMap((x, i) => (Number.isNaN(x) ? [i] : []))
    const n = 1 + gaps.length
    const precision = Array.from({ length: n }, () => Array.from({ length: n }, () => 0))
    const side = Array.from({ length: n }, () => 0)
    const grow = (i: number, j: number, by: number): void => {
      const row = precision[i]
      if (row !== undefined) row[j] = (row[j] ?? NaN) + by
    }
    grow(0, 0, 1 / 0.1 ** 2)
    side[0] = 0.5 / 0.1 ** 2
    ys.forEach((y, i) => {
      const at = 1 + gaps.indexOf(i)
      const rest = at > 0 ? y : y - 1.5 * (xs[i] ?? NaN)
      grow(0, 0, 1 / 0.49)
      side[0] = (side[0] ?? NaN) + rest / 0.49
      if (at === 0) return
      grow(0, at, 1.5 / 0.49)
      grow(at, 0, 1.5 / 0.49)
      grow(at, at, 1.5 ** 2 / 0.49 + 1 / 4)
      side[at] = (1.5 * y) / 0.49 + 1 / 4
    })
    const unit = (k: number) => Array.from({ length: n }, (_, i) => (i === k ? 1 : 0))
    return {
      means: solve(precision, side),
      sds: Array.from({ length: n }, (_, k) => Math.sqrt(solve(precision, unit(k))[k] ?? NaN)),
      // under a guide of independent normals means are exact, and deviations those given all others
      given: precision.map((row, k) => 1 / Math.sqrt(row[k] ?? NaN))
    }
  }
  const xs = [1.2, NaN, -0.7, NaN, 3.9, NaN]
  const ys = [2.1, -1.5, -0.2, 4.4, 6.6, 0.3]
  const data = new Map([
    ['x', vector(xs)],
    ['y', vector(ys)]
  ])
  test('chains have the closed form of a normal distribution given a part of it', async () => {
    const { means, sds } = exact(xs, ys)
    const settings = { chains: 2, draws: 2000, warmUp: 500 }
    const found = must(await pipe(known, sampleModel({ data, settings, threads: 1 }))())
    const { a, 'x.missing': missing } = found.posterior
    expect(missing.axes).toEqual(['x.gaps'])
    const at = [a.mean.values, missing.mean.values].flatMap((v) => Array.from(v))
    const variances = [a.variance.values, missing.variance.values].flatMap((v) => Array.from(v))
    expect(at).toHaveLength(4)
    means.forEach((mean, i) => {
      expect(Math.abs((at[i] ?? NaN) - mean) / (sds[i] ?? NaN), `mean ${i}`).toBeLessThan(0.1)
      expect(Math.sqrt(variances[i] ?? NaN) / (sds[i] ?? NaN), `sd ${i}`).toBeCloseTo(1, 1)
    })
    // y has a term in every row, x where it is there
    expect(must(leaveOneOutSampled(found)).places).toHaveLength(3 + 6)
  })
  test('fits have its means, and deviations given all others; of x there are scores where it is', async () => {
    const { means, given } = exact(xs, ys)
    const fitted = must(await pipe(known, fitModel({ data }))())
    const { a, 'x.missing': missing } = fitted.posterior
    const at = [a.mean.values, missing.mean.values].flatMap((v) => Array.from(v))
    const variances = [a.variance.values, missing.variance.values].flatMap((v) => Array.from(v))
    means.forEach((mean, i) => {
      expect(Math.abs((at[i] ?? NaN) - mean) / (given[i] ?? NaN), `mean ${i}`).toBeLessThan(0.05)
      expect(Math.sqrt(variances[i] ?? NaN) / (given[i] ?? NaN), `sd ${i}`).toBeCloseTo(1, 1)
    })
    const { plugIn } = must(await evaluateFitted(data, 0, 'cpu')(fitted)())
    expect(plugIn.map(({ site, count }) => [site, count])).toEqual([
      ['x', 3],
      ['y', 6]
    ])
    const replicated = must(await replicateFitted({ draws: 50, backend: 'cpu' })(fitted)())
    expect(replicated.statistics.find((s) => s.site === 'x')?.observed).toBeCloseTo(4.4 / 3, 5)
    const predicted = must(await predictFitted({ rows: 2, backend: 'cpu' })(fitted)())
    expect(predicted.sites.map(({ site, sizes }) => [site, sizes])).toEqual([
      ['x', [2]],
      ['y', [2]]
    ])
  })
})

describe('the example', () => {
  const { text } = exampleTable('tree-heights.csv')
  const cells = text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map((cell) => (cell === '' ? NaN : Number(cell))))
  const [girths, heights] = [0, 1].map((k) => cells.map((row) => row[k] ?? NaN))
  const isThere = (girths ?? []).map((g) => !Number.isNaN(g))
  const where = (values: ReadonlyArray<number> | undefined, there: boolean) =>
    (values ?? []).filter((_, i) => isThere[i] === there)
  const measured = plate('measured'),
    others = plate('others')
  /** The girths that are missing are summed out by hand: N(start + slope·mean, error² + slope²·spread²). */
  const summed = model(function* () {
    const mean = yield* draw('mean', normal(10, 5))
    const spread = yield* draw('spread', halfNormal(5))
    const girth = yield* observe('girth', over(measured)(normal(mean, spread)))
    const start = yield* draw('start', normal(0, 10))
    const slope = yield* draw('slope', normal(0, 2))
    const error = yield* draw('error', halfNormal(3))
    yield* observe('height', normal(pipe(girth, mul(slope), add(start)), error))
    const share = square(pipe(slope, mul(spread), div(error)))
    const wide = pipe(error, mul(exp(pipe(log1p(share), mul(0.5)))))
    yield* observe('rest', over(others)(normal(pipe(mean, mul(slope), add(start)), wide)))
  })
  test('its table is the one that is made', () => {
    expect(tables['tree-heights.csv']?.()).toBe(text)
    expect(isThere.filter((there) => there)).toHaveLength(53)
  })
  test('has the posterior of the model in which missing girths are summed out by hand', async () => {
    const settings = { chains: 4, draws: 1000, warmUp: 1000 }
    const all = new Map([
      ['girth', vector(girths ?? [], 'trees')],
      ['height', vector(heights ?? [], 'trees')]
    ])
    const parts = new Map([
      ['girth', vector(where(girths, true), 'measured')],
      ['height', vector(where(heights, true), 'measured')],
      ['rest', vector(where(heights, false), 'others')]
    ])
    const own = must(await pipe(trees, sampleModel({ data: all, settings }))()).posterior
    const by = must(await pipe(summed, sampleModel({ data: parts, settings }))()).posterior
    for (const name of ['mean', 'spread', 'start', 'slope', 'error'] as const) {
      const sd = Math.sqrt(by[name].variance.values[0] ?? NaN)
      const [mine, theirs] = [own, by].map((p) => p[name].mean.values[0] ?? NaN)
      expect(Math.abs((mine ?? NaN) - (theirs ?? NaN)) / sd, name).toBeLessThan(0.2)
      expect(Math.sqrt(own[name].variance.values[0] ?? NaN) / sd, name).toBeGreaterThan(0.85)
      expect(Math.sqrt(own[name].variance.values[0] ?? NaN) / sd, name).toBeLessThan(1.18)
    }
    expect(own['girth.missing'].mean.values).toHaveLength(27)
  })
})

describe('at its edges', () => {
  const gappy = new Map([
    ['x', vector([1, NaN, 2, -1])],
    ['y', vector([2, 1, 4, -1])]
  ])
  const whole = new Map([
    ['x', vector([1, 0.5, 2, -1])],
    ['y', vector([2, 1, 4, -1])]
  ])
  test('where nothing is missing a fit is that of a model in which nothing may be', async () => {
    const strict = model(function* () {
      const x = yield* observe('x', over(rows)(normal(1, 2)))
      const a = yield* draw('a', normal(0.5, 0.1))
      yield* observe('y', normal(pipe(x, mul(1.5), add(a)), 0.7))
    })
    const [own, plainly] = [
      must(await pipe(known, fitModel({ data: whole }))()),
      must(await pipe(strict, fitModel({ data: whole }))())
    ]
    expect(own.result.solution?.lossNats).toBeCloseTo(plainly.result.solution?.lossNats ?? NaN, 4)
    expect(own.posterior.a.mean.values).toEqual(plainly.posterior.a.mean.values)
    expect(own.posterior['x.missing'].mean.values).toHaveLength(0)
    const settings = { chains: 1, draws: 50, warmUp: 50 }
    const sampled = must(await pipe(known, sampleModel({ data: whole, settings, threads: 1 }))())
    expect(sampled.posterior['x.missing'].mean.values).toHaveLength(0)
  })
  test('a batch has a part of the rows, and every gap', async () => {
    const xs = Array.from({ length: 120 }, (_, i) => (i % 4 === 1 ? NaN : 1 + 2 * Math.sin(7 * i)))
    const ys = xs.map((x, i) => 0.5 + 1.5 * (Number.isNaN(x) ? Math.cos(i) : x) + 0.5 * Math.sin(i))
    const data = new Map([
      ['x', vector(xs)],
      ['y', vector(ys)]
    ])
    const rate = 0.02
    const rates = { location: rate, scale: rate, logVariance: rate }
    const settings = {
      batch: { rows: 30 },
      epochs: 300,
      schedule: { rates, decayFrom: 0.3, warmUp: 0 }
    }
    const byBatches = must(await pipe(known, fitModel({ data, settings }))())
    const atOnce = must(await pipe(known, fitModel({ data }))())
    const [own, wanted] = [byBatches, atOnce].map((f) => f.posterior['x.missing'].mean.values)
    expect(own).toHaveLength(30)
    own?.forEach((v, i) =>
      expect(Math.abs(v - (wanted?.[i] ?? NaN)), `gap ${i}`).toBeLessThan(0.15)
    )
  })
  test('data with other gaps are refused, those with none are not; so is a network', async () => {
    const fitted = must(await pipe(known, fitModel({ data: gappy }))())
    const others = new Map([...gappy, ['x', vector([NaN, 1, 2, -1])] as const])
    const told = 'values of it are missing in data that the model was not trained on'
    expect(said(await evaluateFitted(others, 0, 'cpu')(fitted)())).toContain(told)
    expect(said(await pipe(known, fitModel({ data: gappy, test: others }))())).toContain(told)
    const { plugIn } = must(await evaluateFitted(whole, 0, 'cpu')(fitted)())
    const a = fitted.posterior.a.mean.values[0] ?? NaN
    const nats = [1, 0.5, 2, -1].map((x, i) => {
      const off = ([2, 1, 4, -1][i] ?? NaN) - 1.5 * x - a
      return 0.5 * (off / 0.7) ** 2 + Math.log(0.7) + 0.5 * Math.log(2 * Math.PI)
    })
    expect(plugIn[1]?.nllNats).toBeCloseTo(nats.reduce((s, n) => s + n, 0) / 4, 4)
    expect(said(await pressFitted('known')(fitted)())).toContain(
      'this site runs along the plate x.gaps'
    )
  })
  test('priors are drawn forwards: without gaps, and with data that have them', async () => {
    const settings = { chains: 1, draws: 20 }
    const drawn = must(await pipe(known, samplePrior({ data: gappy, settings }))())
    expect([...drawn.draws.sites.keys()]).toEqual(['x', 'a', 'y'])
  })
  test('sites that were summed out are drawn given the latents in the places of gaps', async () => {
    const kinds = axis('kinds', 2)
    const mixed = model(function* () {
      const x = yield* observe('x', over(rows)(normal(0, 1)), { missing: 'latent' })
      const kind = yield* draw(
        'kind',
        over(rows)(categorical({ logits: stack(kinds)([0, 0]), along: kinds }))
      )
      const places = stack(kinds)([-2, 2])
      yield* observe('y', normal(pipe(x, mul(3), add(pipe(places, gather(kinds)(kind)))), 1))
    })
    const data = new Map([
      ['x', vector([1, NaN, -1, NaN])],
      ['y', vector([1.5, 2.5, -4, -3])]
    ])
    const settings = { chains: 2, draws: 1000, warmUp: 500 }
    const sampled = must(await pipe(mixed, sampleModel({ data, settings, threads: 1 }))())
    const kind = must(discreteDraws(sampled)).get('kind')
    const shares = [0, 1, 2, 3].map((row) => {
      const own = Array.from(kind?.values ?? []).filter((_, i) => i % 4 === row)
      return own.reduce((sum, k) => sum + k, 0) / own.length
    })
    // P(kind = 1 | y): of densities of y, N(3x ± 2, 1) where x is there and N(±2, 10) where it is not
    const density = (y: number, at: number, v: number) => Math.exp(-((y - at) ** 2) / (2 * v))
    const share = (y: number, at: number, v: number) =>
      density(y, at + 2, v) / (density(y, at + 2, v) + density(y, at - 2, v))
    const wanted = [share(1.5, 3, 1), share(2.5, 0, 10), share(-4, -3, 1), share(-3, 0, 10)]
    shares.forEach((p, row) =>
      expect(Math.abs(p - (wanted[row] ?? NaN)), `row ${row}`).toBeLessThan(0.06)
    )
  })
  test('where a latent stands is known in the order of the axes that the model says', () => {
    const columns = plate('columns')
    const table = model(function* () {
      const level = yield* draw('level', over(columns)(normal(0, 1)))
      const x = yield* observe('x', over(rows)(normal(level, 1)), { missing: 'latent' })
      yield* observe('y', normal(x, 1))
    })
    const { program } = must(compileModel()(table))
    const grid = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>, values: number[]) => ({
      axes,
      sizes,
      values: Float32Array.from(values)
    })
    const y = grid(['columns', 'rows'], [2, 3], [1, 2, 3, 4, 5, 6])
    const x = grid(['rows', 'columns'], [3, 2], [1, NaN, 3, 4, NaN, NaN])
    const { data, sizes } = must(
      bindData(
        program,
        new Map([
          ['x', x],
          ['y', y]
        ])
      )
    )
    const axes = program.observed.find((s) => s.name === 'x')?.axes ?? []
    const at = (name: string) => Array.from(data.get(name)?.values ?? [])
    const places = at(`place:${axes[0]}:x`).map((i, k) => [i, at(`place:${axes[1]}:x`)[k]])
    const wanted = [
      [0, 1],
      [2, 0],
      [2, 1]
    ].map(([row, column]) => (axes[0] === 'rows' ? [row, column] : [column, row]))
    expect(places).toEqual(
      wanted.toSorted((p, q) => (p[0] ?? 0) - (q[0] ?? 0) || (p[1] ?? 0) - (q[1] ?? 0))
    )
    expect(sizes.get('x.gaps')).toBe(3)
    // data that were bound are bound again as they were
    expect(must(bindData(program, data)).data).toEqual(data)
  })
  test('JSON and source say it again, and explain what stands there', () => {
    const graph = graphOfModel(trees)
    const read = must(decodeModel('trees.json')(new TextEncoder().encode(encodeModel(graph))))
    expect(graphHash(read)).toBe(graphHash(graph))
    const { source } = must(emitTypescript({ name: 'trees', graph, ends: [] }))
    expect(source).toContain("missing: 'latent'")
    expect(graphHash(graphOfModel(defaultOf(source)))).toBe(graphHash(graph))
    const { program } = must(compileModel()(trees))
    expect(program.decisions.filter((d) => d.pass === 'latentGaps').map((d) => d.what)).toEqual([
      'missing values of girth are latents girth.missing, one for each; what reads girth reads them there'
    ])
  })
  test('counted values, vectors, ends that a latent sets and nothing at all are refused', async () => {
    const counted = model(function* () {
      const x = yield* observe('x', over(rows)(bernoulli({ logits: 0 })), { missing: 'latent' })
      yield* observe('y', normal(pipe(x, mul(yield* draw('b', normal(0, 1)))), 1))
    })
    expect(wrong(counted)).toContain('latents in their places would be counted, not measured')
    const ended = model(function* () {
      const high = yield* draw('high', halfNormal(1))
      const x = yield* observe('x', over(rows)(uniform(0, high)), { missing: 'latent' })
      yield* observe('y', normal(x, 1))
    })
    expect(wrong(ended)).toContain('they end where high says')
    const none = new Map([...gappy, ['x', vector([NaN, NaN, NaN, NaN])] as const])
    expect(said(await pipe(known, fitModel({ data: none }))())).toContain(
      'every value of it is missing'
    )
  })
})
