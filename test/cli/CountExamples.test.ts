/**
 * The examples of counts on the tables shipped beside them, fitted with default settings, against
 * quadrature and Newton's method, which share no code with the compiler.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import catches from '../../dsl-examples/catches.ts'
import groupRates from '../../dsl-examples/group-rates.ts'
import overdispersed from '../../dsl-examples/overdispersed-counts.ts'
import { lgamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { type BoundData, fitModel } from '../../src/index.ts'
import { exampleTable } from '../support/ExampleTable.ts'

const numbersIn = (name: string): ReadonlyArray<ReadonlyArray<number>> =>
  exampleTable(`${name}.csv`).rows

const columns = (
  axis: string,
  byName: Readonly<Record<string, ReadonlyArray<number>>>
): BoundData =>
  new Map(
    Object.entries(byName).map(([name, values]) => [
      name,
      { axes: [axis], sizes: [values.length], values: Float32Array.from(values) }
    ])
  )

const right = <A>(e: E.Either<unknown, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

const logBeta = (a: number, b: number): number => lgamma(a) + lgamma(b) - lgamma(a + b)

/** Posterior moments of mean and precision, and of every rate, on a grid of logit and logarithm. */
const exactRates = (groups: ReadonlyArray<ReadonlyArray<number>>) => {
  const grid = Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100)
  const points = grid.flatMap((p) =>
    grid.map((q) => {
      const mean = 1 / (1 + Math.exp(-(-4 + 5 * p))),
        precision = Math.exp(-1 + 8 * q)
      const [a, b] = [mean * precision, (1 - mean) * precision]
      const likelihood = groups.reduce(
        (s, [n = NaN, y = NaN]) => s + logBeta(a + y, b + n - y) - logBeta(a, b),
        0
      )
      const prior = -0.5 * (Math.log(precision) - 3) ** 2 + Math.log(mean * (1 - mean))
      return { mean, precision, a, log: likelihood + prior }
    })
  )
  const top = Math.max(...points.map(({ log }) => log))
  const weighted = points.map((x) => ({ ...x, weight: Math.exp(x.log - top) }))
  const mass = weighted.reduce((s, x) => s + x.weight, 0)
  const mean = (f: (x: (typeof weighted)[number]) => number): number =>
    weighted.reduce((s, x) => s + x.weight * f(x), 0) / mass
  const of = (f: (x: (typeof weighted)[number]) => number) => {
    const m = mean(f)
    return { mean: m, sd: Math.sqrt(mean((x) => (f(x) - m) ** 2)) }
  }
  return {
    mean: of((x) => x.mean),
    precision: of((x) => x.precision),
    rates: groups.map(([n = NaN, y = NaN]) => mean((x) => (x.a + y) / (x.precision + n)))
  }
}

test('group rates: as quadrature over mean and precision has them', async () => {
  const groups = numbersIn('group-rates')
  const exact = exactRates(groups)
  const data = columns('groups', {
    total: groups.map(([n = NaN]) => n),
    ill: groups.map(([, y = NaN]) => y)
  })
  const { sites } = right(await pipe(groupRates, fitModel({ data, backend: 'reference' }))())
  const found = (site: string): ReadonlyArray<number> =>
    Array.from(sites.get(site)?.mean.values ?? [])
  expect(Math.abs((found('mean')[0] ?? NaN) - exact.mean.mean)).toBeLessThan(0.2 * exact.mean.sd)
  expect(Math.abs((found('precision')[0] ?? NaN) - exact.precision.mean)).toBeLessThan(
    exact.precision.sd
  )
  exact.rates.forEach((rate, i) =>
    expect(Math.abs((found('rate')[i] ?? NaN) - rate)).toBeLessThan(0.01)
  )
})

/** The mode of a Poisson regression with these priors, and its curvature. */
const poissonMode = (rows: ReadonlyArray<ReadonlyArray<number>>) => {
  let [level, slope] = [0, 0],
    hessian = [1, 0, 1]
  for (let k = 0; k < 50; k += 1) {
    let [g0, g1] = [-level / 9, -slope]
    hessian = [1 / 9, 0, 1]
    for (const [x = NaN, y = NaN] of rows) {
      const rate = Math.exp(level + slope * x)
      g0 += y - rate
      g1 += (y - rate) * x
      hessian = [rate, rate * x, rate * x * x].map((h, i) => h + (hessian[i] ?? 0))
    }
    const [a = 1, b = 0, c = 1] = hessian,
      determinant = a * c - b * b
    level += (c * g0 - b * g1) / determinant
    slope += (a * g1 - b * g0) / determinant
  }
  const [a = 1, b = 0, c = 1] = hessian
  return { level, slope, slopeSd: Math.sqrt(a / (a * c - b * b)) }
}

test('overdispersed counts: the negative binomial explains them, and knows less of the slope', async () => {
  const rows = numbersIn('overdispersed-counts')
  const data = columns('rolls', {
    x: rows.map(([x = NaN]) => x),
    faults: rows.map(([, y = NaN]) => y)
  })
  const fitted = async (law: string) => {
    const { sites, result } = right(
      await pipe(
        right(overdispersed.configure({ law })),
        fitModel({ data, backend: 'reference' })
      )()
    )
    const slope = sites.get('slope')
    return {
      slope: slope?.mean.values[0] ?? NaN,
      sd: Math.sqrt(slope?.response?.values[0] ?? NaN),
      concentration: sites.get('concentration')?.mean.values[0] ?? NaN,
      loss: result.metrics.at(-1)?.lossNats ?? NaN
    }
  }
  const poisson = await fitted('poisson'),
    negativeBinomial = await fitted('negativeBinomial'),
    mode = poissonMode(rows)
  expect(Math.abs(poisson.slope - mode.slope) / mode.slopeSd).toBeLessThan(0.2)
  expect(Math.abs(poisson.sd / mode.slopeSd - 1)).toBeLessThan(0.1)
  expect(poisson.loss - negativeBinomial.loss).toBeGreaterThan(20)
  expect(negativeBinomial.sd).toBeGreaterThan(1.4 * poisson.sd)
  expect(Math.abs(negativeBinomial.slope - 0.6)).toBeLessThan(3 * negativeBinomial.sd)
  expect(negativeBinomial.concentration).toBeGreaterThan(1)
  expect(negativeBinomial.concentration).toBeLessThan(4)
})

/** Posterior means and deviations of level, slope and idle share, on a grid; parties of a size are alike. */
const exactCatches = (rows: ReadonlyArray<ReadonlyArray<number>>) => {
  const sizes = [1, 2, 3, 4].map((size) => {
    const fish = rows.flatMap(([people, y = NaN]) => (people === size ? [y] : []))
    const caught = fish.filter((y) => y > 0)
    return {
      size,
      zeros: fish.length - caught.length,
      caught: caught.length,
      sum: caught.reduce((a, b) => a + b, 0)
    }
  })
  const grid = Array.from({ length: 60 }, (_, i) => (i + 0.5) / 60)
  const points = grid.flatMap((p) =>
    grid.flatMap((q) =>
      grid.map((r) => {
        const values = [-0.6 + 1.4 * p, 0.3 + 0.4 * q, 0.1 + 0.35 * r]
        const [level = NaN, slope = NaN, idle = NaN] = values
        const log = sizes.reduce(
          (sum, { size, zeros, caught, sum: fish }) => {
            const eta = level + slope * size,
              rate = Math.exp(eta)
            return (
              sum +
              zeros * Math.log(idle + (1 - idle) * Math.exp(-rate)) +
              caught * (Math.log1p(-idle) - rate) +
              fish * eta
            )
          },
          (-level * level) / 8 - (slope * slope) / 2
        )
        return { values, log }
      })
    )
  )
  const top = points.reduce((a, { log }) => Math.max(a, log), -Infinity)
  const weighted = points.map(({ values, log }) => ({ values, weight: Math.exp(log - top) }))
  const mean = (f: (values: ReadonlyArray<number>) => number): number =>
    weighted.reduce((sum, { values, weight }) => sum + f(values) * weight, 0) /
    weighted.reduce((sum, { weight }) => sum + weight, 0)
  return [0, 1, 2].map((k) => {
    const m = mean((values) => values[k] ?? NaN)
    return { mean: m, sd: Math.sqrt(mean((values) => ((values[k] ?? NaN) - m) ** 2)) }
  })
}

test('catches: the zero-inflated Poisson has the posterior of a grid, and explains the zeros', async () => {
  const rows = numbersIn('catches')
  const data = columns('parties', {
    people: rows.map(([x = NaN]) => x),
    fish: rows.map(([, y = NaN]) => y)
  })
  const fitted = async (zeros: string) =>
    right(
      await pipe(right(catches.configure({ zeros })), fitModel({ data, backend: 'reference' }))()
    )
  const [inflated, none] = [await fitted('inflated'), await fitted('none')]
  exactCatches(rows).forEach(({ mean, sd }, k) => {
    const site = inflated.sites.get(['level', 'slope', 'idle'][k] ?? '')
    expect(Math.abs((site?.mean.values[0] ?? NaN) - mean) / sd).toBeLessThan(0.1)
    expect(Math.abs(Math.sqrt(site?.response?.values[0] ?? NaN) / sd - 1)).toBeLessThan(0.1)
  })
  const lossOf = ({ result }: typeof none): number => result.metrics.at(-1)?.lossNats ?? NaN
  expect(lossOf(none) - lossOf(inflated)).toBeGreaterThan(100)
})
